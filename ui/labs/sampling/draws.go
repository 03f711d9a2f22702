package sampling

import (
	"logitarium/ui/lab"
	"logitarium/viz"
)

const drawsHead = 2 // rows over the chart: how far the draws are from the theory

// viewDraws draws how often each token came beside how often it should have.
func (l *Lab) viewDraws(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	head := min(drawsHead, g.H)
	title := viz.Clean("nothing drawn yet: space draws")
	if title.Width() > g.W {
		title = viz.Clean("nothing yet: space draws")
	}
	if l.draws > 0 {
		s := l.sample
		title = viz.Cleanf("%d drawn   χ² %.1f, expect %d ± %.1f", l.draws, s.distance, s.freedom, s.spread)
		if title.Width() > g.W {
			title = viz.Cleanf("%d drawn  χ² %.1f (%d ± %.1f)", l.draws, s.distance, s.freedom, s.spread)
		}
		if s.classes < 2 {
			title = viz.Cleanf("%d drawn   χ²: %s", l.draws, l.untold())
		}
	}
	g.Text(0, 0, f.Theme.Fit(title, g.W), f.Theme.Strong)

	g.Put(0, head, viz.Bars(viz.Size{W: g.W, H: g.H - head}, f.Theme, l.drawnChart(g.H)))
	return g
}

// untold says why chi-square says nothing yet.
func (l *Lab) untold() string {
	if len(l.trace.Final().Order) < 2 {
		return "one token can come"
	}
	return "too few to tell"
}

// expected is how often a token should have come, with a decimal or, if that
// is 0, by its power of ten.
func expected(v float64) viz.Safe {
	if fixed := viz.Fixed(v, 1); !(v > 0) || fixed.String() != "0.0" {
		return fixed
	}
	return viz.Cleanf("%.2g", v)
}

// drawnChart has at least the rows that fit into a height.
func (l *Lab) drawnChart(h int) viz.BarChart {
	final := l.trace.Final()
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("token"), Left: true, Width: 10},
			{Title: viz.Clean("drawn"), Width: 5},
			{Title: viz.Clean("expected"), Width: 8, Spare: true},
			{Title: viz.Clean("share"), Width: 5},
			{Title: viz.Clean("final"), Width: 5},
		},
		Kept:  viz.Clean("share drawn"),
		Marks: viz.Clean("probability"),
	}
	first := min(l.from, max(len(final.Order), 1)) - 1
	for _, t := range final.Order[first:] {
		if len(chart.Rows) > h {
			break
		}
		share := 0.0
		if l.draws > 0 {
			share = float64(l.sample.counts[t]) / float64(l.draws)
		}
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: share, Mark: final.Probs[t], Chosen: l.draws > 0 && t == l.sample.last,
			Cells: []viz.Safe{
				l.label(t), viz.Cleanf("%d", l.sample.counts[t]), expected(float64(l.draws) * final.Probs[t]),
				viz.Share(share, 5), viz.Share(final.Probs[t], 5),
			},
		})
	}
	passed := len(chart.Rows)
	chart.More = func(rows int, _ float64) viz.Safe {
		rest := final.Order[first+passed-rows:]
		n := 0
		for _, t := range rest {
			n += l.sample.counts[t]
		}
		return viz.Cleanf("… %d more, drawn %d times", len(rest), n)
	}
	return chart
}
