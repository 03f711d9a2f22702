package position

import (
	"math"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/position"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sum shows how the input of the first block comes about.
type sum struct {
	s      settings
	left   int
	words  []viz.Safe
	parts  [3]table // token embedding, position, their sum; [T, d]
	peak   float64  // the largest absolute value of all
	chosen int      // the token k steps after the first
}

func newSum(s settings, of lm.Offer) figure {
	c := of.Network.Config
	ids, left := tokens(of, s.text)
	if s.scheme == learned && s.position+len(ids) > c.Context {
		return remark{scheme: "learned", ends: true, says: message.New(
			"The table has rows 0 to %d: %d tokens from position %d on do not fit. Turn position down.", c.Context-1, len(ids), s.position)}
	}
	m := sum{s: s, left: left, words: names(of, ids), chosen: min(s.offset, len(ids)-1)}
	see := func(site gpt.Site, _ int, x tensor.Matrix) {
		switch site {
		case gpt.TokenEmbedding:
			m.parts[0] = widen(x)
		case gpt.PositionEmbedding:
			if s.scheme == learned { // the text begins at position p, not at 0
				copy(x.Data, of.Network.Positions.Slice(s.position, s.position+len(ids)).Data)
			}
		case gpt.Embedding:
			m.parts[2] = widen(x)
		}
	}
	places := make([]int, len(ids))
	for i := range places {
		places[i] = i
	}
	pass := gpt.Pass{Probe: s.probe(c, s.position, len(ids), see)}
	beginning(of.Network, ids...).Begin(&pass, places, len(ids)) // which embeds; no more is needed
	m.parts[1] = position.NewTable(len(ids), c.Width)
	for i, v := range m.parts[2].Data {
		m.parts[1].Data[i] = v - m.parts[0].Data[i]
	}
	for _, t := range m.parts {
		for _, v := range t.Data {
			m.peak = max(m.peak, math.Abs(v))
		}
	}
	return m
}

func widen(x tensor.Matrix) table {
	t := position.NewTable(x.Rows, x.Cols)
	for i, v := range x.Data {
		t.Data[i] = float64(v)
	}
	return t
}

func (m sum) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	const names = 8
	rows := (g.H - 6) / 3
	if rows < 1 || g.W < 2*names {
		return viz.Paragraph(f.Size, f.Theme, m.readOut(f)[0], f.Theme.Text)
	}
	cols := min(g.W-names-1, m.parts[0].Cols)
	// The window moves page by page, so that a cursor inside it moves nothing else.
	first := min(m.chosen/rows*rows, max(len(m.words)-rows, 0))
	left := min(m.s.dimension/cols*cols, m.parts[0].Cols-cols)
	zoom := viz.Region{Row: first, Col: left, Rows: min(rows, len(m.words)-first), Cols: cols}
	const most = 3
	high := min(max(rows/max(zoom.Rows, 1), 1), most) // rows of a token
	peak := f.Top("vector", m.peak)
	h := viz.HeatMap{
		Cols: m.parts[0].Cols, Scale: viz.Diverging, Range: &[2]float64{-peak, peak}, Zoom: zoom, Bare: true,
	}
	for i, title := range m.titles() {
		y := i * (rows + 1)
		g.Text(0, y, f.Theme.Fit(f.Say(title), g.W), f.Theme.Strong)
		h.Values = m.parts[i].Data
		for r := range zoom.Rows {
			m.name(g, f, i, first+r, y+1+r*high, names)
		}
		// As many rows for each token, so that a token is whole rows.
		g.Put(names+1, y+1, viz.Heat(viz.Size{W: cols, H: zoom.Rows * high}, f.Theme, h))
	}
	y := 3 * (rows + 1)
	h.Values = nil
	g.Set(names+1+m.s.dimension-left, y-rows+zoom.Rows*high, '^', f.Theme.Accent)
	g.Put(0, y+1, viz.HeatLegend(viz.Size{W: g.W, H: 1}, f.Theme, h))
	g.Text(0, y+2, f.Theme.FitFirst(g.W, m.readOut(f)...), f.Theme.Accent)
	return g
}

func (m sum) titles() [3]message.ID {
	titles := [3]message.ID{"token embedding", "+ position: row of the table", "= input of the first block"}
	switch m.s.scheme {
	case sinusoidal:
		titles[0], titles[1] = "token embedding x √d", "+ sines and cosines"
	case rope:
		titles[1] = "+ nothing: RoPE turns q and k later"
	case alibi:
		titles[1] = "+ nothing: ALiBi acts on scores"
	case none:
		titles[1] = "+ nothing"
	}
	return titles
}

// name writes what stands before a row of a strip.
func (m sum) name(g viz.Grid, f lab.Frame, strip, token, y, width int) {
	t := f.Theme
	text, st := m.words[token], t.Faint
	if strip == 1 {
		text = f.Say("pos %d", m.s.position+token)
	}
	if token == m.chosen {
		st = t.Accent
		g.Set(width, y, '>', st)
	}
	g.Text(0, y, t.Fit(text, width), st)
}

// readOut is the sum under the cursor in numbers, in several lengths.
func (m sum) readOut(f lab.Frame) []viz.Safe {
	v := m.at()
	sign := "+"
	if v[1] < 0 {
		sign = "-"
	}
	numbers := viz.Cleanf("%s %s %s = %s", viz.Fixed(v[0], 3), sign, viz.Fixed(math.Abs(v[1]), 3), viz.Fixed(v[2], 3))
	return []viz.Safe{
		f.Say("dim %d of %d: %s", m.s.dimension, m.parts[0].Cols, numbers),
		f.Say("dim %d: %s", m.s.dimension, numbers),
		numbers,
	}
}

func (m sum) at() [3]float64 {
	var v [3]float64
	for i, t := range m.parts {
		v[i] = t.Row(m.chosen)[m.s.dimension]
	}
	return v
}

// products returns x·x', x·p' + p·x' and p·p' of the first and the chosen
// token: together the dot product of their sums.
func (m sum) products() (tokens, cross, positions float64) {
	x, p := m.parts[0], m.parts[1]
	k := m.chosen
	return position.Dot(x.Row(0), x.Row(k)), position.Dot(x.Row(0), p.Row(k)) + position.Dot(p.Row(0), x.Row(k)), position.Dot(p.Row(0), p.Row(k))
}

func (m sum) readings() []lab.Reading {
	t, c, p := m.products()
	readings := []lab.Reading{
		{Name: "cross", Help: message.New("the part of the dot product that comes from the token of one and the position of the other"), Value: c, Digits: 3, Note: message.New("token·position, both ways")},
		{Name: "token·token", Help: message.New("the part of the dot product that comes from the two tokens alone"), Value: t, Digits: 3, Note: message.New("%s, %s", quoted(m.words[0]), quoted(m.words[m.chosen]))},
		{Name: "pos·pos", Help: message.New("the part of the dot product that comes from the two positions alone"), Value: p, Digits: 3},
		{Name: "dot product", Help: message.New("the dot product of the first and the chosen input, token and position together"), Value: t + c + p, Digits: 3, Note: message.New("of the sums")},
		{Name: "token", Help: message.New("the length of the embedding of the chosen token"), Value: position.Length(m.parts[0].Row(m.chosen)), Digits: 3, Note: message.New("length of %s", quoted(m.words[m.chosen]))},
		{Name: "position", Help: message.New("the length of what is added to the chosen token for its position"), Value: position.Length(m.parts[1].Row(m.chosen)), Digits: 3, Note: message.New("length of what is added")},
	}
	if m.left > 0 {
		readings = append(readings, lab.Reading{Name: "left out", Help: message.New("tokens of the text that are not read"), Value: float64(m.left), Unit: "tokens", Note: message.New("after the first %d", len(m.words))})
	}
	return readings
}

func (m sum) insight() message.Text {
	switch m.s.scheme {
	case rope:
		return message.New("RoPE is not added: the input is the token alone. Queries and keys are turned in every layer: view attention.")
	case alibi:
		return message.New("ALiBi adds nothing to the embedding: it lowers the scores, in every layer. View attention.")
	case none:
		return message.New("The input is the token alone: the same word is the same vector wherever it stands.")
	}
	_, c, _ := m.products()
	return message.New("Added, not appended: both share all %d dimensions, and dot products get cross terms: here %s.", m.parts[0].Cols, scaled(c, 2))
}
