package norm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"logitarium/core/experiment/norms"
	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

var numeral = regexp.MustCompile(`[-+−]?\d+(\.\d+)?`)

// roam turns a lab to random settings, and calls look at each.
func roam(t *testing.T, times int, look func(*Lab)) {
	if labtest.Brief() {
		times /= 20
	}
	t.Helper()
	rng, l := rand.New(rand.NewPCG(1, 12)), fresh(t)
	texts := []string{sentences, sentences, "the/the/the/the", "the", "a b c d", "the owl/the bear", "a/a/the fox lives in the", "", "the the the the the"}
	for range times {
		lab.Reset(lab.Knobs(l))
		for _, k := range lab.Knobs(l) {
			switch {
			case k.Name == "text":
				l.text = texts[rng.IntN(len(texts))]
			case k.Name == "ending":
				l.ending = []string{" river", " the", "", " a"}[rng.IntN(4)]
			case k.Name == "view" || rng.IntN(2) == 0:
				k.Setting.SetPosition(rng.Float64())
			case rng.IntN(4) == 0:
				k.Setting.End(2*rng.IntN(2) - 1)
			}
		}
		l.view, l.kind = rng.IntN(len(l.views())), rng.IntN(len(kinds))
		if rng.IntN(3) == 0 {
			l.kind = batchNorm
		}
		if rng.IntN(3) == 0 {
			l.batch = 1 + rng.IntN(3)
		}
		l.updates %= 41
		labtest.Turn(t, l)
		look(l)
	}
}

// state says how to see a setting.
func state(l *Lab) string {
	var out strings.Builder
	for _, k := range lab.Knobs(l) {
		fmt.Fprintf(&out, "%s=%.20s ", k.Name, k.Setting.String())
	}
	return out.String()
}

// Every number that a sentence names is one of the readings, of the knobs or
// of the sizes beside it, to as many digits.
func TestNumbersOfSentences(t *testing.T) {
	faults := map[string]bool{}
	roam(t, 1200, func(l *Lab) {
		beside := l.beside()
		says := regexp.MustCompile(`“[^”]*”|f\d+|0/0`).ReplaceAllString(labtest.Ungrouped(lab.Sentence(l)).String(), "")
		for _, n := range numeral.FindAllString(says, -1) {
			digits := len(n) - strings.IndexByte(n+".", '.') - 1
			n = strings.ReplaceAll(strings.TrimPrefix(n, "+"), "−", "-")
			same := func(v float64) bool {
				return fmt.Sprintf("%.*f", max(digits, 0), v) == n || fmt.Sprintf("%.*f", max(digits, 0), math.Abs(v)) == n
			}
			if !slices.ContainsFunc(beside, same) && len(faults) < 20 && !faults[says] {
				faults[says] = true
				t.Errorf("%s is not beside %q: %v\n\t%s", n, lab.Sentence(l), beside, state(l))
			}
		}
	})
}

// beside are the numbers that a sentence may name.
func (l *Lab) beside() []float64 {
	c := l.features()
	out := []float64{0, 1, -1, float64(l.batch), float64(l.row), l.push, float64(c), float64(groups(c)), float64(l.batch - 1), 4 * float64(l.batch),
		float64(len(l.set.all) / c), float64(l.runningSteps()), .0005, 10, 3}
	for _, r := range lab.Readings(l) {
		if r.Undefined.Empty() {
			out = append(out, r.Value)
		}
		for _, n := range numeral.FindAllString(r.Note.String(), -1) {
			var v float64
			fmt.Sscan(n, &v)
			out = append(out, v)
		}
	}
	if l.running != nil {
		out = append(out, 100*l.startWeight())
	}
	if len(l.noise) > 0 {
		out = append(out, norm.StandardError(len(l.set.all)/c, 4*l.batch))
	}
	if l.open().Name == "matrix" && l.kind == rmsNorm {
		out = append(out, 1/l.out.InvStd[l.row-1])
	}
	if l.open().Name == "matrix" {
		group := l.out.Group(l.mine())
		v, _ := l.othersRange(group)
		out = append(out, v, math.Sqrt(l.out.Var[group]/(l.out.Var[group]+l.eps())))
	}
	if l.open().Name == "devices" {
		out = append(out, float64(l.parted.row))
	}
	if l.open().trains {
		out = append(out, math.Log(norms.Classes), float64(firstUpdates))
		if l.race.examined() {
			for _, k := range raceKinds {
				out = append(out, float64(l.race.right(k, 2, false)), float64(l.race.right(k, 2, true)))
			}
		}
	}
	if l.open().Name == "shape" {
		out = append(out, l.shape.x.Skewness, l.shape.y.Skewness, math.Hypot(l.shape.y.Mean, l.shape.y.Std))
		for _, v := range l.shape.variations {
			out = append(out, v.moved)
		}
	}
	return out
}

// What a sentence claims is what the numbers show.
func TestClaims(t *testing.T) {
	met := map[string]int{}
	roam(t, 4000, func(l *Lab) {
		says := labtest.Ungrouped(lab.Sentence(l))
		read := func(name string) float64 {
			r := labtest.Reading(t, l, name)
			if !r.Undefined.Empty() {
				return math.NaN()
			}
			return r.Value
		}
		for _, c := range []struct {
			claim string
			holds func() bool
		}{
			{"no number", func() bool { return l.eps() == 0 && undefined(l) }},
			{"y is β", func() bool { return l.open().Name != "matrix" || read("normalised") == 0 }},
			{"becomes 1, the smaller −1", func() bool {
				return math.Abs(math.Abs(read("normalised"))-1) < 0.005 && read("normalised")*(read("x")-read("mean")) > 0
			}},
			{"so they become ±", func() bool { return math.Abs(read("normalised")) < 0.995 }},
			{"leave it there", func() bool { return math.Abs(read("normalised")-read("y")) < 0.01 }},
			{"All rows become the same", func() bool { return l.spread(l.out.Y) < 0.001 }},
			{"my row stands still", func() bool { return read("I moved") == 0 }},
			{"my y stays", func() bool { return math.Abs(read("I moved")) < 0.0005 }},
			{"less than 0.0005", func() bool {
				return l.open().Name == "sequence" && read("leak") < 0.0005 || math.Abs(read("I moved")) < 0.0005
			}},
			{"has a share in my mean and variance.", func() bool { return math.Abs(read("I moved")) >= 0.0005 }},
			{"past mine", func() bool {
				now, was := read("y"), read("y")-read("I moved")
				return now*was < 0 && l.batch == 2
			}},
			{"on the other device moves my y by", func() bool {
				return math.Abs(read("I moved")) >= 0.0005 == !strings.Contains(says.String(), "less than") && read("exchanges") == 2*float64(l.parted.layers)
			}},
			{"nothing is exchanged", func() bool { return read("exchanges") == 0 && !(read("I moved") != 0) && read("y") == read("y apart") }},
			{"are all alike", func() bool { return read("normalised") == 0 && read("variance") == 0 }},
			{"so ε sets the scale", func() bool { return l.out.Var[l.out.Group(l.mine())] < l.eps() }},
			{"is 0 throughout", func() bool { return read("x") == 0 && read("y") == 0 }},
			{"become alike", func() bool { _, apart := l.othersRange(l.out.Group(l.mine())); return apart }},
			{"Only BatchNorm's has other rows", func() bool {
				return l.batch > 1 && l.outcomes[layerNorm].pushed == 0 && l.outcomes[rmsNorm].pushed == 0 && l.outcomes[groupNorm].pushed == 0
			}},
			{"are the whole set", func() bool { return math.Abs(read("mean off by")) < 1e-9 }},
			{"In small batches", func() bool { return read("mean off by") > 0.005 && read("theory") > 0 }},
			{"nothing jumps", func() bool { return read("jump") == 0 }},
			{"same in training and in evaluation here", func() bool { return math.Abs(read("jump")) < 0.0015 }},
			{"y jumps by", func() bool {
				return math.IsNaN(read("from start")) || math.Abs(read("from n − 1")+read("from batches")+read("from start")-read("jump")) < 1e-9*(1+math.Abs(read("jump")))
			}},
			{"both are the same", func() bool { return read("padding") == 0 && read("shift") == 0 }},
			{"less than 0.0005 here.", func() bool { return math.Abs(read("shift")) < 0.0005 }},
			{"nothing moved", func() bool { return read("leak") == 0 && read("last moved") == 0 }},
			{"stand still", func() bool { return read("leak") < 0.00005 }},
			{"a rounding error", func() bool { return read("leak") < 0.001 }},
			{"Only the end changed", func() bool { return read("leak") >= 0.0005 }},
			{"not reshaped", func() bool { return math.Abs(l.shape.x.Skewness-l.shape.y.Skewness) < 1e-6 }},
			{"mirrored", func() bool { return math.Abs(l.shape.x.Skewness+l.shape.y.Skewness) < 1e-6 }},
			{"Same shape", func() bool { return math.Abs(l.shape.x.Skewness-l.shape.y.Skewness) < 1e-6 }},
			{"offset and scale are gone", func() bool { return l.shape.variations[1].moved < 0.005 && l.shape.variations[2].moved < 0.005 }},
			{"offset is gone", func() bool { return l.shape.variations[1].moved >= 0.005 && l.shape.variations[2].moved < 0.005 }},
			{"no shape", func() bool { return read("std") == 0 }},
		} {
			met[c.claim] += 0
			if !strings.Contains(says.String(), c.claim) {
				continue
			}
			if met[c.claim]++; !c.holds() && met[c.claim] < 10 {
				t.Errorf("%q is not so: %+v\n\t%s", says, lab.Readings(l), state(l))
			}
		}
		if bad := regexp.MustCompile(`NaN|Inf|[-+−±]0(\.0+)?\b`).FindString(strings.ReplaceAll(says.String(), "−1", "")); bad != "" && !regexp.MustCompile(`[-+±]0\.0*[1-9]`).MatchString(says.String()) {
			t.Errorf("%q in %q\n\t%s", bad, says, state(l))
		}
	})
	for claim, n := range met {
		if n == 0 && !labtest.Brief() && !slices.Contains([]string{"less than 0.0005 here.", "mirrored", "a rounding error", "leave it there", "less than 0.0005", "is 0 throughout", "so ε sets the scale", "become alike"}, claim) { // too rare, or of other models
			t.Errorf("%q is never said", claim)
		}
	}
}

// undefined says whether the view has a number that is none.
func undefined(l *Lab) bool {
	return slices.ContainsFunc(lab.Readings(l), func(r lab.Reading) bool {
		return strings.HasPrefix(r.Undefined.String(), "no spread")
	})
}

// Where every batch is the whole set and the start is forgotten, all of the
// jump is the unbiased running variance.
func TestJumpOfTheExample(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "modes", "data", "example", "batch", "3", "momentum", "0.5", "steps", "40", "row", "2")
	near(t, "from n − 1", labtest.Reading(t, l, "from n − 1").Value, labtest.Reading(t, l, "train y").Value*(math.Sqrt(2./3)-1), 1e-4)
	near(t, "from batches", labtest.Reading(t, l, "from batches").Value, 0, 1e-9)
	near(t, "from start", labtest.Reading(t, l, "from start").Value, 0, 1e-9)
	if says := lab.Sentence(l); !strings.Contains(says.String(), "n − 1 = 2, not 3") || strings.Contains(says.String(), "other batches") {
		t.Errorf("%q", says)
	}
}

func (l *Lab) runningSteps() int {
	if l.running == nil {
		return 0
	}
	return l.runningNow().Steps
}

// What is not read of a long text is said in every view.
func TestLeftOutIsSaid(t *testing.T) {
	l := fresh(t)
	long := strings.TrimSpace(strings.Repeat("the fox ", 30))
	for _, v := range l.Views().List {
		labtest.Turn(t, l, "view", v.Name, "text", sentences)
		if slices.ContainsFunc(lab.Readings(l), func(r lab.Reading) bool { return r.Name == "left out" }) {
			t.Errorf("%s: something is left out of a short text", v.Name)
		}
		labtest.Turn(t, l, "text", "the owl/"+long)
		if got, want := labtest.Reading(t, l, "left out").Value, float64(len(l.lm.Tokens.Encode(long))-mostTokens); got != want || want <= 0 {
			t.Errorf("%s: %v tokens are left out, want %v", v.Name, got, want)
		}
	}
}
