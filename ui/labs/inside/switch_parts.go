package inside

import (
	"slices"

	"logitarium/core/intervention"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// change is a token that may come next, before and after.
type change struct {
	token         int
	label         string
	before, after float64
}

// mostChanges is how many tokens a picture has room for.
const mostChanges = 40

// changes are the likeliest next tokens of either, the likeliest first; of those
// that are as likely, the first in the vocabulary.
func (l *Lab) changes(before, after heard) []change {
	all := make([]change, 0, mostChanges+1)
	for t := range before.logits {
		c := change{token: t, before: before.p(t), after: after.p(t)}
		if len(all) == mostChanges && !(c.most() > all[mostChanges-1].most()) {
			continue
		}
		i := len(all)
		for i > 0 && c.most() > all[i-1].most() {
			i--
		}
		all = slices.Insert(all, i, c)
		all = all[:min(len(all), mostChanges)]
	}
	for i := range all {
		all[i].label = lm.Label(l.lm.Tokens, all[i].token)
	}
	return all
}

// most is how likely the token is where it is likelier.
func (c change) most() float64 { return max(c.before, c.after) }

// columns are those of the map of parts: what may be off in a layer.
func (l *Lab) columns() int {
	if l.switched.off == offEdge {
		return hideKey + 1
	}
	return l.config().Heads + 3
}

// part is the part at a cell of the map.
func (l *Lab) part(row, column int) intervention.Part {
	switch h := l.config().Heads; column {
	case h:
		return intervention.Part{Kind: intervention.Attention, Layer: row}
	case h + 1:
		return intervention.Part{Kind: intervention.MLP, Layer: row}
	case h + 2:
		return intervention.Part{Kind: intervention.Layer, Layer: row}
	}
	return intervention.Part{Kind: intervention.Head, Layer: row, Head: column}
}

// chosen is the cell of the map that the knobs are on.
func (l *Lab) chosen() viz.Spot {
	h := l.config().Heads
	column := [...]int{offHead: l.head, offAttention: h, offMLP: h + 1, offLayer: h + 2, offEdge: l.switched.hide}[l.switched.off]
	return viz.Spot{Row: l.layer, Col: column}
}

// measureParts finds out, one part after the other, what becomes of the token
// that was the likeliest when that part is off, or that cut is made.
func (l *Lab) measureParts() {
	s := &l.switched
	key := partsKey{text: l.text, edge: s.off == offEdge, instead: s.instead}
	if key.edge {
		key.instead, key.token, key.key = zero, l.token, l.attention.key
	}
	if l.more.Is(key) {
		return
	}
	rows, columns := l.config().Layers, l.columns()
	s.parts = make([]float64, rows*columns)
	for i := range s.parts {
		s.parts[i] = nan
	}
	l.more.Begin(key, message.New("The lab switches off one part after the other"))
	target := s.before.token
	for i := range s.parts {
		row, column := i/columns, i%columns
		plan := &intervention.Plan{}
		if key.edge {
			lo, hi := l.hidden(column)
			if lo == hi {
				continue
			}
			plan = l.cut(row, lo, hi)
		} else {
			plan = l.plan([]intervention.Part{l.part(row, column)}, key.instead)
		}
		var a *intervention.Asking
		tokens := l.text0.tokens
		l.more.Add(l.config().Work(len(tokens)), func() lab.Stepper {
			a = intervention.Ask(l.lm.Network, l.lm.Tokens, tokens, "", plan)
			return a
		}, func() {
			l.switched.parts = slices.Clone(l.switched.parts)
			l.switched.parts[i] = intervention.Probability(a.Next(), target)
		})
	}
	l.more.Fit(partsBudget)
}

// partsBudget is how much of the map of parts is measured before the picture is
// shown: less than half of what a key waits for.
const partsBudget = lab.KeyBudget / 4

// drawParts draws the map of parts.
func (l *Lab) drawParts(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	s, c := l.switched, l.config()
	name := f.Say("p of “%s” with each part off", l.label(s.before.token))
	if s.off == offEdge {
		name = f.Say("p of “%s” with each cut", l.label(s.before.token))
	}
	g.Text(0, 0, f.Theme.Fit(name, g.W), f.Theme.Strong)
	m := viz.MatrixData{Values: s.parts, Cols: l.columns(), Decimals: 2, Width: 4, Shade: &[2]float64{-1, 1}}
	at := l.chosen()
	m.Chosen = &at
	for layer := range c.Layers {
		m.YText = append(m.YText, f.Say("layer %d", layer))
	}
	if s.off == offEdge {
		m.XText = []viz.Safe{f.Say("facts"), f.Say("name"), f.Say("key")}
	} else {
		for h := range c.Heads {
			m.XText = append(m.XText, viz.Cleanf(".%d", h))
		}
		m.XText = append(m.XText, f.Say("attn"), f.Say("MLP"), f.Say("all"))
	}
	size := viz.Size{W: g.W, H: min(g.H-1, c.Layers+1)}
	m.From.Row = max(min(l.layer-(size.H-1)/2, c.Layers-(size.H-1)), 0)
	if shown := m.Columns(size.W, f.Theme); shown < l.columns() {
		m.From.Col = max(min(at.Col-shown/2, l.columns()-shown), 0)
	}
	g.Put(0, 1, viz.Matrix(size, f.Theme, m))
	return g
}

// label names a token.
func (l *Lab) label(token int) string { return lm.Label(l.lm.Tokens, token) }
