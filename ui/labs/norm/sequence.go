package norm

import (
	"fmt"
	"math"
	"strings"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewSequence draws the outputs along a sentence, before and after its last
// token changed.
func (l *Lab) viewSequence(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	s := l.changed
	change := fmt.Sprintf("last step %+.1f σ", l.push)
	if l.data == fromModel {
		change = fmt.Sprintf("“%s” becomes “%s”", last(s.words[s.shared:]), last(s.changed[s.shared:]))
	}
	top := head(g, f.Theme, viz.Cleanf("%s: %s", kindNames[l.kind], change), viz.Clean(change))
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("token"), Left: true, Width: 8},
			{Title: viz.Clean("x"), Width: 6, Spare: true},
			{Title: viz.Clean("y"), Width: 6},
			{Title: viz.Clean("moved"), Width: 6},
		},
		Low: -outputScale, Max: outputScale,
		Kept: viz.Clean("y, the end changed"), Marks: viz.Clean("before"),
	}
	for t, word := range s.changed {
		i := t*l.features() + l.column - 1
		row := viz.BarRow{Value: s.after.Y[i], Mark: math.NaN(), Chosen: l.data == fromExample && t == l.row-1}
		change := viz.Clean("new")
		if t < len(s.words) {
			row.Mark = s.before.Y[i]
			change = moved(s.after.Y[i] - s.before.Y[i])
		}
		if t == s.shared {
			chart.Rows = append(chart.Rows, viz.BarRow{Rule: viz.Clean("changed from here on")})
		}
		row.Cells = []viz.Safe{viz.Clean(strings.TrimSpace(word)), viz.Fixed(s.moved[i], 2), viz.Fixed(row.Value, 3), change}
		chart.Rows = append(chart.Rows, row)
	}
	below := l.overTime()
	h := len(chart.Rows) + 3 // with titles and legend
	if top+h+1+len(below) > g.H {
		h, below = g.H-top, nil
	}
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: h}, f.Theme, chart))
	lines(g, f.Theme, top+h+1, below)
	return g
}

// overTime says which statistics the outputs have in common.
func (l *Lab) overTime() []viz.Safe {
	s, c := l.changed, l.column-1
	if l.kind != batchNorm {
		return []viz.Safe{viz.Clean("each token has its own statistics")}
	}
	return []viz.Safe{
		viz.Cleanf("shared by all tokens, in f%d:", l.column),
		viz.Cleanf("mean      %7.3f, was %7.3f", s.after.Mean[c], s.before.Mean[c]),
		viz.Cleanf("variance  %7.3f, was %7.3f", s.after.Var[c], s.before.Var[c]),
	}
}

// last joins the last tokens of a sentence.
func last(words []string) string { return strings.TrimSpace(strings.Join(words, "")) }
