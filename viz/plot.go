package viz

import (
	"fmt"
	"strings"

	"github.com/guptarohit/asciigraph"
)

// This is the one file that knows asciigraph. It panics on empty series and on
// infinities, rounds sizes its own way and loses peaks when it downsamples; so
// it is given exactly the values to connect, already scaled to rows, and its
// axis is cut off.

// drawStroke connects values, one per column boundary and so one more than g
// has columns, in rows counted from the bottom, 0 to g.H-1. NaN is a gap.
func drawStroke(g Grid, rows []float64, s stroke, st Style) {
	if g.W < 1 || g.H < 1 {
		return
	}
	if len(rows) != g.W+1 {
		panic(fmt.Sprintf("viz: %d values to connect over %d columns", len(rows), g.W))
	}
	text := asciigraph.Plot(rows,
		asciigraph.Height(g.H-1),
		asciigraph.LowerBound(0),
		asciigraph.UpperBound(float64(g.H-1)),
		asciigraph.Offset(1),
		asciigraph.YAxisValueFormatter(func(float64) string { return "" }),
		asciigraph.SeriesChars(asciigraph.CharSet{
			Horizontal: string(s.horizontal), VerticalLine: string(s.vertical),
			ArcDownRight: string(s.downRight), ArcDownLeft: string(s.downLeft),
			ArcUpRight: string(s.upRight), ArcUpLeft: string(s.upLeft),
			StartCap: string(s.ends), EndCap: string(s.ends),
		}))
	y := 0
	for line := range strings.SplitSeq(text, "\n") {
		x := -1 // the axis
		for _, r := range line {
			if x >= 0 && r != ' ' {
				g.Set(x, y, r, st)
			}
			x++
		}
		y++
	}
}
