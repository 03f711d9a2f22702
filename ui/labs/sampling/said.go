package sampling

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/viz"
)

// said is what the model says of the next token: everything, or of its
// likeliest tokens.
type said struct {
	logits []float64      // [V]; nil if not all is told
	ranked sampling.Input // the logits
	told   *sampling.Told // what is told then; nil if all is
}

// saidBy takes what a model of so many tokens says.
func saidBy(next lm.Next, vocab int) said {
	if next.Whole() {
		logits := widen(next.Logits)
		return said{logits: logits, ranked: sampling.Ranked(logits)}
	}
	t := &sampling.Told{Vocab: vocab}
	for _, c := range next.Top {
		t.Tokens, t.Probs = append(t.Tokens, c.Token), append(t.Probs, c.P)
	}
	return said{told: t}
}

// known says whether the model has said anything.
func (s said) known() bool { return s.logits != nil || s.told != nil }

// run takes some steps. certain says whether what they leave is known: of what
// is told in part it need not be.
func (s said) run(steps sampling.Chain, history []int) (trace sampling.Trace, certain bool) {
	if s.told != nil {
		return steps.RunTold(*s.told, history)
	}
	return steps.RunOn(s.ranked, history), true
}

// tempered is softmax(z/T), [V]; NaN where that depends on what is not told.
func (s said) tempered(temperature float64) []float64 {
	if s.told == nil {
		return tempered(s.logits, temperature)
	}
	p := make([]float64, s.told.Vocab)
	for i, token := range s.told.Tokens {
		switch temperature {
		case 0:
			p[token] = 0
		case 1:
			p[token] = s.told.Probs[i]
		default:
			p[token] = math.NaN()
		}
	}
	if temperature == 0 && len(s.told.Tokens) > 0 {
		p[s.told.Tokens[0]] = 1
	}
	return p
}

// scale names the scores: of what is told in part they are not the model's own.
func (s said) scale() string {
	if s.told != nil {
		return "ln p"
	}
	return "logit"
}

// hidden is how many tokens are not told, and what they have together.
func (s said) hidden() (tokens int, mass float64) {
	if s.told == nil {
		return 0, 0
	}
	return s.told.Vocab - len(s.told.Tokens), s.told.Rest()
}

// sayTold says what is not known, and what makes it so; "" if all that matters
// is.
func (l *Lab) sayTold() string {
	if l.certain {
		return ""
	}
	t := l.next.told
	if l.untouched() {
		return fmt.Sprintf("The model tells %d of %d tokens, %s of the probability. Nothing is cut, so one of the others can come as well: which, is not told.",
			len(t.Tokens), t.Vocab, viz.Share(t.Mass(), 6))
	}
	if l.extra.step != 0 {
		return fmt.Sprintf("%s weighs the scores of all tokens, and the model tells %d of %d: what it leaves is not known.",
			extras[l.extra.step].name, len(t.Tokens), t.Vocab)
	}
	text := fmt.Sprintf("The model tells %d of %d tokens, %s of the probability. How these steps treat the others is not known",
		len(t.Tokens), t.Vocab, viz.Share(t.Mass(), 6))
	if l.uncut(sampling.KindTopK) != "" {
		return text + "; another order has a top-k, which can leave none of them."
	}
	return text + fmt.Sprintf(": top-k up to %d leaves none of them.", len(t.Tokens))
}

// untouched says whether the steps change nothing, so that what is told is what
// is left.
func (l *Lab) untouched() bool {
	return !slices.ContainsFunc(l.chain(0), func(s sampling.Step) bool {
		heat, ok := s.(sampling.Temperature)
		return !ok || heat.T != 1
	})
}

// untold is why a number is not given.
const untold = "it depends on tokens that are not told"
