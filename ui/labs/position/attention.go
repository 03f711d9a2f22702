package position

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/position"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// attention shows the score of a real query and key over their offset: the
// last token of the text asks for the second one, in the first layer.
type attention struct {
	s          settings
	key, query viz.Safe
	flat       float64   // q·k/√d without positions
	scores     []float64 // by offset; NaN where a key would stand before position 0
	slope      float64   // of ALiBi
}

func newAttention(s settings, of lm.Offer) figure {
	c := of.Network.Config
	ids, _ := tokens(of, s.text)
	key, query := ids[min(1, len(ids)-1)], ids[len(ids)-1]
	added := s.scheme == sinusoidal || s.scheme == learned
	if added && s.position >= c.Context {
		return remark{scheme: schemes[s.scheme].Name, ends: true, says: message.New(
			"The model reads positions 0 to %d only: nothing can stand at %d. Turn position down, or choose rope or alibi.", c.Context-1, s.position)}
	}
	m := attention{
		s: s, key: label(of, key), query: label(of, query),
		slope: position.Slopes(c.Heads)[s.head], scores: make([]float64, s.positions),
	}
	bare := s
	bare.scheme = none
	q, keys := bare.project(of.Network, query, key, 0)
	m.flat = position.BiasedScore(q, keys.Row(0), 0, 0)
	if added {
		at, keys := s.project(of.Network, query, key, s.position)
		for k := range m.scores {
			m.scores[k] = math.NaN()
			if k <= s.position {
				m.scores[k] = position.BiasedScore(at, keys.Row(s.position-k), 0, 0)
			}
		}
		return m
	}
	for k := range m.scores {
		switch s.scheme {
		case rope:
			m.scores[k] = s.rotary(len(q)).Score(q, keys.Row(0), float64(k))
		case alibi:
			m.scores[k] = position.BiasedScore(q, keys.Row(0), m.slope, float64(k))
		default:
			m.scores[k] = m.flat
		}
	}
	return m
}

// project returns the first layer's query, in the chosen head, of one token
// at position p, [d/H], and the keys of another one at positions 0 to p,
// [p+1, d/H]. The scheme is one that adds to the embedding, or none.
func (s settings) project(m *gpt.Model, query, key, p int) (q []float64, keys table) {
	c, n := m.Config, p+1
	x := tensor.New(n+1, c.Width) // the keys' tokens, and the query's
	for i := range n {
		m.Embedding(x.Row(i), key)
	}
	m.Embedding(x.Row(n), query)
	if scale := c.Parts.EmbeddingScale; scale != 0 {
		tensor.Scale(x.Data, scale)
	}
	switch s.scheme {
	case sinusoidal:
		tensor.Scale(x.Data, float32(math.Sqrt(float64(c.Width))))
		s.addPositions(x.Slice(0, n), 0, n)
		s.addPositions(x.Slice(n, n+1), p, 1)
	case learned:
		tensor.Axpy(x.Slice(0, n).Data, 1, m.Positions.Slice(0, n).Data)
		tensor.Axpy(x.Row(n), 1, m.Positions.Row(p))
	}
	if c.Norm != gpt.PostLN {
		var y gpt.Normed
		m.Blocks[0].Norm1.Forward(&y, x, c.Epsilon) // [n+1, d]
		x = y.Out
	}
	return widen(m.Queries(0, s.head, x.Slice(n, n+1))).Row(0), widen(m.Keys(0, s.head, x.Slice(0, n)))
}

func (m attention) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	last := f.Last("offsets", len(m.scores)-1)
	flat := make([]float64, len(m.scores))
	for k := range flat {
		flat[k] = m.flat
	}
	c := viz.LineChart{
		XName: f.Say("offset k"), X: [2]float64{0, float64(last)},
		Marks: []viz.LineMark{{X: float64(m.s.offset), Label: viz.Clean("k"), Held: true}},
	}
	if m.s.scheme != none {
		c.Series = append(c.Series, viz.Line{Name: f.Print(message.Label("value", schemes[m.s.scheme].Name)), Values: lab.Padded(m.scores, last+1)})
	}
	c.Series = append(c.Series, viz.Line{Name: f.Say("no positions"), Values: lab.Padded(flat, last+1)})
	var all [][]float64
	for _, s := range c.Series {
		all = append(all, s.Values)
	}
	c.Y = f.Span("score", all...)
	top := 0
	if g.H >= 8 {
		top = 2
		g.Text(0, 0, f.Theme.Fit(f.Say("score: query \"%s\" at %d,", m.query, m.s.position), g.W), f.Theme.Strong)
		g.Text(0, 1, f.Theme.Fit(f.Say("key \"%s\" k tokens before", m.key), g.W), f.Theme.Strong)
	}
	g.Put(0, top, viz.Lines(viz.Size{W: g.W, H: g.H - top}, f.Theme, c))
	return g
}

func (m attention) readings() []lab.Reading {
	score := lab.Reading{Name: "score", Help: message.New("how much the query attends to a key k tokens before it, ahead of the softmax"), Value: m.scores[m.s.offset], Digits: 4, Note: message.New("at offset %d", m.s.offset)}
	weight := lab.Reading{Name: "weight ratio", Formerly: "weight", Help: message.New("how much more attention the key gets there than at offset 0"), Value: elementary.Exp(score.Value - m.scores[0]), Digits: 4, Note: message.New("e^score: k = %d to k = 0", m.s.offset)}
	if math.IsNaN(score.Value) {
		score.Undefined = message.New("the key would stand before position 0")
		weight.Undefined = score.Undefined
	}
	readings := []lab.Reading{
		score, weight,
		{Name: "no positions", Help: message.New("the score if nothing told where the two stand"), Value: m.flat, Digits: 4, Note: message.New("q·k/√(head width)")},
	}
	if m.s.scheme == alibi {
		slope := lab.Reading{Name: "slope", Help: message.New("what this head takes from the score for each step back"), Value: m.slope, Digits: 6, Note: message.New("head %d", m.s.head)}
		return append([]lab.Reading{slope}, readings...)
	}
	return readings
}

func (m attention) insight() message.Text {
	switch m.s.scheme {
	case rope:
		return message.New("RoPE turned q and k, not embeddings, not values. Move p: the curve stays, because the score depends on the offset only.")
	case alibi:
		return message.New("A straight line down, %s a step, whatever the words and wherever they stand. Fixed, not learned.", scaled(m.slope, 4))
	case none:
		return message.New("Flat: without positions a key counts the same however far away it is. Only the causal mask is left to tell order.")
	case learned:
		return message.New("The model's own table: the score depends on both places, not on the offset alone. Move p from %d: the curve changes.", m.s.position)
	}
	return message.New("In view similarity this curve was smooth. Here words and W_q, W_k come in between, and this model was not trained with sinusoids.")
}
