package sampling

import (
	"math"
	"slices"

	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/message"
	"logitarium/viz"
)

// answer is what the model says of the next token: everything, or of its
// likeliest tokens.
type answer struct {
	logits []float64       // [V]; nil if not all is told
	ranked *sampling.Input // the logits; nil if they are not ranked yet
	told   *sampling.Told  // what is told then; nil if all is
}

// answerOf takes what a model of these tokens says. It is not ranked: on a large
// vocabulary that takes a step of its own.
func answerOf(next lm.Next, tokens lm.Tokenizer) answer {
	if next.Whole() {
		return answer{logits: widen(next.Logits)}
	}
	t := &sampling.Told{Vocab: tokens.Size(), Count: lm.Count(tokens)}
	for _, c := range next.Top {
		t.Tokens, t.Probs = append(t.Tokens, c.Token), append(t.Probs, c.P)
	}
	return answer{told: t}
}

// rank returns the answer with its logits ranked.
func (a answer) rank() answer {
	if !a.ready() {
		in := sampling.Ranked(a.logits)
		a.ranked = &in
	}
	return a
}

// ready says whether steps can be taken: nothing is to be ranked before.
func (a answer) ready() bool { return a.logits == nil || a.ranked != nil }

// known says whether the model has said anything.
func (a answer) known() bool { return a.logits != nil || a.told != nil }

// run takes some steps behind a text. certain says whether what they leave is known: of what
// is told in part it need not be.
func (a answer) run(steps sampling.Chain, history []int) (trace sampling.Trace, certain bool) {
	if a.told != nil {
		return steps.RunTold(*a.told, history)
	}
	return steps.RunOn(*a.ranked, history), true
}

// shares is a distribution of which few tokens are asked for: one that a stage
// has, or one that is written down.
type shares struct {
	stage sampling.Stage
	told  []float64 // [V]; nil: the stage's
}

// of is what a token has.
func (s shares) of(token int) float64 {
	if s.told != nil {
		return s.told[token]
	}
	return s.stage.P(token)
}

// all is what each token has, [V].
func (s shares) all() []float64 {
	if s.told != nil {
		return s.told
	}
	return s.stage.Probs()
}

// tempered is softmax(z/T); at 0 the highest logit has all. It is NaN where it
// depends on what is not told.
func (d distribution) tempered(temperature float64) shares {
	if d.told == nil {
		trace, _ := d.run(sampling.Chain{sampling.Temperature{T: temperature}})
		return shares{stage: trace.Final()}
	}
	p := make([]float64, d.told.Vocab)
	for i, token := range d.told.Tokens {
		switch temperature {
		case 0:
			p[token] = 0
		case 1:
			p[token] = d.told.Probs[i]
		default:
			p[token] = math.NaN()
		}
	}
	if temperature == 0 && len(d.told.Tokens) > 0 {
		p[d.told.Tokens[0]] = 1
	}
	return shares{told: p}
}

// scale names the scores: of what is told in part they are not the model's own.
func (a answer) scale() string {
	if a.told != nil {
		return "ln p"
	}
	return "logit"
}

// scaleText is scale as a user reads it.
func (a answer) scaleText() message.Text {
	if a.told != nil {
		return message.Verbatim("ln p")
	}
	return message.New("logit")
}

// others is how many tokens are not told, known says whether that is, and what
// they have together.
func (a answer) others() (tokens int, known bool, mass float64) {
	if a.told == nil {
		return 0, true, 0
	}
	tokens, known = a.told.Others()
	return tokens, known, a.told.Rest()
}

// all is how many tokens there are; ok is false if that is not known.
func (a answer) all() (n int, ok bool) {
	if a.told == nil {
		return len(a.logits), true
	}
	n, ok = a.told.Others()
	return n + len(a.told.Tokens), ok
}

// ofAll is "of 1024", or nothing where nobody says how many there are.
func (a answer) ofAll() message.Text {
	if n, ok := a.all(); ok {
		return message.New("of %d", n)
	}
	return message.Text{}
}

// tells is how many tokens are told, of how many.
func (a answer) tells() message.Text {
	n := len(a.told.Tokens)
	if all, ok := a.all(); ok {
		return message.New("%d of %d tokens", n, all)
	}
	return message.Count(n, "%d token", "%d tokens", n)
}

// served says whether the model is behind a server.
func (l *Lab) served() bool { return !lm.Cuts(l.lm.Tokens) }

// sayTold says what is not known, and what makes it so; it is empty if all that
// matters is.
func (l *Lab) sayTold() message.Text {
	if l.certain {
		return message.Text{}
	}
	t, tells := l.next.told, l.next.tells()
	if l.untouched() {
		return message.New("The model tells %v, %s of the probability. Nothing is cut, so one of the others can come as well: which, is not told.",
			tells, viz.Share(t.Mass(), 6))
	}
	if l.extra.step != 0 && l.served() {
		return message.New("%v weighs the scores of all tokens, and the server tells %v: the server could take this step, and what it would leave is not known here.",
			message.Label("value", extras[l.extra.step].name), tells)
	}
	if l.extra.step != 0 {
		return message.New("%v weighs the scores of all tokens, and the model tells %v: what it leaves is not known.",
			message.Label("value", extras[l.extra.step].name), tells)
	}
	if !l.uncut(sampling.KindTopK).Empty() {
		return message.New("The model tells %v, %s of the probability. How these steps treat the others is not known; another order has a top-k, which can leave none of them.",
			tells, viz.Share(t.Mass(), 6))
	}
	return message.New("The model tells %v, %s of the probability. How these steps treat the others is not known: top-k up to %d leaves none of them.",
		tells, viz.Share(t.Mass(), 6), len(t.Tokens))
}

// untouched says whether the steps change nothing, so that what is told is what
// is left.
func (l *Lab) untouched() bool {
	return !slices.ContainsFunc(l.chain(0), func(s sampling.Step) bool {
		t, ok := s.(sampling.Temperature)
		return !ok || t.T != 1
	})
}

// untold is why a number is not given.
const untold message.ID = "it depends on tokens that are not told"
