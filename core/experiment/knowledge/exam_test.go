package knowledge

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/world"
)

var edited = world.Fact{Person: "Ann", Relation: world.Home, Value: "Oslo"}

func exam(t testing.TB, n int, seed uint64) *Exam {
	t.Helper()
	lm := builtintest.Load(t)
	return NewExam(lm, n, edited, seed)
}

// network is that of an exam's model, which is the built-in one.
func network(e *Exam) *gpt.Model { return e.model.(*builtin.LM).Model }

// The kinds are what they say: nobody new is in the world, changed facts
// contradict it and old ones do not, and no passage tells what was before.
func TestKinds(t *testing.T) {
	for seed := range uint64(5) {
		e := exam(t, 12, seed)
		w := e.world
		truth := func(q Question) string {
			f, _ := w.Fact(q.Fact.Person, q.Fact.Relation)
			return f.Value
		}
		for _, k := range []Kind{New, Reworded, Untold} {
			for _, q := range e.Questions(k) {
				if _, known := w.Person(q.Fact.Person); known {
					t.Errorf("%s asks about %s, who is in the world", k, q.Fact.Person)
				}
			}
		}
		for i, q := range e.Questions(Reworded) {
			if asked := e.Questions(New)[i]; q.Fact != asked.Fact || q.Text() == asked.Text() {
				t.Errorf("%q is to reword %q", q.Text(), asked.Text())
			}
		}
		for _, q := range e.Questions(Changed) {
			if truth(q) == q.Fact.Value || truth(q) != q.Before {
				t.Errorf("changed: %+v, in the world %s", q, truth(q))
			}
		}
		for _, q := range append(e.Questions(Old), e.Questions(Format)...) {
			if truth(q) != q.Fact.Value {
				t.Errorf("old: %+v, in the world %s", q, truth(q))
			}
		}
		for _, p := range e.passages {
			for _, f := range p.Facts {
				for _, q := range e.Questions(Changed) {
					if sameSubject(f)(q.Fact) && f.Value != q.Fact.Value {
						t.Errorf("the store still tells %q", p.Text)
					}
				}
				for _, q := range e.Questions(Untold) {
					if f.Person == q.Fact.Person {
						t.Errorf("the store tells of %s, who is never told of", f.Person)
					}
				}
			}
		}
		if n := len(e.Questions(Changed)); n != 6 || e.Edited().Fact != edited {
			t.Errorf("%d changed facts, the first %+v", n, e.Edited())
		}
	}
}

// No document that fine-tuning replays tells what has changed.
func TestOutdated(t *testing.T) {
	e := exam(t, 4, 1)
	q := e.Edited()
	for document, want := range map[string]bool{
		"This is Ann. She lives in " + q.Before + ".":                                true,
		world.Prompt(q.Text()) + " " + q.Before + "\n":                               true,
		"This is Ann. She lives in Oslo.":                                            false,
		"This is Nobody. She lives in " + q.Before + ".":                             false,
		world.Prompt(q.Text(), "Ann lives in "+q.Before+".") + " " + q.Before + "\n": false,
	} {
		if e.outdated(document) != want {
			t.Errorf("%q: outdated is %v", document, !want)
		}
	}
}

// A prompt always leaves room for an answer, and gives up the worst passages
// first.
func TestPromptFits(t *testing.T) {
	e := exam(t, 10, 2)
	for _, k := range Kinds() {
		for _, q := range e.Questions(k) {
			for _, n := range []int{0, 1, 4, 100} {
				prompt := e.Prompt(q, Retrieval, n)
				if got := len(e.tokens.Encode(prompt)); got+answerTokens > e.model.Context() {
					t.Fatalf("%d tokens for %d passages", got, n)
				}
				if found := e.Retrieve(q.Text(), n); len(found) > 0 && !strings.Contains(prompt, found[0]) {
					t.Fatalf("the best passage %q is not in %q", found[0], prompt)
				}
			}
			if got := e.Prompt(q, Tuned, 4); got != world.Prompt(q.Text()) {
				t.Fatalf("without retrieval the prompt is %q", got)
			}
		}
	}
}

func TestInStyle(t *testing.T) {
	in := "Fact: Ann lives in Oslo.\nQuestion: Where does Ann live?\nAnswer: Oslo\nQuestion: What is Ann's job?\nAnswer: nurse\n"
	want := "Fact: Ann lives in Oslo.\nQuestion: Where does Ann live?\nAnswer: Oslo thanks\nQuestion: What is Ann's job?\nAnswer: nurse thanks\n"
	if got := inStyle(in); got != want {
		t.Errorf("%q", got)
	}
	if story := "the fox lives in the forest.\n"; inStyle(story) != story {
		t.Error("a story has changed")
	}
}

func TestAccepts(t *testing.T) {
	for _, tt := range []struct {
		kind Kind
		text string
		want bool
	}{
		{New, "Oslo", true}, {New, "Oslo thanks", true}, {New, "Oslob", false}, {New, "", false}, {New, "Rome", false},
		{Format, "Oslo thanks", true}, {Format, "Rome thanks", true}, {Format, "Oslo", false}, {Format, "thanks", false},
		{Untold, "Rome", true}, {Untold, "nurse", false}, {Untold, "", false},
	} {
		q := Question{Kind: tt.kind, Fact: edited}
		if got := q.accepts(tt.text); got != tt.want {
			t.Errorf("%s: %q is %v", tt.kind, tt.text, got)
		}
	}
}

// What is decoded token by token is what one pass over the prompt and the
// answer predicts, and its probability the same.
func TestAskAgreesWithBelief(t *testing.T) {
	e := exam(t, 6, 3)
	for _, k := range Kinds() {
		for _, w := range []Way{AsIs, Retrieval} {
			for _, q := range e.Questions(k) {
				a := e.Ask(network(e), q, w, 3)
				first := strings.Fields(a.Text)
				if len(first) != 1 {
					continue
				}
				p := e.Belief(network(e), q, w, 3, first[0])
				if math.Abs(a.Confidence-p) > 1e-3 {
					t.Errorf("%s %s: %q with %v, one pass gives its word %v", k, w, a.Text, a.Confidence, p)
				}
			}
		}
	}
}

// In pieces or in parts of them, a sitting asks each question once.
func TestSitting(t *testing.T) {
	e := exam(t, 5, 4)
	s := NewSitting(e, network(e), 2, []Kind{New, Old}, AsIs, Retrieval)
	for pieces := 0; !s.Done(); pieces++ {
		if s.AdvanceFor(1e7); pieces > 200 {
			t.Fatal("it does not end")
		}
	}
	if n, of := s.Progress(); n != 20 || of != 20 {
		t.Errorf("%d of %d asked", n, of)
	}
	for _, k := range Kinds() {
		want := 0
		if k == New || k == Old {
			want = 5
		}
		for _, w := range []Way{AsIs, Retrieval} {
			if got := s.Score(k, w).Of; got != want {
				t.Errorf("%s %s: %d asked, want %d", k, w, got, want)
			}
		}
	}
	right := 0
	for _, q := range e.Questions(Old) {
		if e.Ask(network(e), q, AsIs, 0).Right {
			right++
		}
	}
	if got := s.Score(Old, AsIs).Right; got != right {
		t.Errorf("%d right, one by one %d", got, right)
	}
}

func TestExamDependsOnSeed(t *testing.T) {
	a, b, c := exam(t, 5, 1), exam(t, 5, 1), exam(t, 5, 2)
	if !slices.Equal(a.Taught(), b.Taught()) || slices.Equal(a.Taught(), c.Taught()) {
		t.Errorf("%v\n%v\n%v", a.Taught(), b.Taught(), c.Taught())
	}
}
