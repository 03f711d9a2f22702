package knowledge

import (
	"strings"
	"testing"
)

// Without examples it is the exam's own question, answered as a sitting has it;
// steps of any size give the same, and a copy goes on.
func TestShots(t *testing.T) {
	e := exam(t, 6, 1)
	counts, kinds := []int{0, 1, 4}, []Kind{Old, Format, New}
	whole := NewShots(e, network(e), counts, kinds, 1)
	for whole.Step(1e12) {
	}
	small := NewShots(e, network(e), counts, kinds, 1)
	for small.Share() == 0 && small.Step(1e7) {
	}
	small.Step(1e7) // amid the next question
	if small.Share() >= 1 || len(small.asked.under) == 0 {
		t.Errorf("share %g after the first question, %d under way", small.Share(), len(small.asked.under))
	}
	c := small.Clone()
	for c.Step(1e7) {
	}
	for _, k := range kinds {
		for i := range counts {
			if got, want := c.Score(k, i), whole.Score(k, i); got != want || want.Of != 6 {
				t.Errorf("%v, %d examples: %+v, want %+v", k, counts[i], got, want)
			}
		}
		s := NewSitting(e, network(e), 0, []Kind{k}, AsIs)
		for !s.Done() {
			s.AdvanceFor(1e9)
		}
		if got, want := whole.Score(k, 0), s.Score(k, AsIs); got != want {
			t.Errorf("%v without examples: %+v, a sitting has %+v", k, got, want)
		}
	}
	if small.Share() >= 1 || whole.Share() != 1 {
		t.Errorf("shares %g and %g", small.Share(), whole.Share())
	}
}

// Examples are of others, as many as said, right, and in the style that they
// are to show.
func TestShotsPrompts(t *testing.T) {
	e := exam(t, 6, 2)
	s := NewShots(e, network(e), []int{0, 1, 4}, []Kind{Old, Format}, 3)
	for _, x := range s.tasks {
		lines := strings.Split(x.prompt, "\n")
		if n := len(lines) / 2; n != s.Counts[x.count]+1 || len(lines)%2 != 0 {
			t.Fatalf("%q has not %d examples", x.prompt, s.Counts[x.count])
		}
		for i := 0; i+2 < len(lines); i += 2 {
			if strings.Contains(lines[i], x.question.Fact.Person+" ") || strings.Contains(lines[i], x.question.Fact.Person+"'") {
				t.Errorf("an example about %s: %q", x.question.Fact.Person, x.prompt)
			}
			words := strings.Fields(lines[i+1])
			if styled := words[len(words)-1] == Closing; styled != (x.question.Kind == Format) {
				t.Errorf("%v: %q", x.question.Kind, lines[i+1])
			}
		}
	}
	one, _, _ := s.Prompt(Old, 1)
	four, _, ok := s.Prompt(Old, 2)
	if !strings.HasSuffix(four, one) || ok {
		t.Errorf("%q does not end with %q, or is answered already", four, one)
	}
	defer func() {
		if recover() == nil {
			t.Error("a prompt longer than the context does not panic")
		}
	}()
	NewShots(e, network(e), []int{20}, []Kind{Old}, 1)
}
