package sampling

import (
	"math"
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawTree draws the chosen branch, the seed's path and the likeliest others, each below the one that it grows from,
// with a bar as wide as its mass.
func (l *Lab) drawTree(f lab.Frame) viz.Grid {
	if l.tree.grown == nil {
		return f.Theme.Grid(f.Size)
	}
	chart, rows := l.treeChart(f)
	g := viz.Bars(f.Size, f.Theme, chart)
	if slices.ContainsFunc(rows, l.onPath) {
		l.markSeed(f, g)
	}
	return g
}

// markSeed says what the dot stands for, at the end of the legend's row.
func (l *Lab) markSeed(f lab.Frame, g viz.Grid) {
	says := f.Theme.Show(f.Say("• path of seed %d", l.seed))
	from := g.W - says.Width()
	if g.H == 0 || from < 2 || slices.ContainsFunc(g.Row(g.H - 1)[from-2:], func(c viz.Cell) bool { return c.Rune != ' ' }) {
		return
	}
	g.Text(from, g.H-1, says, f.Theme.Faint)
}

// treeChart is the picture, and the rows that it has room for.
func (l *Lab) treeChart(f lab.Frame) (viz.BarChart, []twig) {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("what may follow"), Left: true, Width: min(max(f.W*2/7, 12), 48)},
			{Title: viz.Clean("p"), Width: 5, Spare: true},
			{Title: f.Say("path"), Width: 6},
			{Title: f.Say("true"), Width: 5},
			{Title: f.Say("seeds"), Width: 5, Spare: true},
		},
		Kept:    f.Say("can be drawn"),
		Removed: f.Say("cut"),
		Max:     1,
		Axis:    true,
	}
	if l.tree.truth == nil {
		chart.Columns = slices.Delete(chart.Columns, 3, 4)
	} else {
		chart.Wrong = f.Say("can be drawn, and is not true")
	}
	t := l.tree.grown
	room := roomOf(chart, f.H)
	chosen := l.chosen()
	rows, rest := twigs(t, room, chosen, uint64(l.seed))
	whole := len(rows) < room && rest < 1e-9
	if !whole && room > 0 {
		rows, rest = twigs(t, room-1, chosen, uint64(l.seed))
	}
	for _, w := range rows {
		chart.Rows = append(chart.Rows, l.twigRow(f, w, w.first() == chosen))
	}
	if !whole && room > 0 {
		cells := make([]viz.Safe, len(chart.Columns))
		cells[0], cells[2] = f.Say("… all others"), viz.Share(rest, 6)
		chart.Rows = append(chart.Rows, viz.BarRow{Cells: cells, Value: math.NaN(), Mark: math.NaN()})
	}
	return chart, rows
}

// roomOf is how many rows a chart has in a height.
func roomOf(c viz.BarChart, h int) (rows int) {
	c.Rows = make([]viz.BarRow, max(h, 0)+1)
	for y := range h {
		if _, ok := c.RowAt(h, y); ok {
			rows++
		}
	}
	return rows + 1 // where more rows than fit are counted there is room for one of them
}

// twigRow is the row of a branch.
func (l *Lab) twigRow(f lab.Frame, w twig, chosen bool) viz.BarRow {
	t := l.tree.grown
	first, last := t.Nodes[w.first()], t.Nodes[w.last()]
	row := viz.BarRow{Value: last.RulesMass, From: w.from, Mark: math.NaN(), Chosen: chosen}
	path := viz.Share(last.RulesMass, 6)
	switch {
	case math.IsNaN(last.RulesMass):
		path = viz.Clean("?  ")
	case last.RulesMass == 0:
		row.Value, row.Removed, path = last.ModelMass, true, f.Say("cut")
		row.From = min(row.From, 1-row.Value)
	case last.TrueMass == 0:
		row.Wrong = true
	}
	p := last.Rules
	if len(w.nodes) > 1 || row.Removed {
		p = over(last.RulesMass, t.Nodes[first.Parent].RulesMass)
	}
	row.Cells = []viz.Safe{l.twigLabel(w), shareOf(p, 5), path}
	if row.Removed {
		row.Cells[1] = viz.Clean("–  ")
	}
	if l.tree.truth != nil {
		row.Cells = append(row.Cells, trueShare(last.TrueMass))
	}
	seeds := viz.Cleanf("%d", len(last.Seeds))
	if l.onPath(w) {
		seeds = viz.Cleanf("•%d", len(last.Seeds))
	}
	if len(last.Seeds) == 0 {
		seeds = viz.Safe{}
	}
	row.Cells = append(row.Cells, seeds)
	return row
}

// onPath says whether the seed's text comes to the end of a branch.
func (l *Lab) onPath(w twig) bool {
	return slices.Contains(l.tree.grown.Nodes[w.last()].Seeds, uint64(l.seed))
}

// over is a share of what may be nothing.
func over(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// trueShare is the mass that a branch truly has; nothing where nobody knows.
func trueShare(mass float64) viz.Safe {
	switch {
	case math.IsNaN(mass):
		return viz.Safe{}
	case mass == 0:
		return viz.Clean("–  ")
	}
	return viz.Share(mass, 5)
}

// twigLabel is the text of a branch, as far in as it is deep.
func (l *Lab) twigLabel(w twig) viz.Safe {
	label := ""
	for range 2 * (l.tree.grown.Nodes[w.first()].Depth - 1) {
		label += " "
	}
	for i, n := range w.nodes {
		if i > 0 {
			label += " "
		}
		label += l.label(l.tree.grown.Nodes[n].Token).String()
	}
	return viz.Clean(label)
}

// atTree reads a branch.
func (l *Lab) atTree(f lab.Frame, _, y int) message.Text {
	if l.tree.grown == nil {
		return message.Text{}
	}
	chart, rows := l.treeChart(f)
	i, ok := chart.RowAt(f.H, y)
	if !ok || i >= len(rows) {
		return message.Text{}
	}
	n := l.tree.grown.Nodes[rows[i].last()]
	text := l.lm.Tokens.Decode(l.tree.grown.Path(rows[i].last()))
	all := []message.Text{message.New("%q: p %.4g at T = 1 and uncut", viz.Clean(text), n.ModelMass), message.New("after the rules %.4g", n.RulesMass)}
	if !math.IsNaN(n.TrueMass) {
		all = append(all, message.New("in truth %.4g", n.TrueMass))
	}
	all = append(all, message.Count(len(n.Seeds), "%d of %d seeds comes here", "%d of %d seeds come here", len(n.Seeds), treeSeeds))
	return message.Series(all...)
}
