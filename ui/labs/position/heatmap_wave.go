package position

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// drawOver draws the map from a row on and, where its rows leave room for a
// chart, below it the column of the cursor as a wave over the positions.
func (h heatmap) drawOver(g viz.Grid, f lab.Frame, m viz.HeatMap, top int) {
	const least = 6 // rows of a chart
	room := viz.Size{W: g.W, H: g.H - 1 - top}
	heat := viz.Heat(room, f.Theme, m)
	left := blankRows(heat, f.Theme)
	if h.s.scheme == alibi || h.s.scheme == learned || left < least {
		g.Put(0, top, heat)
		return
	}
	g.Put(0, top, viz.Heat(viz.Size{W: room.W, H: room.H - left}, f.Theme, m))
	w := waves{s: h.s}
	wave, c := waveOf(h.s, h.s.dimension), w.chart(f, "position", f.Say("position"))
	i := 0
	if h.s.dimension == wave.second {
		i = 1
	}
	c.Series = []viz.Line{{
		Name:   f.Say("dim %d: %s", h.s.dimension, wave.names[i]),
		Values: w.sampled(room.W, c.X[1], func(p float64) float64 { return wave.at(p)[i] }),
	}}
	c.Marks = w.marks()[:1]
	g.Put(0, top+room.H-left, viz.Lines(viz.Size{W: room.W, H: left}, f.Theme, c))
}

// blankRows counts the rows in which nothing is drawn.
func blankRows(g viz.Grid, t viz.Theme) (n int) {
	blank := t.Grid(viz.Size{W: 1, H: 1}).Row(0)[0]
	for y := range g.H {
		if !slices.ContainsFunc(g.Row(y), func(c viz.Cell) bool { return c != blank }) {
			n++
		}
	}
	return n
}
