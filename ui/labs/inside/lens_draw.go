package inside

import (
	"fmt"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// lensChartH is from how many rows on a curve of ranks stands below the table.
const lensChartH = 24

// drawLens draws the table, a row for each token and a column for each point,
// and below it the rank of the followed token.
func (l *Lab) drawLens(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	h := f.H
	if f.H >= lensChartH {
		h = min(len(l.text0.tokens)+5, f.H*2/3)
		g.Put(0, h+1, l.drawRanks(f.In(f.W, f.H-h-1)))
	}
	g.Put(0, 0, l.drawTable(f.In(f.W, h)))
	return g
}

func (l *Lab) drawTable(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	s, n := l.lens, len(l.text0.tokens)
	const labels = 9
	least := 6
	if g.W < 70 {
		least = 5
	}
	points := shownPoints(len(s.table.Says), (g.W-labels-1)/least)
	w := (g.W - labels - 1) / len(points)
	for i, p := range points {
		g.Text(labels+1+i*w, 0, f.Theme.FitFirst(w-1, f.Print(pointShort(p)), initial(f, p)), f.Theme.Faint)
	}
	rows := g.H - 4 // heading, legend, rank and probability
	shown := min(rows, n)
	first := windowAt(s.token, shown, n)
	for y := range shown {
		t := first + y
		style, mark := f.Theme.Text, " "
		if t == s.token {
			style, mark = f.Theme.Accent, "▸"
		}
		g.Text(0, 1+y, f.Theme.Fit(viz.Clean(mark+l.word(t)), labels), style)
		for i, p := range points {
			said := f.Theme.Faint
			if p >= s.table.Decided[t] {
				said = f.Theme.Measured
			}
			g.Text(labels+1+i*w, 1+y, f.Theme.Fit(viz.Clean(l.called(s.table.Says[p][t].Token)), w-1), said)
		}
	}
	y := 1 + shown
	g.Text(0, y, f.Theme.Fit(f.Say("rank"), labels), f.Theme.Strong)
	g.Text(0, y+1, f.Theme.Fit(viz.Clean("p"), labels), f.Theme.Strong)
	for i, p := range points {
		rank, probability := s.ranks[p].Rank, s.ranks[p].P
		style := f.Theme.Text
		if rank == 1 {
			style = f.Theme.Measured
		}
		g.Text(labels+1+i*w, y, f.Theme.Fit(viz.Cleanf("%d", rank), w-1), style)
		g.Text(labels+1+i*w, y+1, f.Theme.Fit(narrowShare(probability, w-1), w-1), style)
	}
	if y+2 < g.H {
		legend := viz.Legend(viz.Size{W: g.W, H: 1}, f.Theme, []viz.LegendItem{
			{Glyph: '■', Style: f.Theme.Measured, Name: f.Say("decided: said to the end")},
			{Glyph: '■', Style: f.Theme.Faint, Name: f.Say("said, and given up later")},
			{Glyph: '▸', Style: f.Theme.Accent, Name: f.Say("rank and p of “%s”", l.called(s.followed))},
		})
		g.Put(0, y+2, legend)
	}
	return g
}

// narrowShare writes a probability in few columns: with two decimals where
// three have no room.
func narrowShare(p float64, w int) viz.Safe {
	const three = 5
	if w >= three {
		return viz.Share(p, w)
	}
	return viz.Clean(strings.TrimPrefix(viz.Fixed(p, 2).String(), "0"))
}

// initial names a point in three columns.
func initial(f lab.Frame, point int) viz.Safe {
	switch {
	case point == 0:
		return f.Say("emb")
	case point%2 == 1:
		return viz.Clean(fmt.Sprintf("A%d", (point-1)/2))
	}
	return viz.Clean(fmt.Sprintf("M%d", (point-1)/2))
}

// drawRanks draws the rank of the followed token over the points.
func (l *Lab) drawRanks(f lab.Frame) viz.Grid {
	s := l.lens
	ranks := make([]float64, len(s.table.Says))
	for p := range ranks {
		ranks[p] = float64(s.ranks[p].Rank)
	}
	c := viz.LineChart{
		Series: []viz.Line{{Name: f.Say("rank"), Values: lab.Padded(ranks, f.Last("points", len(ranks)-1)+1)}},
		X:      [2]float64{0, float64(f.Last("points", len(ranks)-1))}, Whole: true, Log: true, Y: &[2]float64{1, f.Top("rank", float64(l.lm.Tokens.Size()))},
		XName: f.Print(message.About("pass", "point")),
		YName: f.Say("rank of “%s”", l.called(s.followed)),
	}
	return viz.Lines(f.Size, f.Theme, c)
}
