package knowledge

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/core/tensor/tensortest"
)

func TestMain(m *testing.M) { tensortest.Main(m) }

// inOnePass answers with one pass over the prompt and a step for each token.
func inOnePass(e *Exam, m *gpt.Model, q Question, w Way, n int) Answer {
	d := gpt.NewDecoder(m)
	tokens := e.tokens.Encode(e.Prompt(q, w, n))
	logits := d.Feed(tokens).Row(len(tokens) - 1)
	a := Answer{Prompt: len(tokens), Confidence: 1}
	var text strings.Builder
	for range answerTokens {
		best := tensor.Argmax(logits)
		piece := e.tokens.Bytes(best)
		ends := best == e.tokens.End() || slices.Contains(piece, '\n')
		if text.Len() == 0 || !ends && piece[0] != ' ' && !strings.Contains(text.String()[1:], " ") {
			a.Confidence *= probability(logits, best)
		}
		if ends || d.Full() {
			break
		}
		text.Write(piece)
		logits = d.Step(best)
	}
	a.Text = strings.TrimSpace(text.String())
	a.Right = q.accepts(a.Text)
	return a
}

// believedInOnePass is what one pass gives a value.
func believedInOnePass(e *Exam, m *gpt.Model, q Question, w Way, n int, value string) float64 {
	prompt := e.Prompt(q, w, n)
	at := len(e.tokens.Encode(prompt))
	tokens := e.tokens.Encode(prompt + " " + value)
	targets := append(slices.Clone(tokens[1:]), gpt.NoTarget)
	for i := range at - 1 {
		targets[i] = gpt.NoTarget
	}
	sum := 0.0
	for i, p := range gpt.LogProbs(m.Logits(tokens, nil), targets) {
		if i >= at-1 && i+1 < len(tokens) {
			sum += p
		}
	}
	return elementary.Exp(sum)
}

// In parts of any size a question is answered as in one pass, to the bit, and a
// value believed.
func TestInParts(t *testing.T) {
	e := exam(t, 3, 5)
	for _, k := range Kinds() {
		for _, w := range []Way{AsIs, Retrieval} {
			for i, q := range e.Questions(k) {
				want := inOnePass(e, network(e), q, w, 3)
				value := believedInOnePass(e, network(e), q, w, 3, q.Fact.Value)
				for _, budget := range []float64{1, 3e6, math.Inf(1)} {
					a := e.BeginAsk(network(e), q, w, 3)
					parts := 0
					for ; !a.Done(); parts++ {
						a.Advance(budget)
					}
					if got := a.Answer(); got != want || budget == 3e6 && parts < 5 {
						t.Errorf("%v %d %v in %d parts: %+v, not %+v", k, i, w, parts, got, want)
					}
					b := e.BeginBelief(network(e), q, w, 3, q.Fact.Value)
					for !b.Done() {
						b.Advance(budget)
					}
					if got := b.Belief(); got != value {
						t.Errorf("%v %d %v: believed %v, not %v", k, i, w, got, value)
					}
				}
			}
		}
	}
}

// A copy of a sitting that is taken while it asks comes to the same answers, and
// does not move it.
func TestSittingIsCopiedAmidAQuestion(t *testing.T) {
	e := exam(t, 3, 5)
	sitting := func() *Sitting { return NewSitting(e, network(e), 2, Kinds(), AsIs, Retrieval) }
	whole := sitting()
	for !whole.Done() {
		whole.AdvanceFor(math.Inf(1))
	}
	s := sitting()
	amid := 0
	for n := 0; !s.Done(); n++ {
		if s.AdvanceFor(1e7); len(s.asked.under) == 0 || n%20 > 0 {
			continue
		}
		amid++
		c := s.Clone()
		for !c.Done() {
			c.AdvanceFor(1e8)
		}
		if !reflect.DeepEqual(c.answers, whole.answers) || !reflect.DeepEqual(c.scores, whole.scores) {
			t.Fatalf("a copy after %d parts came out otherwise", n)
		}
	}
	if amid < 3 || !reflect.DeepEqual(s.answers, whole.answers) || !reflect.DeepEqual(s.scores, whole.scores) {
		t.Errorf("%d copies, and small parts came out otherwise: %v", amid, !reflect.DeepEqual(s.answers, whole.answers))
	}
}
