package norm

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

func fresh(t testing.TB) *Lab {
	t.Helper()
	lm := builtintest.Load(t)
	return New(lm)
}

func TestContract(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return fresh(t) })
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// The example's outputs, computed independently with PyTorch.
func TestExample(t *testing.T) {
	for _, tt := range []struct {
		norm, mode string
		row        int
		want       [4]float64
	}{
		{"layer", "train", 1, [4]float64{-1.3416, -.4472, .4472, 1.3416}},
		{"layer", "train", 2, [4]float64{-1.3416, -.4472, .4472, 1.3416}},
		{"layer", "train", 3, [4]float64{-1.3416, -.4472, .4472, 1.3416}},
		{"rms", "train", 1, [4]float64{.3651, .7303, 1.0954, 1.4606}},
		{"rms", "train", 2, [4]float64{.3651, .7303, 1.0954, 1.4606}},
		{"rms", "train", 3, [4]float64{-.8165, 0, .8165, 1.6330}},
		{"batch", "train", 1, [4]float64{-.4877, -.5930, -.6301, -.6491}},
		{"batch", "train", 2, [4]float64{1.3935, 1.4084, 1.4115, 1.4127}},
		{"batch", "train", 3, [4]float64{-.9058, -.8154, -.7814, -.7636}},
		{"batch", "eval", 2, [4]float64{4.6437, 5.3368, 5.5417, 5.6330}},
	} {
		l := fresh(t)
		labtest.Turn(t, l, "data", "example", "norm", tt.norm, "mode", tt.mode, "batch", "3", "row", fmt.Sprint(tt.row))
		for c, want := range tt.want {
			labtest.Turn(t, l, "column", fmt.Sprint(c+1))
			near(t, fmt.Sprintf("%+v column %d", tt, c+1), labtest.Reading(t, l, "y").Value, want, 6e-5)
		}
	}
	l := fresh(t)
	labtest.Turn(t, l, "data", "example", "batch", "3", "view", "modes")
	for c, want := range [][2]float64{{.3333, 4.3333}, {.7333, 13.0333}, {1.1333, 27.1333}, {1.5333, 46.6333}} {
		labtest.Turn(t, l, "column", fmt.Sprint(c+1))
		near(t, "running mean", labtest.Reading(t, l, "running mean").Value, want[0], 5e-5)
		near(t, "running variance", labtest.Reading(t, l, "running var").Value, want[1], 5e-5)
	}
}

// What the lab shows is what the network did, at every norm.
func TestNetworksOwn(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "norm", "layer", "learned", "on", "batch", "16")
	for layer := 1; layer <= l.norms(); layer++ {
		labtest.Turn(t, l, "layer", fmt.Sprint(layer))
		for i, y := range l.out.Y {
			near(t, fmt.Sprintf("norm %d, value %d", layer, i), y, l.set.own[i], 2e-5)
		}
	}
}

// The calculation counts the values that share mean and variance with the chosen one.
func TestSharersAreCounted(t *testing.T) {
	for _, norm := range []string{"batch", "layer", "rms", "group"} {
		for _, data := range []string{"example", "model"} {
			l := fresh(t)
			labtest.Turn(t, l, "data", data, "norm", norm, "batch", "3", "row", "2", "column", "3")
			n := 0
			for i := range l.x {
				if l.out.Group(i) == l.out.Group(l.mine()) {
					n++
				}
			}
			if got := l.sharers().String(); !strings.HasPrefix(got, fmt.Sprintf("%d in ", n)) {
				t.Errorf("%s of %s: %d values share statistics, and it says %q", norm, data, n, got)
			}
		}
	}
}

// A push of another sample moves my row under BatchNorm in training, and
// nothing else does that.
func TestNeighbour(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "neighbour", "push", "4")
	if moved := labtest.Reading(t, l, "I moved").Value; math.Abs(moved) < 0.01 {
		t.Errorf("BatchNorm: my row moved by %v", moved)
	}
	labtest.Turn(t, l, "mode", "eval")
	near(t, "BatchNorm in evaluation", labtest.Reading(t, l, "I moved").Value, 0, 0)
	for _, kind := range []string{"layer", "rms", "group"} {
		labtest.Turn(t, l, "norm", kind)
		near(t, kind, labtest.Reading(t, l, "I moved").Value, 0, 0)
		if labtest.Reading(t, l, "it moved").Value == 0 {
			t.Errorf("%s: the pushed row did not move either", kind)
		}
	}
}

// A batch of one comes out as the bias in training, and can't be learned from.
func TestBatchOfOne(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "batch", "1", "learned", "on")
	if !slices.Equal(l.out.Y, l.set.affine.Bias) {
		t.Errorf("a batch of one is %v, want the bias", l.out.Y[:4])
	}
	labtest.Turn(t, l, "view", "modes", "steps", "20")
	if l.runningNow().Steps != 0 || l.refused == nil {
		t.Errorf("%d steps on a batch of one, error %v", l.runningNow().Steps, l.refused)
	}
}

// The error of the mean is that of draws without putting back, √((N − B)/(B·(N − 1)));
// the norms of single rows have none.
func TestNoise(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "batch")
	for _, size := range []string{"1", "2", "4", "8", "16"} {
		labtest.Turn(t, l, "batch", size)
		got, want := labtest.Reading(t, l, "mean off by").Value, labtest.Reading(t, l, "theory").Value
		near(t, "mean of "+size, got/want, 1, 0.15)
	}
	labtest.Turn(t, l, "norm", "layer")
	near(t, "LayerNorm", labtest.Reading(t, l, "y off by").Value, 0, 0)
	labtest.Turn(t, l, "data", "example", "norm", "batch", "batch", "3")
	near(t, "the whole set", labtest.Reading(t, l, "mean off by").Value, 0, 1e-12)
}

// With more steps the running statistics come close to the set's; the weight
// of the start is (1 − momentum)^steps.
func TestRunning(t *testing.T) {
	l := fresh(t)
	off := func(steps string) float64 {
		labtest.Turn(t, l, "view", "modes", "batch", "16", "steps", steps)
		sum := 0.0
		for c, v := range l.runningNow().Var {
			sum += math.Abs(math.Log(v / l.set.stats.Var[c]))
		}
		return sum
	}
	if early, late := off("1"), off("40"); late > early/2 {
		t.Errorf("variances off by %v after 1 step and by %v after 40", early, late)
	}
	labtest.Turn(t, l, "steps", "10", "momentum", "0.25")
	near(t, "weight of the start", labtest.Reading(t, l, "start weight").Value, math.Pow(0.75, 10), 1e-12)
	labtest.Turn(t, l, "momentum", "0")
	near(t, "momentum 0", labtest.Reading(t, l, "running mean").Value, 0, 0)
}

// Padding moves BatchNorm only if it is counted. The real tokens do not see
// the padding after them.
func TestPadding(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "padding", "padding", "3")
	if labtest.Reading(t, l, "shift").Value == 0 || labtest.Reading(t, l, "padding").Value == 0 {
		t.Errorf("padding of %v %% shifts BatchNorm by %v", labtest.Reading(t, l, "padding").Value, labtest.Reading(t, l, "shift").Value)
	}
	near(t, "LayerNorm", labtest.Reading(t, l, "other shift").Value, 0, 0)
	masked := labtest.Reading(t, l, "masked y").Value
	labtest.Turn(t, l, "padding", "8")
	near(t, "masked y with more padding", labtest.Reading(t, l, "masked y").Value, masked, 1e-4)
	c := l.features()
	for row := 1; row <= l.batch; row++ {
		at := l.padded.cell(row, 1, c)
		for j := range c {
			near(t, "the last token", l.padded.x[at+j], l.x[(row-1)*c+j], 1e-4)
		}
	}
}

// A later word moves earlier outputs under BatchNorm over time alone.
func TestSequence(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "sequence")
	if leak := labtest.Reading(t, l, "leak").Value; leak < 0.01 {
		t.Errorf("BatchNorm over time leaks %v", leak)
	}
	labtest.Turn(t, l, "norm", "layer")
	near(t, "LayerNorm", labtest.Reading(t, l, "leak").Value, 0, 1e-5)
	labtest.Turn(t, l, "norm", "batch", "ending", " the")
	near(t, "the same ending", labtest.Reading(t, l, "leak").Value, 0, 0)
}

// LayerNorm is blind to scale and offset of a row, RMSNorm to its scale, and
// neither changes the skewness.
func TestShape(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "shape", "epsilon", "0")
	for _, tt := range []struct {
		norm           string
		scaled, offset bool
	}{{"layer", false, false}, {"rms", false, true}, {"batch", true, true}} {
		labtest.Turn(t, l, "norm", tt.norm)
		for i, moves := range []bool{false, tt.scaled, tt.offset} {
			if v := l.shape.variations[i]; v.moved > 1e-9 != moves {
				t.Errorf("%s of %s moved by %v, should it: %v", tt.norm, v.name, v.moved, moves)
			}
		}
		near(t, tt.norm+" skewness", l.shape.y.Skewness, l.shape.x.Skewness, 1e-9)
	}
}

// The last sentence is row 1; an empty text is one sentence; what is too much
// is left out.
func TestText(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "batch", "16", "text", "the owl/ /the fox lives")
	if l.available() != 2 || l.batch != 2 || l.set.samples[0].name != "the fox lives" {
		t.Errorf("%d samples, batch %d, the first is %q", l.available(), l.batch, l.set.samples[0].name)
	}
	for _, text := range []string{"", "/", strings.Repeat("a/", 400), strings.Repeat("量", 300), "\x00\xff/\n"} {
		for _, v := range l.views() {
			labtest.Turn(t, l, "text", text, "view", v.Name)
			if g := lab.Draw(l, lab.Frame{Size: viz.Size{W: 40, H: 18}}); strings.TrimSpace(g.Plain()) == "" {
				t.Errorf("text %.10q: view %s is empty", text, v.Name)
			}
		}
		if l.available() > mostBatch {
			t.Errorf("%d samples", l.available())
		}
	}
}

// A key press on the largest screen: the epsilon, which runs no model but in
// the view of sequences, and the layer.
func BenchmarkKnob(b *testing.B) {
	for _, v := range fresh(b).views() {
		for _, knob := range []string{"epsilon", "layer"} {
			l := fresh(b)
			labtest.Turn(b, l, "view", v.Name, "batch", "16")
			b.Run(v.Name+" "+knob, func(b *testing.B) {
				f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
				for i := 0; b.Loop(); i++ {
					if knob == "layer" {
						l.layer = 1 + i%4
					} else {
						l.epsilon = i % len(epsilons)
					}
					if err := l.Refresh(); err != nil {
						b.Fatal(err)
					}
					_ = lab.Draw(l, f).String()
					lab.Readings(l)
				}
			})
		}
	}
}

// A key press that runs the model over all sentences.
func BenchmarkText(b *testing.B) {
	l := fresh(b)
	labtest.Turn(b, l, "batch", "16")
	f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
	for i := 0; b.Loop(); i++ {
		l.text = sentences + []string{"", " forest"}[i%2]
		if err := l.Refresh(); err != nil {
			b.Fatal(err)
		}
		_ = lab.Draw(l, f).String()
	}
}

// Two different tokens never look alike, in the sentence and in its new end.
func TestTokensAreTold(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "sequence", "text", "the owl likes the", "ending", "the")
	s := l.changed
	for _, words := range [][]string{s.words, s.changed} {
		if !slices.Equal(words[:3], []string{`"the"`, "owl", "likes"}) {
			t.Errorf("the tokens are %q", words)
		}
	}
	if a, b := s.words[3], s.changed[3]; a != `" the"` || b == a || s.from != " the" || s.to != "the" {
		t.Errorf("the last token is %q, then %q; %q becomes %q", a, b, s.from, s.to)
	}
	if words := l.set.samples[0].words; words[0] == words[3] {
		t.Errorf("%q: the first and the last are two tokens", words)
	}
}

func TestInSteps(t *testing.T) {
	slow := func() lab.Lab {
		l := fresh(t)
		l.work.Patience = -1
		return l
	}
	labtest.Stepping(t, func() lab.Lab { return fresh(t) }, slow)
	l := slow()
	_ = l.Refresh()
	labtest.KeepAtWork(t, l, 30)
}
