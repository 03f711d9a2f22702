package adapt

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/experiment/knowledge"
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
	labtest.Run(t, func() lab.Lab { return fresh(t) }, data(fresh(t))...)
}

// data are the questions, answers and passages of Tiny World, which are in no
// language.
func data(l *Lab) (list []string) {
	if err := l.Refresh(); err != nil {
		panic(err)
	}
	e := l.study.exam
	list = append(list, "Mistral Llama-2 Orca-2 "+knowledge.Closing, e.Prompt(e.Edited(), knowledge.Retrieval, 8))
	for _, p := range published {
		list = append(list, p.way)
	}
	for _, k := range knowledge.Kinds() {
		for _, q := range e.Questions(k) {
			list = append(list, q.Text(), q.Fact.Statement(0), q.Fact.Relation.String(), q.Before)
			list = append(list, q.Fact.Relation.Values()...)
		}
	}
	return list
}

func settle(t testing.TB, l *Lab) {
	t.Helper()
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	if l.Busy() {
		t.Fatal("the work does not end")
	}
}

// The claims that the lab makes hold at its defaults: the margins are wide, as
// trained numbers depend on rounding.
func TestClaims(t *testing.T) {
	if raceDetector {
		t.Skip("the golden screens do the same work under the race detector")
	}
	l := fresh(t)
	labtest.Turn(t, l)
	settle(t, l)
	for _, c := range []struct {
		reading   string
		low, high float64
	}{
		{"new, as is", 0, 0.3},
		{"new, RAG", 0.85, 1},
		{"new, tuned", 0.9, 1},
		{"old, as is", 0.95, 1},
		{"old, tuned", 0.8, 1}, // the defaults do not ruin the model
		{"form, as is", 0, 0},
		{"form, RAG", 0, 0.2},
		{"form, tuned", 0.9, 1},
		{"untold, tuned", 0.6, 1},
	} {
		if r := labtest.Reading(t, l, c.reading); !r.Undefined.Empty() || r.Value < c.low || r.Value > c.high {
			t.Errorf("%s: %v (%s), expected %v to %v", c.reading, r.Value, r.Undefined, c.low, c.high)
		}
	}
	labtest.Turn(t, l, "view", "ledger")
	if r := labtest.Reading(t, l, "cost: index"); r.Value < 4 || r.Value > 6 {
		t.Errorf("cost of one change in the index: %v million, expected 4 to 6", r.Value)
	}
	if b := l.study.beliefs; !(b[knowledge.Retrieval].now > 0.5 && b[knowledge.Tuned].now > 0.5 && b[knowledge.AsIs].now < 0.1) {
		t.Errorf("beliefs %+v", b)
	}
}

// An edit is seen by retrieval with the next piece of work, and sends the
// fine-tuning back to its start.
func TestEdit(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "facts", "2", "steps", "5")
	settle(t, l)
	labtest.Turn(t, l, "edit", "Ann lives in Rome.")
	if done := labtest.Reading(t, l, "steps").Value; done != 0 {
		t.Errorf("%v steps are left of the training on another fact", done)
	}
	if err := l.Step(0); err != nil {
		t.Fatal(err)
	}
	if b := l.study.beliefs[knowledge.Retrieval]; b.text != "Rome" || b.now < 0.5 {
		t.Errorf("RAG believes %+v", b)
	}
	if l.study.beliefs[knowledge.Tuned].known {
		t.Error("the tuned copy knows already what it believes")
	}
	labtest.Turn(t, l, "edit", "Ann likes Rome a lot.")
	if !strings.Contains(lab.Sentence(l).String(), "no sentence of this world") {
		t.Errorf("insight %q about a text that is no fact", lab.Sentence(l))
	}
}

// More steps go on where fewer ended, to the same place as at once.
func TestStepsGoOn(t *testing.T) {
	a, b := fresh(t), fresh(t)
	labtest.Turn(t, a, "facts", "4", "steps", "5", "method", "lora")
	settle(t, a)
	labtest.Turn(t, a, "steps", "10")
	if a.study.stepsDone() != 5 {
		t.Errorf("%d steps kept of 5", a.study.stepsDone())
	}
	labtest.Turn(t, b, "facts", "4", "steps", "10", "method", "lora")
	settle(t, a)
	settle(t, b)
	if x, y := labtest.Reading(t, a, "loss").Value, labtest.Reading(t, b, "loss").Value; x != y || math.IsNaN(x) {
		t.Errorf("loss %v in two parts, %v at once", x, y)
	}
	labtest.Turn(t, a, "steps", "5")
	if a.study.stepsDone() != 0 {
		t.Errorf("%d steps are made and 5 asked for", a.study.stepsDone())
	}
}

// The shared model is never trained.
func TestModelIsLeftAlone(t *testing.T) {
	l := fresh(t)
	before := l.study.lm.Network.Clone()
	labtest.Turn(t, l, "facts", "2", "steps", "5", "replay", "2")
	settle(t, l)
	for i, tensor := range l.study.lm.Network.Tensors() {
		if !slices.Equal(tensor.Data, before.Tensors()[i].Data) {
			t.Fatalf("%s has changed", tensor.Name)
		}
	}
}

// Pointing at a number says what it counts.
func TestAt(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "facts", "2", "steps", "0")
	f := lab.Frame{Size: viz.Size{W: 40, H: 19}}
	if got := lab.At(l, f, 18, 1).String(); got != "new facts, RAG: 0 of 2 asked" {
		t.Errorf("before: %q", got)
	}
	settle(t, l)
	if got := lab.At(l, f, 10, 7).String(); got != "old facts, as is: 2 of 2 right, 95 % 0.34 to 1.00" {
		t.Errorf("after: %q", got)
	}
	if got := lab.At(l, f, 2, 0).String(); got != "" {
		t.Errorf("the heading: %q", got)
	}
}

// TestFlatScores holds a picture of few rows to all kinds, each in one of them,
// and what is said of a cell to the number in it.
func TestFlatScores(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "facts", "4", "steps", "5")
	settle(t, l)
	f := lab.Frame{Size: viz.Size{W: 29, H: 7}}
	screen := lab.Draw(l, f).String()
	for k, name := range shortKinds {
		if !strings.Contains(screen, string(name)) {
			t.Errorf("no row %s:\n%s", name, screen)
		}
		for w := range knowledge.Ways() {
			kind, way := knowledge.Kind(k), knowledge.Way(w)
			said := lab.At(l, f, shortest+5*w, 1+k).String()
			if want := string(longKinds[kind]) + ", " + way.String() + ":"; !strings.HasPrefix(said, want) {
				t.Errorf("a cell of %q says %q", want, said)
			}
		}
	}
	if said := lab.At(l, f, 0, 1).String(); said != "" {
		t.Errorf("a name says %q", said)
	}
}
