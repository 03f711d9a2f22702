package position

import (
	"fmt"
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
	s      settings
	left   int // tokens that were left out
	order  []int
	words  []viz.Safe // of the tokens, in the first order
	names  []viz.Safe // the same, so that no two different ones look alike
	alike  bool       // both orders are the same text
	free   []float64  // change of each token's output where all see all
	causal []float64  // and behind the causal mask
	next   [2]guesses // of the model with its own positions, and without
}

// guesses are the next tokens after both orders.
type guesses struct {
	words    [2]viz.Safe
	p        [2]float64
	distance float64 // total variation between the two distributions
}

// newShuffle is what the model makes of the settings' text, if it has read it;
// else that is under way, and there is nothing to show yet.
func (l *Lab) newShuffle() (picture, bool) {
	s := l.set
	key := shuffleKey{s.scheme, s.layout, s.spacing, s.base, s.seed, s.text}
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

// shuffleKey is all that a shuffle depends on.
type shuffleKey struct {
	scheme, layout, spacing, base, seed int
	text                                string
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
	l.work.Begin(key, message.New("The model reads %d tokens in two orders, four times", len(ids)))
	read := func(scheme int, unmasked bool, then func(change []float64, logits tensor.Matrix)) {
		with := s
		with.scheme = scheme
		r := &ordered{order: m.order}
		l.work.Add(of.Network.Config.Work(len(both)), func() lab.Stepper { return r.begin(of.Network, with, both, unmasked) }, func() {
			then(r.change(), r.pass.Logits)
		})
	}
	read(s.scheme, true, func(change []float64, _ tensor.Matrix) { m.free = change })
	read(s.scheme, false, func(change []float64, _ tensor.Matrix) { m.causal = change })
	for i, scheme := range []int{learned, none} {
		read(scheme, false, func(_ []float64, logits tensor.Matrix) { m.next[i] = guess(of, logits) })
	}
	l.work.Add(0, nil, func() { l.shuffled = m })
	l.work.Start()
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
	r.pass = gpt.Pass{Unmasked: unmasked, Predict: gpt.AfterLast, Fleeting: true,
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

func (m shuffle) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	m.sentence(g, f.Theme, 0, "A", nil)
	m.sentence(g, f.Theme, 1, "B", m.order)
	top := 2
	if g.H >= 12 {
		g.Text(0, 2, f.Theme.Fit(viz.Clean("change of each token's output"), g.W), f.Theme.Faint)
		top = 4
	}
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("token"), Left: true, Width: 6},
			{Title: viz.Clean("no mask"), Width: 7},
			{Title: viz.Clean("causal"), Width: 6, Spare: true},
		},
		Kept: viz.Clean("no mask"), Marks: viz.Clean("causal"), Max: 1,
	}
	for i, v := range m.free {
		chart.Max = max(chart.Max, v, m.causal[i])
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: v, Mark: m.causal[i],
			Cells: []viz.Safe{m.names[i], viz.Fixed(v, 3), viz.Fixed(m.causal[i], 3)},
		})
	}
	chart.Max = f.Top("change of an output", chart.Max)
	const table = 4
	h, whole := g.H-top, len(chart.Rows)+3 // with titles and legend
	if rest := h - table - 1; rest >= min(whole, 10) {
		h = min(rest, whole)
		g.Put(0, top+h+1, m.predictions(viz.Size{W: g.W, H: table}, f.Theme))
	}
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: h}, f.Theme, chart))
	return g
}

// sentence writes the tokens in an order; nil is the given one.
func (m shuffle) sentence(g viz.Grid, t viz.Theme, y int, name string, order []int) {
	text := ""
	for i := range m.words {
		if order != nil {
			i = order[i]
		}
		text += " " + m.words[i].String()
	}
	x := g.Text(0, y, viz.Clean(name), t.Faint)
	g.Text(x, y, t.Fit(viz.Clean(text), g.W-x), t.Strong)
}

// predictions is a table of what the model would write next.
func (m shuffle) predictions(size viz.Size, t viz.Theme) viz.Grid {
	d := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("positions"), Left: true, Width: 9},
		{Title: viz.Clean("after A"), Left: true, Width: 12},
		{Title: viz.Clean("after B"), Left: true, Width: 12},
	}}
	for i, name := range []string{"its own", "off"} {
		n := m.next[i]
		d.Rows = append(d.Rows, viz.TableRow{Cells: []viz.Safe{
			viz.Clean(name), viz.Cleanf("%.2f %s", n.p[0], n.words[0]), viz.Cleanf("%.2f %s", n.p[1], n.words[1]),
		}})
	}
	return viz.Table(size, t, d)
}

func (m shuffle) readings() []lab.Reading {
	readings := []lab.Reading{
		{Name: "no mask", Help: message.New("the most that a token's output changes with the order, where each token sees all others"), Value: slices.Max(m.free), Digits: 4, Note: message.New("largest change |Δy|/|y|")},
		{Name: "causal", Help: message.New("the most that a token's output changes with the order, where it sees only those before it, as in a GPT"), Value: slices.Max(m.causal), Digits: 4, Note: message.New("the same, behind the mask")},
		{Name: "next, own", Help: message.New("how different the predictions of the next token are after A and B, with the model's own positions: 0 alike, 1 nothing in common"), Value: m.next[0].distance, Digits: 4, Note: message.New("how far A's and B's next token differ")},
		{Name: "next, off", Help: message.New("how different the predictions of the next token are after A and B with the positions switched off"), Value: m.next[1].distance, Digits: 4, Note: message.New("the same, positions switched off")},
	}
	if m.left > 0 {
		readings = append(readings, lab.Reading{Name: "left out", Help: message.New("tokens of the text that are not read"), Value: float64(m.left), Unit: "tokens", Note: message.New("after the first %d", len(m.words))})
	}
	return readings
}

// same is the largest change that counts as rounding of float32.
const same = 1e-3

func (m shuffle) insight() string {
	free, causal := slices.Max(m.free), slices.Max(m.causal)
	switch {
	case len(m.words) < 2:
		return "One token has one order. Type a longer text."
	case m.alike:
		return "Both orders read the same: like tokens have changed places. Type other words, or turn seed."
	case free < same && causal < same:
		return "Neither form of attention notices this exchange."
	case free < same:
		return fmt.Sprintf("No mask: both orders give the same outputs (%.0e apart), a bag of words. A causal mask alone tells order: up to %.2f.", free, causal)
	case m.s.scheme == none:
		return fmt.Sprintf("Outputs differ by %.2g even without positions.", free)
	}
	return fmt.Sprintf("With positions (%s) order matters: outputs change by up to %.2f. Now turn the scheme to none.",
		schemes[m.s.scheme].Name, free)
}

// shuffleActions lists what space sets off here.
func (l *Lab) shuffleActions() []lab.Action {
	return []lab.Action{{Name: "shuffle", Key: "space", Help: "another order: the next seed", Do: func() error {
		l.set.seed = (l.set.seed + 1) % (mostSeed + 1)
		return nil
	}}}
}
