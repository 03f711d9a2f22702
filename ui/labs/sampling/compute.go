package sampling

import (
	"math/rand/v2"
	"strings"

	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// asked is a prompt, and how the special token's name in it is read; or where
// the logits come from, if from no prompt.
type asked struct {
	prompt          string
	special, scores int
}

// distribution is what the model says after a prompt.
type distribution struct {
	read   bool
	asked  asked
	tokens []int // what the model read: the prompt's last tokens
	unread int   // tokens of the prompt that did not fit before them
	failed error // why nothing is known of it
	answer
	truth []float64 // [V]; nil where the truth is not known
	best  string    // the likeliest true continuation
}

func (d distribution) is(a asked) bool { return d.read && d.asked == a }

func (l *Lab) asks() asked { return asked{l.prompt, l.special, l.scores} }

// wanted is a prompt, and the second one beside it where a view has two.
type wanted struct {
	first, second asked
	both          bool
}

// read lets the model read what the view is about, if that is something else.
func (l *Lab) read() {
	want := wanted{first: l.asks()}
	if l.scores == scoresMade {
		l.work.Drop()
		if !l.next.is(want.first) {
			l.next = madeUp(want.first)
		}
		return
	}
	if want.both = l.view == viewPair || l.view == viewRules; want.both {
		want.second = l.asksBeside()
	}
	if l.next.is(want.first) && (!want.both || l.second.is(want.second)) {
		if l.work.Waiting() { // for a prompt that was taken back
			l.work.Drop()
		}
		return
	}
	if l.work.Is(want) {
		return
	}
	l.work.Begin(want, message.New("The model reads %d tokens", len(promptOf(l.lm, want.first).tokens)))
	if !l.next.is(want.first) {
		l.readTo(&l.next, want.first)
	}
	if want.both && !l.second.is(want.second) {
		l.readTo(&l.second.distribution, want.second)
	}
	l.work.Start()
}

// readTo adds the task of reading a prompt.
func (l *Lab) readTo(to *distribution, a asked) {
	of := l.lm
	d := promptOf(of, a)
	g := &promptRun{by: l.decoder, prompt: d.tokens}
	l.work.Add(l.decoder.from.Cost(len(d.tokens)), func() lab.Stepper {
		*l.decoder = decoder{from: l.decoder.from} // from its beginning
		return g
	}, func() {
		d.failed = g.err
		d.answer = answerOf(g.next, of.Tokens.Size())
		d.truth, d.best = truth(of, a.story(of))
		*to = d
	})
}

// promptOf cuts a prompt into tokens. An empty one asks how a document begins.
func promptOf(of lm.Offer, a asked) distribution {
	tokens := of.Tokens.Encode(a.prompt)
	if a.special == specialToken {
		tokens = of.Tokens.EncodeSpecial(a.prompt)
	}
	if len(tokens) == 0 {
		tokens = []int{of.Tokens.End()}
	}
	d := distribution{read: true, asked: a}
	if most := of.Model.Context(); len(tokens) > most {
		d.unread = len(tokens) - most
		tokens = tokens[d.unread:]
	}
	d.tokens = tokens
	return d
}

// story is what stands behind the last token that ends a document.
func (a asked) story(of lm.Offer) string {
	if a.special == specialText {
		return a.prompt
	}
	name := string(of.Tokens.Bytes(of.Tokens.End()))
	parts := strings.Split(a.prompt, name)
	return parts[len(parts)-1]
}

// truth is the world's own distribution of the next token: that of the next
// word, each word counted for its first token.
func truth(of lm.Offer, prompt string) (p []float64, best string) {
	if of.World == nil {
		return nil, ""
	}
	words, ok := of.World.Next(prompt)
	if !ok {
		return nil, ""
	}
	p = make([]float64, of.Tokens.Size())
	top := 0.0
	for _, w := range words {
		first := of.Tokens.End() // no word: the document ends
		if ids := lm.Follow(of.Tokens, w.Text); len(ids) > 0 {
			first = ids[0]
		}
		p[first] += w.P
		if w.P > top {
			top, best = w.P, w.Text
		}
	}
	return p, best
}

func widen(logits []float32) []float64 {
	out := make([]float64, len(logits))
	for i, z := range logits {
		out[i] = float64(z)
	}
	return out
}

// tempered is softmax(z/T); at 0 the highest logit has all.
func tempered(logits []float64, temperature float64) []float64 {
	if temperature == 0 {
		return sampling.Chain{sampling.Temperature{}}.Run(logits, nil).Final().Probs
	}
	z := make([]float64, len(logits))
	for i, v := range logits {
		z[i] = v / temperature
	}
	return sampling.Softmax(z)
}

// sample is what was drawn from a distribution.
type sample struct {
	counts   []int // [V]
	best     []int // how often the likeliest token came among the first n+1 draws
	last     int
	distance float64 // chi-square, rare tokens as one class
	freedom  int
	spread   float64 // of the distance, if it is by chance alone
	classes  int     // 0 or 1: nothing can be told from so few draws
}

// leastExpected is how often a class of tokens is to be expected, so that
// chi-square says something.
const leastExpected = 5

// drawn draws n tokens. The i-th draw depends on the seed and i alone, so that
// more draws continue the same sequence.
func drawn(s sampling.Stage, n, seed int) sample {
	out := sample{counts: make([]int, len(s.Probs))}
	if n == 0 || len(s.Order) == 0 {
		return out
	}
	cdf := sampling.NewCDF(s.Probs)
	src := rand.NewPCG(0, 0)
	for i := range n {
		src.Seed(uint64(seed), uint64(i))
		out.last = cdf.Draw(src)
		out.counts[out.last]++
		out.best = append(out.best, out.counts[s.Order[0]])
	}
	counts, p := sampling.Pool(out.counts, s.Probs, leastExpected)
	out.classes = len(p)
	out.distance, out.freedom = sampling.ChiSquare(counts, p)
	out.spread = sampling.ChiSquareSpread(n, p)
	return out
}
