package norm

import (
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
	title := viz.Cleanf("last step pushed by %.1f σ: %s over time", l.push, kindNames[l.kind])
	if l.data == fromModel {
		title = viz.Cleanf("%s: later “%s” becomes “%s”", kindNames[l.kind], last(s.words[s.shared:]), last(s.changed[s.shared:]))
	}
	top := head(g, f.Theme, title)
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
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: g.H - top}, f.Theme, chart))
	return g
}

// last joins the last tokens of a sentence.
func last(words []string) string { return strings.TrimSpace(strings.Join(words, "")) }
