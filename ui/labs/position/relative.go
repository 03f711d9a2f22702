package position

import (
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/lm"
	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// relative shows the schemes that know distances alone on one axis, and beside
// them the chosen one if it is another, for one query and key: the last token of
// the text asks for the second one, in the first layer.
type relative struct {
	s          settings
	key, query viz.Safe
	rope       []float64 // score by offset
	alibi      []float64
	own        []float64 // of a scheme that adds to the embedding: from position p; NaN before position 0
	flat       float64   // without positions
	slope      float64
}

func newRelative(s settings, of lm.Offer) figure {
	var own []float64
	if s.scheme == sinusoidal || s.scheme == learned {
		a, ok := newAttention(s, of).(attention)
		if !ok { // there is no such position
			return newAttention(s, of)
		}
		own = a.scores
	}
	ids, _ := tokens(of, s.text)
	key, query := ids[min(1, len(ids)-1)], ids[len(ids)-1]
	bare := s
	bare.scheme = none
	q, keys := bare.project(of.Network, query, key, 0)
	m := relative{
		s: s, key: label(of, key), query: label(of, query), own: own,
		rope: make([]float64, s.positions), alibi: make([]float64, s.positions),
		flat:  position.BiasedScore(q, keys.Row(0), 0, 0),
		slope: position.Slopes(of.Network.Config.Heads)[s.head],
	}
	turn := s.rotary(len(q))
	for k := range m.rope {
		m.rope[k] = turn.Score(q, keys.Row(0), float64(k))
		m.alibi[k] = position.BiasedScore(q, keys.Row(0), m.slope, float64(k))
	}
	return m
}

func (m relative) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := 0
	if g.H >= 8 {
		top = 1
	}
	const besideFrom, gap = 100, 3
	title := func(w int) {
		if top > 0 {
			g.Text(0, 0, f.Theme.FitFirst(w, f.Say("score of query \"%s\" for key \"%s\", k tokens before", m.query, m.key), f.Say("%s for %s, k before", m.query, m.key)), f.Theme.Strong)
		}
	}
	scores := m.over(f, f.Say("score"), func(score float64) float64 { return score })
	scores.Y = f.Span("score", m.rope, m.alibi, m.own)
	if g.W < besideFrom {
		title(g.W)
		scores.YName = f.Say("score; rope is on top")
		g.Put(0, top, viz.Lines(viz.Size{W: g.W, H: g.H - top}, f.Theme, scores))
		return g
	}
	left := (g.W - gap) / 2
	title(left)
	if top > 0 {
		g.Text(left+gap, 0, f.Theme.FitFirst(g.W-left-gap, f.Say("e^(score − score without positions)"), f.Say("e^(score − none's)")), f.Theme.Strong)
	}
	weights := m.over(f, viz.Safe{}, func(score float64) float64 { return elementary.Exp(score - m.flat) })
	weights.Y = f.Span("weight", weights.Series[0].Values, weights.Series[2].Values)
	g.Put(0, top, viz.Lines(viz.Size{W: left, H: g.H - top}, f.Theme, scores))
	g.Put(left+gap, top, viz.Lines(viz.Size{W: g.W - left - gap, H: g.H - top}, f.Theme, weights))
	return g
}

// over is a chart of what follows from the scores, over the offset. RoPE's curve
// is drawn over the others: it may be near the line without positions.
func (m relative) over(f lab.Frame, name viz.Safe, of func(score float64) float64) viz.LineChart {
	last := f.Last("offsets", len(m.rope)-1)
	line := func(name viz.Safe, scores []float64) viz.Line {
		values := make([]float64, len(scores))
		for k, v := range scores {
			values[k] = of(v)
		}
		return viz.Line{Name: name, Values: lab.Padded(values, last+1), Under: true}
	}
	flat := make([]float64, len(m.rope))
	for k := range flat {
		flat[k] = m.flat
	}
	series := []viz.Line{
		line(f.Print(message.Label("value", "rope")), m.rope),
		line(f.Print(message.Label("value", "none")), flat),
		line(f.Print(message.Label("value", "alibi")), m.alibi),
	}
	series[0].Under = false
	if m.own != nil {
		series = append(series, line(f.Say("%v at %d", message.Label("value", schemes[m.s.scheme].Name), m.s.position), m.own))
	}
	return viz.LineChart{
		X: [2]float64{0, float64(last)}, XName: f.Say("offset k"), YName: name, Series: series,
		Marks: []viz.LineMark{{X: float64(m.s.offset), Label: viz.Clean("k"), Held: true}},
	}
}

func (m relative) readings() []lab.Reading {
	k := m.s.offset
	readings := []lab.Reading{
		{Name: "rope score", Help: message.New("how much the query attends to a key k tokens before it with RoPE, ahead of the softmax"), Value: m.rope[k], Digits: 4, Note: message.New("at offset %d", k)},
		{Name: "alibi score", Help: message.New("the same with ALiBi"), Value: m.alibi[k], Digits: 4, Note: message.New("%s less a step", scaled(m.slope, 4))},
		{Name: "no positions", Help: message.New("the score if nothing told where the two stand"), Value: m.flat, Digits: 4, Note: message.New("q·k/√(head width)")},
		{Name: "rope ratio", Formerly: "rope weight", Help: message.New("by what RoPE multiplies the key's e^score there, of what it is at offset 0: no attention weight yet, which the other keys share in"), Value: elementary.Exp(m.rope[k] - m.flat), Digits: 4, Note: message.New("e^score: k = %d to k = 0", k)},
		{Name: "alibi ratio", Formerly: "alibi weight", Help: message.New("the same with ALiBi"), Value: elementary.Exp(m.alibi[k] - m.flat), Digits: 4, Note: message.New("e^score: k = %d to k = 0", k)},
	}
	if m.own != nil {
		own := lab.Reading{Name: "own score", Help: message.New("the same with the chosen scheme, for a query at position p"), Value: m.own[k], Digits: 4, Note: message.New("%v at %d", message.Label("value", schemes[m.s.scheme].Name), m.s.position)}
		if math.IsNaN(own.Value) {
			own.Undefined = message.New("the key would stand before position 0")
		}
		readings = slices.Insert(readings, 2, own)
	}
	if m.s.scheme == alibi {
		readings[0], readings[1] = readings[1], readings[0]
	}
	return readings
}

// ways says whether RoPE's score rises and falls with the offset.
func (m relative) ways() (rises, falls bool) {
	for k := 1; k < len(m.rope); k++ {
		rises = rises || m.rope[k] > m.rope[k-1]
		falls = falls || m.rope[k] < m.rope[k-1]
	}
	return rises, falls
}

func (m relative) insight() message.Text {
	k, rope, alibi := m.s.offset, viz.Fixed(m.rope[m.s.offset], 2), viz.Fixed(m.alibi[m.s.offset], 2)
	text := message.New("%d back: RoPE %s, ALiBi %s, none %s. ALiBi falls by %s a step, whatever the words.", k, rope, alibi, viz.Fixed(m.flat, 2), scaled(m.slope, 4))
	switch rises, falls := m.ways(); {
	case rises && falls:
		return message.Join(text, message.New("RoPE's curve follows the words: it rises and falls."))
	case rises:
		return message.Join(text, message.New("RoPE's curve follows the words: here it only rises."))
	case falls:
		return message.Join(text, message.New("RoPE's curve follows the words: here it only falls."))
	}
	return text
}
