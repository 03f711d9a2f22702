package continuation

import (
	"math"
	"strings"

	"logitarium/core/lm"
	"logitarium/core/world"
)

// InWorld is what Tiny World says behind a prompt: of the beginning of a story,
// how all stories go on that begin so; of a question, its one answer, and then
// the end of the line. Tokens are those that a word begins with when it is cut
// by itself, as the world's documents are. Behind anything else nothing is
// known, nor behind an answer. What was asked once it remembers, for the trees
// to come; so who keeps it keeps it for one prompt.
func InWorld(w *world.World, t lm.Tokenizer, prompt string) Truth {
	answer := ""
	if next, ok := w.Next(prompt); ok && strings.HasSuffix(prompt, "Answer:") {
		answer = next[0].Text + "\n"
	}
	known := map[string]map[int]float64{} // by what is written; nil where nothing is known
	return func(written []int) (p map[int]float64, ok bool) {
		text := t.Decode(written)
		if p, ok := known[text]; ok {
			return p, p != nil
		}
		defer func() { known[text] = p }()
		if answer != "" {
			rest, ok := strings.CutPrefix(answer, text)
			if !ok || rest == "" {
				return nil, false
			}
			return map[int]float64{t.Encode(rest)[0]: 1}, true
		}
		next, ok := w.Next(prompt + text)
		if !ok {
			return nil, false
		}
		p = map[int]float64{}
		for _, c := range next {
			first := t.End() // no word: the document ends
			if ids := t.Encode(c.Text); len(ids) > 0 {
				first = ids[0]
			}
			p[first] += c.P
		}
		return p, true
	}
}

// Totals is what a tree comes to: masses of all that is not opened, which the
// model, the rules and the truth spread in their own ways.
type Totals struct {
	Shown, Rest Masses // the leaves, and what no node shows; together 1, of each that is known

	Cut  float64 // the model's mass that the rules remove
	Lost float64 // the true mass that they remove with it
	Kept float64 // the mass after the rules of what is known to be untrue
}

// Masses are the probabilities of some texts, as the model has them, after the
// rules, and in truth.
type Masses struct{ Model, Rules, True float64 }

// Totals adds up the leaves and the rests. Of what is not known the sum is NaN.
func (t *Tree) Totals() Totals {
	var s Totals
	for _, n := range t.Nodes {
		m, to := Masses{n.ModelMass, n.RulesMass, n.TrueMass}, &s.Shown
		if n.Open {
			m, to = Masses{n.Rest.ModelMass, n.Rest.RulesMass, n.Rest.TrueMass}, &s.Rest
		}
		to.Model += m.Model
		to.Rules += m.Rules
		to.True += m.True
		switch {
		case m.Rules == 0:
			s.Cut += m.Model
			if !math.IsNaN(m.True) {
				s.Lost += m.True
			}
		case n.Open:
			s.Cut += n.Rest.Cut
		}
		if m.True == 0 {
			s.Kept += m.Rules
		}
	}
	return s
}
