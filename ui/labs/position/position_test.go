package position

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

func load(t testing.TB) *builtin.LM {
	t.Helper()
	lm, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	return lm
}

func TestLab(t *testing.T) {
	lm := load(t)
	labtest.Run(t, func() lab.Lab { return New(lm, lm) })
}

func TestInSteps(t *testing.T) {
	lm := load(t)
	open := func(patience float64) lab.Lab {
		l := turned(t, lm, "view=shuffle")
		l.work.Patience = patience
		return l
	}
	labtest.Stepping(t, func() lab.Lab { return open(0) }, func() lab.Lab { return open(-1) })
	labtest.KeepAtWork(t, open(-1), 30)
}

// turned returns a lab with knobs set: "view=unique", "d-model=8".
func turned(t testing.TB, lm *builtin.LM, knobs ...string) *Lab {
	t.Helper()
	l := New(lm, lm)
	turn(t, l, knobs...)
	return l
}

func turn(t testing.TB, l *Lab, knobs ...string) {
	t.Helper()
	var settings []string
	for _, k := range knobs {
		name, value, _ := strings.Cut(k, "=")
		settings = append(settings, name, value)
	}
	labtest.Turn(t, l, settings...)
}

// The numbers of the reference notes, read off the screen.
func TestGoldenNumbers(t *testing.T) {
	lm := load(t)
	for _, c := range []struct {
		knobs, reading string
		want, within   float64
	}{
		{"view=heatmap d-model=8 position=1 dimension=0", "value", .841471, 5e-7},
		{"view=heatmap d-model=8 position=1 dimension=3", "value", .995004, 5e-7},
		{"view=heatmap d-model=8 position=2 dimension=1", "value", -.416147, 5e-7},
		{"view=heatmap d-model=8 position=2 dimension=4", "value", .019999, 5e-7},
		{"view=heatmap d-model=8 layout=concatenated position=2 dimension=4", "value", -.416147, 5e-7},
		{"view=heatmap d-model=512 dimension=511", "wavelength", 60611.477, 5e-4},
		{"view=heatmap d-model=512 spacing=tensor2tensor dimension=511", "wavelength", 2 * math.Pi * 10000, 1e-6},
		{"view=heatmap d-model=512", "length", 16, 1e-12},
		{"view=similarity positions=128 d-model=512 offset=0", "at offset k", 256, 1e-9},
		{"view=similarity positions=128 d-model=512 offset=1", "at offset k", 249.1021, 5e-5},
		{"view=similarity positions=128 d-model=512 offset=10", "at offset -k", 173.7897, 5e-5},
		{"view=similarity positions=128 d-model=512 position=100 offset=100", "at offset k", 111.9502, 5e-5},
		{"view=similarity d-model=512", "first rise", 44, 0},
		{"view=similarity d-model=8", "first rise", 4, 0},
		{"view=similarity d-model=512", "change with p", 0, 1e-11},
		{"view=rotation positions=256 d-model=512 offset=100", "residual", 0, 5.4e-13},
		{"view=rotation scheme=rope layout=concatenated d-model=128", "residual", 0, 5.4e-13},
		{"view=unique positions=64 d-model=2", "apart", 44, 0},
		{"view=heatmap scheme=alibi head=0 offset=3", "value", -.75, 0}, // slopes of four heads: 1/4, 1/16, …
		{"view=heatmap scheme=rope d-model=8 position=2 dimension=0", "value", -.416147, 5e-7},
	} {
		l := turned(t, lm, strings.Fields(c.knobs)...)
		if got := labtest.Reading(t, l, c.reading).Value; !(math.Abs(got-c.want) <= c.within) {
			t.Errorf("%s: %s is %v, want %v within %g", c.knobs, c.reading, got, c.want, c.within)
		}
	}
}

// A bag of words where all see all, an order behind the mask; and an order
// under every scheme.
func TestShuffle(t *testing.T) {
	lm := load(t)
	for _, scheme := range schemes {
		for seed := range 4 {
			l := turned(t, lm, "view=shuffle", "scheme="+scheme.Name, fmt.Sprintf("seed=%d", seed))
			free, causal := labtest.Reading(t, l, "no mask").Value, labtest.Reading(t, l, "causal").Value
			if bag := free < 1e-4; bag != (scheme.Name == "none") {
				t.Errorf("%s, seed %d: without a mask outputs change by %g", scheme.Name, seed, free)
			}
			if causal < 0.01 {
				t.Errorf("%s, seed %d: behind the mask outputs change by %g only", scheme.Name, seed, causal)
			}
		}
	}
}

// What the learned scheme shows is the model untouched.
func TestLearnedIsTheModel(t *testing.T) {
	lm := load(t)
	l := turned(t, lm, "view=shuffle", "scheme=learned", "text=the fox lives in the")
	logits := lm.Model.Logits(lm.Tokens.Encode("the fox lives in the"), nil)
	best := 0
	last := logits.Row(logits.Rows - 1)
	for i, z := range last {
		if z > last[best] {
			best = i
		}
	}
	if got, want := l.now.(shuffle).next[0].words[0], label(l.lm, best); got != want {
		t.Errorf("after the text the lab expects %q, the model %q", got, want)
	}
}

// The score of RoPE and ALiBi knows the offset only, that of an added encoding
// does not.
func TestOffsetOnly(t *testing.T) {
	lm := load(t)
	for _, c := range []struct {
		scheme string
		moves  bool
	}{{"sinusoidal", true}, {"learned", true}, {"rope", false}, {"alibi", false}, {"none", false}} {
		l := turned(t, lm, "view=attention", "scheme="+c.scheme, "position=10", "offset=4")
		before := labtest.Reading(t, l, "score").Value
		turn(t, l, "position=20")
		if after := labtest.Reading(t, l, "score").Value; (math.Abs(after-before) > 1e-9) != c.moves {
			t.Errorf("%s: the score at offset 4 is %v at position 10 and %v at 20", c.scheme, before, after)
		}
	}
}

// The model's own scores agree with those of view attention.
func TestScoresOfTheModel(t *testing.T) {
	lm := load(t)
	l := turned(t, lm, "view=attention", "scheme=learned", "text=the fox lives in the", "position=4", "offset=3", "head=2")
	ids := lm.Tokens.Encode("the fox lives in the") // fox stands 3 before the last token
	got, want := labtest.Reading(t, l, "score").Value, modelScore(lm, ids, 2)
	if math.Abs(got-want) > 1e-4 {
		t.Errorf("score %v, the model's own is %v", got, want)
	}
}

// modelScore returns the score that the last token of a text gives its second
// one in a head of the first layer.
func modelScore(lm *builtin.LM, ids []int, head int) float64 {
	score := 0.0
	lm.Model.Logits(ids, func(site gpt.Site, layer int, x tensor.Matrix) {
		if site == gpt.Scores && layer == 0 {
			score = float64(lm.Model.Config.Head(x, head).At(len(ids)-1, 1))
		}
	})
	return score
}

// The three strips add up, and the dot product comes apart into its terms.
func TestSum(t *testing.T) {
	lm := load(t)
	for _, scheme := range schemes {
		l := turned(t, lm, "view=sum", "scheme="+scheme.Name, "position=3", "offset=2")
		m := l.now.(sum)
		direct := 0.0
		for j, v := range m.parts[2].Row(0) {
			direct += v * m.parts[2].Row(2)[j]
			if d := m.parts[0].Row(0)[j] + m.parts[1].Row(0)[j] - v; math.Abs(d) > 1e-6 {
				t.Fatalf("%s, dimension %d: the sum is off by %g", scheme.Name, j, d)
			}
		}
		if got := labtest.Reading(t, l, "dot product").Value; math.Abs(got-direct) > 1e-6 {
			t.Errorf("%s: terms of a dot product sum to %v, it is %v", scheme.Name, got, direct)
		}
		if nothing := labtest.Reading(t, l, "position").Value == 0; nothing != (scheme.Name != "sinusoidal" && scheme.Name != "learned") {
			t.Errorf("%s: what is added has length %v", scheme.Name, labtest.Reading(t, l, "position").Value)
		}
	}
	l := turned(t, lm, "view=sum", "scheme=learned", "position=3")
	if got, want := l.now.(sum).parts[1].Row(0)[7], float64(lm.Model.Positions.At(3, 7)); math.Abs(got-want) > 1e-6 {
		t.Errorf("position 3, dimension 7 is %v, in the table %v", got, want)
	}
}

// A learned table ends; beyond it there is a remark or a gap, never a number.
func TestBeyondTheTable(t *testing.T) {
	lm := load(t)
	past := fmt.Sprintf("position=%d", lm.Model.Config.Context)
	for _, view := range New(lm, lm).views() {
		l := turned(t, lm, "scheme=learned", "positions=256", past, "view="+view.Name)
		if view.Name == "heatmap" && labtest.Reading(t, l, "value").Undefined.Empty() {
			t.Error("a row that the table does not have has a value")
		}
		if view.Name == "attention" {
			if _, ok := l.now.(remark); !ok {
				t.Error("a query stands where the model has no position")
			}
		}
	}
}

// Under every scheme and in every view, a knob that says it changes nothing
// changes nothing, and one that says nothing changes something.
func TestIdle(t *testing.T) {
	lm := load(t)
	for _, view := range New(lm, lm).views() {
		for _, scheme := range schemes {
			l := turned(t, lm, "view="+view.Name, "scheme="+scheme.Name)
			for i, k := range lab.Knobs(l) {
				if k.Name == "view" || k.Name == "scheme" {
					continue
				}
				if changes := turns(t, l, i); changes != (k.Idle.Empty()) {
					t.Errorf("%s of %s: turning %s changes something: %v; it says %q", view.Name, scheme.Name, k.Name, changes, k.Idle)
				}
			}
		}
	}
}

// turns reports whether a turn of knob i changes what is shown, and takes it back.
func turns(t *testing.T, l *Lab, i int) bool {
	t.Helper()
	before, kept := seen(l), l.set
	defer func() {
		l.set = kept
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
	}()
	for _, do := range []func(lab.Setting){
		func(s lab.Setting) { s.Nudge(3, false) }, func(s lab.Setting) { _ = s.Set("a hen eats corn") },
		func(s lab.Setting) { s.End(-1) }, func(s lab.Setting) { s.End(1) },
	} {
		do(lab.Knobs(l)[i].Setting)
		if l.Refresh() == nil && seen(l) != before {
			return true
		}
	}
	return false
}

func seen(l *Lab) string {
	return fmt.Sprintf("%s\n%+v\n%s", lab.Sentence(l), lab.Readings(l), lab.Draw(l, lab.Frame{Size: viz.Size{W: 60, H: 24}}).Plain())
}

func TestOddWidth(t *testing.T) {
	l := turned(t, load(t), "view=heatmap")
	before := seen(l)
	l.set.dModel = 7
	if err := l.Refresh(); err == nil || !strings.Contains(err.Error(), "7") {
		t.Errorf("an odd width gives %v", err)
	}
	if seen(l) != before {
		t.Error("a refused width changed the picture")
	}
}

// Schemes without sines do not ask for an even width, nor do views whose width
// is the model's.
func TestOddWidthWithoutPairs(t *testing.T) {
	lm := load(t)
	for _, view := range New(lm, lm).views() {
		for _, scheme := range schemes {
			l := turned(t, lm, "view="+view.Name, "scheme="+scheme.Name)
			l.set.dModel = 7
			if err := l.Refresh(); (err != nil) != l.uses(&l.set.dModel) {
				t.Errorf("%s of %s: a width of 7 gives %v", view.Name, scheme.Name, err)
			}
		}
	}
}

// In view sum every offset is another token of the text, and two different
// tokens never look alike; the offset that a short text cuts comes back.
func TestSumNamesEveryToken(t *testing.T) {
	lm := load(t)
	l := turned(t, lm, "view=sum", "scheme=sinusoidal", "text=the fox lives in the")
	seen := map[string]bool{}
	for k := range 5 {
		turn(t, l, fmt.Sprintf("offset=%d", k))
		m := l.now.(sum)
		if m.chosen != k || seen[m.words[k].String()] {
			t.Errorf("offset %d is token %d, %q", k, m.chosen, m.words[k])
		}
		seen[m.words[k].String()] = true
	}
	for _, k := range lab.Knobs(l) {
		if k.Name == "offset" && k.Setting.Set("5") == nil {
			t.Error("there is an offset of 5 in a text of 5 tokens")
		}
	}
	l = turned(t, lm, "view=sum", "text=a")
	if l.set.offset != 0 {
		t.Errorf("offset %d in a text of one token", l.set.offset)
	}
	turn(t, l, "text=the fox lives in the")
	if l.set.offset != 4 {
		t.Errorf("offset %d in a text of five tokens", l.set.offset)
	}
	turn(t, l, "view=rotation")
	if l.set.offset != defaultOffset {
		t.Errorf("offset %d behind the text", l.set.offset)
	}
}

func TestPlay(t *testing.T) {
	l := turned(t, load(t), "view=rotation", "position=23")
	if err := lab.Actions(l)[0].Do(); err != nil || !l.Busy() {
		t.Fatalf("space does not start: %v", err)
	}
	for range 3 {
		if err := l.Step(playPause); err != nil {
			t.Fatal(err)
		}
	}
	if l.set.position != 2 {
		t.Errorf("three steps from the last of 24 positions lead to %d, not 2", l.set.position)
	}
	if err := l.Step(time.Millisecond); err != nil || l.set.position != 2 {
		t.Errorf("a millisecond later it is at %d, %v", l.set.position, err)
	}
}

// Every insight fits the panel, and none is empty.
func TestInsights(t *testing.T) {
	lm := load(t)
	for _, view := range New(lm, lm).views() {
		for _, scheme := range schemes {
			for _, more := range []string{"positions=140", "d-model=2", "base=1", "text=", "positions=2"} {
				l := turned(t, lm, "view="+view.Name, "scheme="+scheme.Name, more)
				if n := viz.Clean(lab.Sentence(l).String()).Width(); n < 20 || n > 160 {
					t.Errorf("%s of %s at %s: %d cells: %s", view.Name, scheme.Name, more, n, lab.Sentence(l))
				}
			}
		}
	}
}

// RoPE's curve can be seen all along the chart, whatever lies in the same rows.
func TestRoPEIsOnTop(t *testing.T) {
	for _, scheme := range []string{"sinusoidal", "learned", "rope", "alibi", "none"} {
		l := turned(t, load(t), "view=relative", "scheme="+scheme)
		for _, size := range []viz.Size{{W: 78, H: 14}, {W: 78, H: 9}, {W: 58, H: 9}} {
			rows := strings.Split(lab.Draw(l, lab.Frame{Size: size, Theme: viz.Plain()}).Plain(), "\n")
			seen := map[int]bool{}
			for _, row := range rows[2:] {
				if strings.Contains(row, "└") {
					break
				}
				for x, c := range []rune(row) {
					if x >= 5 && strings.ContainsRune("─│╭╮╰╯", c) {
						seen[x] = true
					}
				}
			}
			if len(seen) < size.W-5 {
				t.Errorf("%s, %v: the curve is seen in %d columns:\n%s", scheme, size, len(seen), strings.Join(rows, "\n"))
			}
		}
	}
}

// Where some wheels have no room, the title counts those that have.
func TestOdometerCountsItsWheels(t *testing.T) {
	l := turned(t, load(t), "view=odometer", "d-model=128")
	if s := seen(l); !strings.Contains(s, "of 64 wheels are shown") {
		t.Errorf("it isn't said that wheels are left out:\n%s", s)
	}
	turn(t, l, "d-model=16")
	if s := seen(l); strings.Contains(s, "are shown") {
		t.Errorf("all wheels are there:\n%s", s)
	}
}

// The likeliest next words are those of the model with its own positions, under
// every scheme, and are said to be.
func TestNextWordsAreOfTheModelsPositions(t *testing.T) {
	l := turned(t, load(t), "view=shuffle")
	for _, scheme := range []string{"sinusoidal", "rope", "none"} {
		turn(t, l, "scheme="+scheme)
		s := lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 15}, Theme: viz.Plain()}).Plain()
		if strings.Contains(s, "→") && !strings.Contains(s, "own positions") {
			t.Errorf("%s:\n%s", scheme, s)
		}
	}
}
