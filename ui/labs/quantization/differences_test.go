package quantization

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// What the views of several effects say is what the view of one says of each.
func TestDifferencesAreTheEffects(t *testing.T) {
	for _, knobs := range [][]string{{"bits", "4"}, {"bits", "5", "granularity", "channel"}, {"bits", "4", "calibration", "static", "clip", "percentile"}, {"bits", "4", "smooth", "0.5"}} {
		l := fresh(t)
		labtest.Turn(t, l, append([]string{"view", "differences"}, knobs...)...)
		finish(t, l)
		read := func(name string) float64 { return labtest.Reading(t, l, name).Value }
		names := []string{"weights", "activations"}
		var perplexity, right [2]float64
		for i, name := range names {
			perplexity[i], right[i] = read(name+" perplexity"), read(name+" right")
		}
		for i, what := range names {
			one := fresh(t)
			labtest.Turn(t, one, append([]string{"view", "effect", "what", what}, knobs...)...)
			if l.granularity == perChannel && what == "activations" {
				labtest.Turn(t, one, "granularity", "token")
			}
			finish(t, one)
			if p, known := labtest.Reading(t, one, "perplexity").Value, float64(one.effect.correct); p != perplexity[i] || known != right[i] {
				t.Errorf("%v, %s: perplexity %v and %v right; the effect alone %v and %v", knobs, what, perplexity[i], right[i], p, known)
			}
		}
	}
}

// The counts of a pass, by hand: in each of 4 layers 128·384 + 128·128 + 128·512
// + 512·128 weights meet each token, and 1,024 rows of the embedding the last.
func TestPassByHand(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "differences", "prompt", "the fox lives in the")
	finish(t, l)
	const (
		tokens  = 5
		layers  = 4
		weights = layers * (128*384 + 128*128 + 128*512 + 512*128)
		head    = 1024 * 128
		rounded = tokens*layers*(3*128+512) + 128
		sums    = tokens*layers*(384+128+512+128) + 1024
	)
	for name, want := range map[string]float64{
		"multiply-adds":       tokens*weights + head,
		"weights beside":      weights + head,
		"activations rounded": rounded,
		"activations beside":  2*rounded + sums, // searched and rounded, then scaled
	} {
		if got := labtest.Reading(t, l, name).Value; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	labtest.Turn(t, l, "calibration", "static")
	finish(t, l)
	if got := labtest.Reading(t, l, "activations beside").Value; got != rounded+sums {
		t.Errorf("with known ranges %v operations, want %v: none is searched", got, rounded+sums)
	}
}

// Smoothing divides the features of one side and multiplies the other's.
func TestBothSidesOfSmoothing(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "outliers", "smooth", "0.5")
	finish(t, l)
	p, s := l.features(), l.smoothing("qkv", l.layer)
	for k := range p.x {
		for _, side := range []struct{ got, want float64 }{{p.x[k], p.plainX[k] / float64(s[k])}, {p.w[k], p.plainW[k] * float64(s[k])}} {
			if math.Abs(side.got-side.want) > 1e-6*side.want {
				t.Fatalf("feature %d: %v, want %v", k, side.got, side.want)
			}
		}
	}
	if p.x[p.most] >= p.plainX[p.most] || p.w[p.most] <= p.plainW[p.most] {
		t.Errorf("feature %d, the largest: x from %v to %v, w from %v to %v", p.most, p.plainX[p.most], p.x[p.most], p.plainW[p.most], p.w[p.most])
	}
}

// What others published is what stands beside each width, once.
func TestPublishedBesideOurs(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "published")
	finish(t, l)
	rows := l.allMeasured()
	for i, w := range rows {
		if w.s.bits != mostBits-i || math.IsNaN(w.rise) || w.found != (theirs[w.s.bits] != "") {
			t.Errorf("row %d: %d bits, rise %v, beside %q", i, w.s.bits, w.rise, w.their.Format)
		}
		if i > 0 && w.bits >= rows[i-1].bits {
			t.Errorf("%d bits take %v a weight, %d take %v", w.s.bits, w.bits, rows[i-1].s.bits, rows[i-1].bits)
		}
	}
	if got := theirRise(rows[4].their); math.Abs(got-(6.407/6.233-1)) > 1e-12 {
		t.Errorf("q4_K_M rises by %v", got)
	}
	if n := len(quant.Llama3()); n != 11 {
		t.Errorf("%d published formats", n)
	}
}

// Whether the largest feature and the median one share a scale is what the
// grids say.
func TestSharedScaleIsSaid(t *testing.T) {
	for granularity, want := range map[string]string{
		"tensor": ": one scale has to hold both", "token": ": a token's one scale has to hold both", "group": ": only the 32 features of its group share its scale",
	} {
		l := fresh(t)
		labtest.Turn(t, l, "view", "outliers", "granularity", granularity)
		finish(t, l)
		if says := lab.Sentence(l).String(); !strings.Contains(says, want) {
			t.Errorf("%s: %s", granularity, says)
		}
		m, p := l.result.matrix, l.features()
		far := (p.most + l.specimen.cols/2) % l.specimen.cols // in no group with it
		if shared := m.Grid(0, p.most) == m.Grid(0, far); shared == (granularity == "group") {
			t.Errorf("%s: features %d and %d share a scale: %v", granularity, p.most, far, shared)
		}
	}
}

// The chosen number of bits is seen, however small the picture is.
func TestChosenWidthIsSeen(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "published")
	for b := leastBits; b <= mostBits; b++ {
		labtest.Turn(t, l, "bits", strconv.Itoa(b))
		for h := 3; h <= 30; h++ {
			picture := lab.Draw(l, lab.Frame{Size: viz.Size{W: 58, H: h}}).Plain()
			if !regexp.MustCompile(`(?m)^(▸|>) +` + strconv.Itoa(b) + ` `).MatchString(picture) {
				t.Errorf("%d bits in %d rows:\n%s", b, h, picture)
			}
		}
	}
}
