package sampling

import (
	"errors"
	"fmt"
	"logitarium/core/builtin/builtintest"
	"math"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// told is the lab on a model that tells its 20 likeliest tokens alone.
func told(t testing.TB) *Lab {
	t.Helper()
	m := builtintest.Load(t)
	return New(lmtest.Tell(m, 20))
}

// screen is all that the open view shows.
func screen(l *Lab) string {
	return lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 30}, Theme: viz.Themes()[0]}).Plain()
}

// Every number that is given on a model that tells 20 tokens is the one that
// the whole model has. Where the steps leave what is not told, there is none,
// and a sentence says why.
func TestToldNumbersAreTrue(t *testing.T) {
	sure, open := 0, 0
	for _, engine := range []string{"hf", "llama.cpp", "gpt-2"} {
		for _, temperature := range []string{"0", "0.7", "1", "1.5"} {
			for _, k := range []string{"0", "5", "20", "21"} {
				for _, p := range []string{"0.5", "0.9", "1"} {
					knobs := []string{"order", engine, "temperature", temperature, "top-k", k, "top-p", p, "prompt", "once upon a time there was a"}
					a, b := fresh(t), told(t)
					labtest.Turn(t, a, knobs...)
					labtest.Turn(t, b, knobs...)
					if b.certain {
						sure++
					} else {
						open++
					}
					whole := map[string]lab.Reading{}
					for _, r := range lab.Readings(a) {
						whole[r.Name] = r
					}
					for _, r := range lab.Readings(b) {
						want, ok := whole[r.Name]
						if !ok || !r.Undefined.Empty() {
							continue
						}
						if !want.Undefined.Empty() || math.Abs(r.Value-want.Value) > 1e-6 || r.Text.String() != want.Text.String() {
							t.Errorf("%v: %s is %g %q, of the whole %g %q", knobs, r.Name, r.Value, r.Text, want.Value, want.Text)
						}
					}
					defined := func(name string) bool { return labtest.Reading(t, b, name).Undefined.Empty() }
					if defined("entropy") != b.certain || defined("survivors") != b.certain || defined("raw entropy") {
						t.Errorf("%v: certain %v, and the entropy is given: %v", knobs, b.certain, defined("entropy"))
					}
					if says := lab.Sentence(b); strings.Contains(says.String(), "tells 20 of 1,024 tokens") == b.certain {
						t.Errorf("%v: certain %v, and it says %q", knobs, b.certain, says)
					}
				}
			}
		}
	}
	if sure < 40 || open < 40 {
		t.Errorf("%d certain and %d not: one is hardly tried", sure, open)
	}
}

// The rest is one row with its mass, and what it becomes is not said.
func TestToldRest(t *testing.T) {
	l := told(t)
	labtest.Turn(t, l, "top-k", "0", "top-p", "1")
	rest := labtest.Reading(t, l, "not told")
	row := ""
	for _, line := range strings.Split(screen(l), "\n") {
		if strings.Contains(line, "1,004 ") {
			row = line
		}
	}
	if want := viz.Share(rest.Value, 6).String(); rest.Note.String() != "1,004 tokens" || !strings.Contains(row, want) || !strings.Contains(row, "░") {
		t.Errorf("the row of the others is %q, want %s and hatched; the reading %+v", row, want, rest)
	}
	list := l.listTokens()[0]
	if len(list.Rows) != 20 {
		t.Errorf("%d tokens are listed, want the 20 that are told", len(list.Rows))
	}
	for _, r := range list.Rows {
		if last := fmt.Sprint(r[len(r)-1]); !strings.Contains(last, "unknown") {
			t.Errorf("the last column of %v is %s", r, last)
		}
	}
}

// Where no step changes anything, what is told is what is left, and so is the
// mass of the others.
func TestToldUntouched(t *testing.T) {
	l := told(t)
	labtest.Turn(t, l, "temperature", "1", "top-k", "0", "top-p", "1")
	if top, rest := labtest.Reading(t, l, "highest p"), labtest.Reading(t, l, "not told"); !top.Undefined.Empty() || math.Abs(top.Value-l.next.told.Probs[0]) > 1e-12 || rest.Value == 0 {
		t.Errorf("top p %+v, the others %+v", top, rest)
	}
	if says := lab.Sentence(l); !strings.Contains(says.String(), "Nothing is cut") || strings.Contains(screen(l), "?") {
		t.Errorf("it says %q of\n%s", says, screen(l))
	}
	labtest.Turn(t, l, "order", "gpt-2", "top-p", "0.999")
	if says := lab.Sentence(l); strings.Contains(says.String(), "Nothing is cut") {
		t.Errorf("with a cut it says %q", says)
	}
}

// What can't be known is not drawn, neither as tokens nor as a text.
func TestToldDrawsNothingUnknown(t *testing.T) {
	l := told(t)
	labtest.Turn(t, l, "top-k", "0", "top-p", "1")
	for view, do := range map[string]func() error{"draws": func() error { return l.draw(1) }, "text": l.write} {
		labtest.Turn(t, l, "view", view)
		if err := do(); !errors.Is(err, errUntold) {
			t.Errorf("%s: error %v", view, err)
		}
		if l.draws != 0 || len(l.text.written) != 0 {
			t.Errorf("%s: %d draws, %d tokens written", view, l.draws, len(l.text.written))
		}
	}
	labtest.Turn(t, l, "view", "text", "top-k", "20")
	whole := fresh(t)
	labtest.Turn(t, whole, "view", "text", "top-k", "20", "top-p", "1")
	if err := errors.Join(lab.Settle(l), lab.Settle(whole)); err != nil {
		t.Fatal(err)
	}
	if got, want := len(l.text.written), len(whole.text.written); got != want || got == 0 {
		t.Fatalf("with top-k 20 %d tokens are written, want %d", got, want)
	}
	for i, w := range l.text.written {
		if w.token != whole.text.written[i].token {
			t.Errorf("token %d is %d, of the whole model %d", i, w.token, whole.text.written[i].token)
		}
	}
}

// A text that comes to where what is told does not suffice stops there.
func TestToldTextStops(t *testing.T) {
	stopped := 0
	for seed := range 20 {
		l := told(t)
		labtest.Turn(t, l, "view", "text", "temperature", "1", "top-k", "0", "top-p", "0.97", "length", "60", "seed", strconv.Itoa(seed))
		if err := lab.Settle(l); err != nil || l.Busy() {
			t.Fatalf("seed %d: busy %v, error %v", seed, l.Busy(), err)
		}
		if !l.text.vague {
			continue
		}
		stopped++
		if says := lab.Sentence(l); len(l.text.written) == 0 || !strings.Contains(says.String(), "The text stops after") {
			t.Errorf("seed %d: after %d tokens it says %q", seed, len(l.text.written), says)
		}
	}
	if stopped == 0 {
		t.Error("no text stopped: nothing is tried")
	}
}

// Steps that weigh all tokens are not known on some of them.
func TestToldExtra(t *testing.T) {
	l := told(t)
	for i, e := range extras[1:] {
		labtest.Turn(t, l, "order", "llama.cpp", "extra", e.name)
		if !l.unmoved(e.kind).Empty() {
			labtest.Turn(t, l, "order", "hf")
		}
		if !l.unmoved(e.kind).Empty() {
			t.Fatalf("neither order has %s", e.name)
		}
		if want := e.name + " weighs"; l.certain || !strings.HasPrefix(lab.Sentence(l).String(), want) {
			t.Errorf("step %d: certain %v, says %q, want %q", i+1, l.certain, lab.Sentence(l), want)
		}
	}
}

// failing is a model whose requests fail.
type failing struct{ lm.Predictor }

func (f failing) Reader() lm.Reader { return failingReader{f.Predictor.Reader()} }

type failingReader struct{ lm.Reader }

func (f failingReader) Begin(tokens []int) lm.Reading { return failingReading{f.Reader.Begin(tokens)} }

type failingReading struct{ lm.Reading }

func (failingReading) Next() (lm.Next, error) { return lm.Next{}, errors.New("the server said 404") }

// silent is a model with tokens alone.
type silent struct{ lm.Model }

// A model that says nothing of what comes next, and one that fails at it, are
// no empty pictures.
func TestWithoutAnAnswer(t *testing.T) {
	m := builtintest.Load(t)
	for _, tt := range []struct {
		model lm.Model
		says  string
	}{
		{silent{m}, "needs the probabilities of the next token"},
		{failing{m}, "the server said 404"},
	} {
		l := New(tt.model)
		for _, view := range []string{"bars", "curve", "draws", "text", "tree"} {
			labtest.Turn(t, l, "view", view)
			if says := lab.Sentence(l); !strings.Contains(says.String(), tt.says) || !strings.Contains(strings.Join(strings.Fields(screen(l)), " "), tt.says) {
				t.Errorf("view %s says %q", view, says)
			}
			if l.Busy() {
				t.Errorf("view %s is busy", view)
			}
		}
	}
}

// What a server fails at in the middle of a text is said, and space asks again.
func TestFailsInTheMiddle(t *testing.T) {
	m := builtintest.Load(t)
	broken := &breaking{Predictor: m, left: 3}
	l := New(broken)
	labtest.Turn(t, l, "view", "text", "length", "8")
	if says := lab.Sentence(l).String(); len(l.text.written) != 3 || says != "The text stops after 3 tokens: the server is gone." || l.Busy() {
		t.Fatalf("%d tokens, busy %v, and it says %q", len(l.text.written), l.Busy(), says)
	}
	broken.left = 100
	if err := l.write(); err != nil {
		t.Fatal(err)
	}
	if err := l.Refresh(); err != nil || len(l.text.written) != 8 || l.text.failed != nil {
		t.Errorf("%v: %d tokens are written", err, len(l.text.written))
	}
	broken.left = 2
	labtest.Turn(t, l, "view", "three", "seed", "1")
	if says := lab.Sentence(l).String(); !strings.Contains(says, "the server is gone") {
		t.Errorf("it says %q", says)
	}
}

// breaking is a model that answers so many more readings.
type breaking struct {
	lm.Predictor
	left int
}

func (b *breaking) Reader() lm.Reader { return breakingReader{b.Predictor.Reader(), b} }

type breakingReader struct {
	lm.Reader
	of *breaking
}

func (r breakingReader) Begin(tokens []int) lm.Reading {
	return breakingReading{r.Reader.Begin(tokens), r.of}
}

type breakingReading struct {
	lm.Reading
	of *breaking
}

func (r breakingReading) Next() (lm.Next, error) {
	if r.of.left--; r.of.left < 0 {
		return lm.Next{}, errors.New("the server is gone")
	}
	return r.Reading.Next()
}
