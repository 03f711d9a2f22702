package inside

import (
	"slices"

	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// Arcs go from the token that reads to those before it that it reads most.
const (
	mostArcs  = 4
	leastArc  = 0.05 // weights below have no arc
	thickFrom = 0.3  // and from here on a thick one
)

// arc is one of them.
type arc struct {
	to    int // the token, from 0
	thick bool
}

// arcsOf are the arcs of a row of weights, the nearest first.
func arcsOf(weights tensor.Matrix, from int, order []int) []arc {
	var arcs []arc
	for _, i := range order {
		if w := weights.At(from, i); len(arcs) < mostArcs && i != from && w >= leastArc {
			arcs = append(arcs, arc{i, w >= thickFrom})
		}
	}
	slices.SortFunc(arcs, func(a, b arc) int { return b.to - a.to })
	return arcs
}

// arcRunes draw a thin and a thick arc: along, up, the corner at the token that
// is read, the corner at the one that reads, and that where others go on.
var arcRunes = map[bool][2][5]rune{
	false: {{'─', '│', '╮', '╯', '┴'}, {'━', '┃', '┓', '┛', '┻'}},
	true:  {{'-', '|', '.', '\'', '\''}, {'=', '#', '#', '#', '#'}},
}

// drawArcs draws arcs for rows of one token each, the first of which is the
// token first: two columns an arc.
func drawArcs(f lab.Frame, arcs []arc, from, first int) viz.Grid {
	g := f.Theme.Grid(f.Size)
	for i, a := range slices.Backward(arcs) {
		runes := arcRunes[f.Theme.Glyphs == viz.ASCII][0]
		style := f.Theme.Text
		if a.thick {
			runes, style = arcRunes[f.Theme.Glyphs == viz.ASCII][1], f.Theme.Measured
		}
		column, top, low := 2*i+1, a.to-first, from-first
		g.Fill(0, low, column, 1, runes[0], style)
		corner := runes[3]
		if i < len(arcs)-1 {
			corner = runes[4]
		}
		g.Set(column, low, corner, style)
		g.Fill(column, max(top+1, 0), 1, low-max(top+1, 0), runes[1], style)
		if top >= 0 {
			g.Fill(0, top, column, 1, runes[0], style)
			g.Set(column, top, runes[2], style)
		}
	}
	return g
}
