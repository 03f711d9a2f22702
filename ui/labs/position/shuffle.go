package position

import (
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// shuffle shows what the model makes of a sentence in two orders.
type shuffle struct {
	s       settings
	left    int // tokens that were left out
	order   []int
	words   []viz.Safe              // of the tokens, in the first order
	names   []viz.Safe              // the same, so that no two different ones look alike
	alike   bool                    // both orders are the same text
	changes [len(schemes)]reordered // by scheme; empty where the model has no place for it
	next    [2]guesses              // of the model with its own positions, and without
}

// reordered is how much each token's output changes with the order, |Δy|/|y|,
// by its place in the first order.
type reordered struct {
	free   []float64 // where all see all
	causal []float64 // behind the causal mask
}

// guesses are the next tokens after both orders.
type guesses struct {
	words    [2]viz.Safe
	p        [2]float64
	distance float64 // total variation between the two distributions
}

// newShuffle is what the model makes of the settings' text, if it has read it;
// else that is under way, and there is nothing to show yet.
func (l *Lab) newShuffle() (figure, bool) {
	s := l.set
	key := shuffleKey{s.layout, s.spacing, s.base, s.seed, s.text}
	if l.shuffled.key != key && !l.work.Is(key) {
		l.shuffleAgain(key)
	}
	if l.shuffled.key != key {
		return nil, false
	}
	m := l.shuffled.shuffle
	m.s = s
	return m, true
}

// shuffled is a shuffle with what it depends on.
type shuffled struct {
	shuffle
	key shuffleKey
}

// shuffleKey is all that a shuffle depends on: it has all schemes.
type shuffleKey struct {
	layout, spacing, base, seed int
	text                        string
}

func (l *Lab) shuffleAgain(key shuffleKey) {
	of, s := l.lm, l.set
	ids, left := tokens(of, s.text)
	order := permutation(len(ids), s.seed)
	m := shuffled{shuffle{left: left, order: order, words: labels(of, ids), names: names(of, ids), alike: alike(ids, order)}, key}
	both := slices.Clone(ids)
	for _, i := range m.order {
		both = append(both, ids[i])
	}
	l.work.Begin(key, message.Count(len(ids), "The model reads %d token in two orders, with each scheme", "The model reads %d tokens in two orders, with each scheme", len(ids)))
	read := func(scheme int, unmasked bool, then func(change []float64, logits tensor.Matrix)) {
		with := s
		with.scheme = scheme
		r := &ordered{order: m.order}
		l.work.Add(of.Network.Config.Work(len(both)), func() lab.Stepper { return r.begin(of.Network, with, both, unmasked) }, func() {
			then(r.change(), r.pass.Logits)
		})
	}
	for scheme := range schemes {
		if !fits(of.Network.Config, scheme) {
			continue
		}
		read(scheme, true, func(change []float64, _ tensor.Matrix) { m.changes[scheme].free = change })
		read(scheme, false, func(change []float64, logits tensor.Matrix) {
			m.changes[scheme].causal = change
			switch scheme {
			case learned:
				m.next[0] = guess(of, logits)
			case none:
				m.next[1] = guess(of, logits)
			}
		})
	}
	if !fits(of.Network.Config, learned) { // the model's own positions are no table
		read(learned, false, func(_ []float64, logits tensor.Matrix) { m.next[0] = guess(of, logits) })
	}
	l.work.Add(0, nil, func() { l.shuffled = m })
	l.work.Start()
}

// fits reports whether a model has a place for a scheme.
func fits(c gpt.Config, scheme int) bool {
	switch scheme {
	case sinusoidal:
		return c.Width%2 == 0
	case learned:
		return c.Positions == gpt.Learned
	case rope:
		return c.HeadWidth()%2 == 0
	}
	return true
}

// permutation returns an order of n things, never the one they are in.
func permutation(n, seed int) []int {
	rng := rand.New(rand.NewPCG(uint64(seed), 1))
	for {
		order := rng.Perm(n)
		if n < 2 || !slices.IsSorted(order) {
			return order
		}
	}
}

// alike says whether tokens in another order are the same text.
func alike(ids, order []int) bool {
	for i, from := range order {
		if ids[i] != ids[from] {
			return false
		}
	}
	return true
}

// ordered is a pass over two orders, one a row.
type ordered struct {
	order []int
	pass  gpt.Pass
	out   tensor.Matrix // [2T, d], of the last block
}

func (r *ordered) begin(m *gpt.Model, s settings, both []int, unmasked bool) *gpt.Run {
	c, n := m.Config, len(r.order)
	r.pass = gpt.Pass{Unmasked: unmasked, Predict: gpt.AfterLast, ReuseLayers: true,
		Probe: s.probe(c, 0, n, func(site gpt.Site, layer int, x tensor.Matrix) {
			if site == c.BlockOutput() && layer == c.Layers-1 {
				r.out = x.Clone()
			}
		})}
	return m.Begin(&r.pass, both, n)
}

// change is how much each token's output of the last block changes, |Δ|/|y|,
// by its place in the first order.
func (r *ordered) change() []float64 {
	n := len(r.order)
	change := make([]float64, n)
	for i, p := range r.order {
		y, moved := r.out.Row(p), r.out.Row(n+i)
		var delta, size float64
		for j, v := range y {
			delta += float64(float64(v-moved[j]) * float64(v-moved[j]))
			size += float64(float64(v) * float64(v))
		}
		change[p] = math.Sqrt(delta / size)
	}
	return change
}

// guess reads the best next token after each order, [2, V], and how far the two
// distributions are apart.
func guess(of lm.Offer, logits tensor.Matrix) guesses {
	var g guesses
	p := [2][]float32{make([]float32, logits.Cols), make([]float32, logits.Cols)}
	for i := range p {
		tensor.Softmax(p[i], logits.Row(i))
		best := slices.Index(p[i], slices.Max(p[i]))
		g.words[i], g.p[i] = label(of, best), float64(p[i][best])
	}
	for t, v := range p[0] {
		g.distance += float64(math.Abs(float64(v-p[1][t])) / 2)
	}
	return g
}

// now is what the chosen scheme makes of the two orders.
func (m shuffle) now() reordered { return m.changes[m.s.scheme] }

func (m shuffle) readings() []lab.Reading {
	readings := []lab.Reading{
		{Name: "no mask", Help: message.New("the most that a token's output changes with the order, where each token sees all others"), Value: slices.Max(m.now().free), Digits: 4, Note: message.New("largest change |Δy|/|y|")},
		{Name: "causal", Help: message.New("the most that a token's output changes with the order, where it sees only those before it, as in a GPT"), Value: slices.Max(m.now().causal), Digits: 4, Note: message.New("the same, behind the mask")},
		{Name: "guess change", Formerly: "next, own", Help: message.New("how different the predictions of the next token are after A and B, with the model's own positions: 0 alike, 1 nothing in common"), Value: m.next[0].distance, Digits: 4, Note: message.New("A to B, model's own positions")},
		{Name: "guess change off", Formerly: "next, off", Help: message.New("how different the predictions of the next token are after A and B with the positions switched off"), Value: m.next[1].distance, Digits: 4, Note: message.New("A to B, positions off")},
	}
	if m.left > 0 {
		readings = append(readings, lab.Reading{Name: "left out", Help: message.New("tokens of the text that are not read"), Value: float64(m.left), Unit: "tokens", Note: message.New("after the first %d", len(m.words))})
	}
	return readings
}

// same is the largest change that counts as rounding of float32.
const same = 1e-3

func (m shuffle) insight() message.Text {
	free, causal := slices.Max(m.now().free), slices.Max(m.now().causal)
	switch {
	case len(m.words) < 2:
		return message.New("One token has one order. Type a longer text.")
	case m.alike:
		return message.New("Both orders read the same: equal tokens have changed places. Type other words, or turn seed.")
	case free < same && causal < same:
		return message.New("Neither form of attention notices this exchange.")
	case free < same:
		return message.New("No mask: both orders give the same outputs (%.0e apart), a bag of words. A causal mask alone tells order: up to %.2f.", free, causal)
	case m.s.scheme == none:
		return message.New("Outputs differ by %.2g even without positions.", free)
	}
	if bag := slices.Max(m.changes[none].free); bag < same {
		return message.New("Without positions and a mask, attention can't tell the two orders apart: change %s. With positions (%v), outputs change by up to %.2f.",
			viz.Fixed(bag, 3), message.Label("value", schemes[m.s.scheme].Name), free)
	}
	return message.New("With positions (%v), outputs change by up to %.2f.", message.Label("value", schemes[m.s.scheme].Name), free)
}

// shuffleActions lists what space sets off here.
func (l *Lab) shuffleActions() []lab.Action {
	return []lab.Action{{Name: "shuffle", Key: "space", Help: "another order: the next seed", Turns: []lab.Field{&l.set.seed}, Do: func() error {
		l.set.seed = (l.set.seed + 1) % (mostSeed + 1)
		return nil
	}}}
}
