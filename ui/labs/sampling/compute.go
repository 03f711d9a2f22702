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
	memo    *sampling.Memo // of the steps on the logits; nil if not all is told
	tail    []float64      // of the model's own distribution what the ranks from one on have together, if all is told
	entropy float64        // of it, in bits
	truth   []float64      // [V]; nil where the truth is not known
	best    string         // the likeliest true continuation
}

func (d distribution) is(a asked) bool { return d.read && d.asked == a }

// answered is the distribution with what the model says.
func (d distribution) answered(a answer) distribution {
	d.answer = a
	if a.known() && a.told == nil {
		d.answer = a.rank()
		d.memo = sampling.NewMemo(*d.ranked, d.tokens)
		raw := d.memo.Run(nil).Final()
		p := raw.Probs()
		d.entropy = sampling.Entropy(p)
		d.tail = make([]float64, len(raw.Order)+1)
		for i := len(raw.Order) - 1; i >= 0; i-- {
			d.tail[i] = d.tail[i+1] + p[raw.Order[i]]
		}
	}
	return d
}

// run is [answer.run] behind the prompt. Steps that were taken before are not
// taken again, until forget.
func (d distribution) run(steps sampling.Chain) (trace sampling.Trace, certain bool) {
	if d.memo != nil {
		return d.memo.Run(steps), true
	}
	return d.answer.run(steps, d.tokens)
}

// left is how many tokens some steps leave.
func (d distribution) left(steps sampling.Chain) (n int, certain bool) {
	if d.memo != nil {
		return d.memo.Left(steps), true
	}
	trace, certain := d.run(steps)
	return len(trace.Final().Order), certain
}

// forget lets go of what only the settings before the last ones asked for.
func (d distribution) forget() {
	if d.memo != nil {
		d.memo.Forget()
	}
}

// beyond is what the tokens from a rank on, counted from 0, have together.
func (d distribution) beyond(rank int) float64 {
	if d.tail != nil {
		return d.tail[rank]
	}
	sum := 0.0
	for _, p := range d.told.Probs[rank:] {
		sum += p
	}
	return sum
}

// entropyOf is that of a stage, in bits.
func (d distribution) entropyOf(s sampling.Stage) float64 {
	if s.Step == nil && d.memo != nil {
		return d.entropy
	}
	_, p := s.Kept()
	return sampling.Entropy(p)
}

func (l *Lab) asks() asked { return asked{l.prompt, l.readAs(l.prompt), l.scores} }

// readAs is how the special token's name is read in a prompt: as text where it
// is not in it.
func (l *Lab) readAs(prompt string) int {
	if !strings.Contains(prompt, l.endName()) {
		return specialText
	}
	return l.special
}

// wanted is a prompt, and the second one beside it where a view has two, or what
// the model says after it summed up.
type wanted struct {
	first, second asked
	both, sums    bool
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
	open := l.open()
	if want.both = open.beside != nil; want.both {
		want.second = l.asksBeside()
	}
	want.sums = open.summed && !(l.next.is(want.first) && l.next.told != nil)
	if l.next.is(want.first) && (!want.both || l.second.is(want.second)) && (!want.sums || l.nucleus.summedUp(want.first)) {
		if l.work.Waiting() { // for a prompt that was taken back
			l.work.Drop()
		}
		return
	}
	if l.work.Is(want) {
		return
	}
	what := message.New("The model reads %d tokens", len(promptOf(l.lm, want.first).tokens))
	if l.served() {
		what = message.New("Waiting for the server, which is given up at 100 %")
	}
	l.work.Begin(want, what)
	if !l.next.is(want.first) {
		l.readTo(&l.next, want.first)
	}
	if want.both && !l.second.is(want.second) {
		l.readTo(&l.second.distribution, want.second)
	}
	if want.sums && !l.nucleus.summedUp(want.first) {
		l.sumUp(want.first)
	}
	l.work.Start()
}

// readTo adds the tasks of reading a prompt: the reading itself, the ranking of
// what the model says then, and with the first cut all else that goes through
// the vocabulary once.
func (l *Lab) readTo(to *distribution, a asked) {
	of := l.lm
	d := promptOf(of, a)
	g := &promptRun{by: l.decoder, prompt: d.tokens}
	l.work.Add(l.decoder.from.Cost(len(d.tokens)), func() lab.Stepper {
		*l.decoder = decoder{from: l.decoder.from} // from its beginning
		return g
	}, func() {
		d.failed = g.err
		d.answer = answerOf(g.next, of.Tokens)
	})
	l.work.Add(l.rankCost(), nil, func() { d.answer = d.rank() })
	l.work.Add(l.cutCost(), nil, func() {
		d = d.answered(d.answer)
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

// sample is what was drawn from a distribution.
type sample struct {
	by       sampleKey
	counts   map[int]int // by token; of those that never came there is none
	best     []int       // how often the likeliest token came among the first n+1 draws
	last     int
	distance float64 // chi-square, rare tokens as one class
	freedom  int
	spread   float64 // of the distance, if it is by chance alone
	classes  int     // 0 or 1: nothing can be told from so few draws
}

// sampleKey is all that a sample depends on.
type sampleKey struct {
	recipe recipe
	draws  int
}

// leastExpected is how often a class of tokens is to be expected, so that
// chi-square says something.
const leastExpected = 5

// drawn draws tokens. The i-th draw depends on the seed and i alone, so that
// more draws continue the same sequence.
func drawn(s sampling.Stage, by sampleKey) sample {
	n, seed := by.draws, by.recipe.seed
	out := sample{by: by, counts: map[int]int{}}
	if n == 0 || len(s.Order) == 0 {
		return out
	}
	tokens, probs := s.Kept()
	cdf := sampling.NewCDF(probs)
	src := rand.NewPCG(0, 0)
	for i := range n {
		src.Seed(uint64(seed), uint64(i))
		out.last = tokens[cdf.Draw(src)]
		out.counts[out.last]++
		out.best = append(out.best, out.counts[s.Order[0]])
	}
	came := make([]int, len(tokens))
	for i, t := range tokens {
		came[i] = out.counts[t]
	}
	counts, p := sampling.Pool(came, probs, leastExpected)
	out.classes = len(p)
	out.distance, out.freedom = sampling.ChiSquare(counts, p)
	out.spread = sampling.ChiSquareSpread(n, p)
	return out
}
