package inside

import (
	"fmt"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

const (
	workedW = 27  // columns of the weight that is worked out
	headsW  = 110 // a picture this wide, and
	headsH  = 20  // as high, has all heads beside the one
)

// drawAttention draws the head, the chosen weight, and where there is the room
// all heads.
func (l *Lab) drawAttention(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	left := f.W
	if f.W >= headsW && f.H >= headsH && l.config().Layers*l.config().Heads > 1 {
		left = f.W * 55 / 100
		g.Put(left+2, 0, l.drawHeads(f.In(f.W-left-2, f.H)))
	}
	if left < 2*workedW {
		g.Put(0, 0, l.drawHead(f.In(left, f.H)))
		return g
	}
	rows := f.H
	if f.H >= headsH { // what is read stands below
		rows = min(max(len(l.text0.tokens)+3, 12), f.H*2/3)
	}
	g.Put(0, 0, l.drawHead(f.In(left-workedW-2, rows)))
	g.Put(left-workedW, 0, l.drawWorked(f.In(workedW, rows)))
	if rows < f.H {
		g.Put(0, rows+1, l.drawRow(f.In(left, f.H-rows-1)))
	}
	return g
}

// drawHead draws the head's matrix and the arcs of the token that reads: of a
// long text as many rows as fit, up to that token.
func (l *Lab) drawHead(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	a, n := l.attention, len(l.text0.tokens)
	m := l.heat(l.layer, l.head)
	labels := 0
	for _, word := range l.text0.labels {
		labels = max(labels, f.Theme.Show(viz.Clean(word)).Width())
	}
	labels = min(labels, 9)
	x := labels + 2 + 2*mostArcs
	room := max(g.W-x-2, 1)
	rows := max(min(n, g.H-2), 1)
	first := min(max(a.from-rows+1, 0), n-rows)
	wide, bin := min(room/n, 4), (n+room-1)/room // columns for a token, tokens in a column
	title := f.Say("head %d.%d: a row is a token that reads", l.layer, l.head)
	if bin > 1 {
		title = f.Say("head %d.%d: a row is a token, a column %d", l.layer, l.head, bin)
	}
	titles := []viz.Safe{title, f.Say("head %d.%d", l.layer, l.head)}
	if test, score, ok := l.named(); ok {
		named := f.Say("head %d.%d, by test “%v” %.2f", l.layer, l.head, message.New(test), score)
		titles = []viz.Safe{named, titles[1]}
		if bin <= 1 {
			titles = append([]viz.Safe{f.Say("head %d.%d, by test “%v” %.2f: a row is a token that reads", l.layer, l.head, message.New(test), score)}, titles...)
		}
	}
	g.Text(0, 0, f.Theme.FitFirst(g.W, titles...), f.Theme.Strong)
	for i := first; i < first+rows; i++ {
		style, mark, y := f.Theme.Text, viz.Clean(" "), 1+i-first
		switch i {
		case a.from:
			style, mark = f.Theme.Accent, viz.Clean("▸")
		case a.at:
			style = f.Theme.Measured
		}
		g.Text(0, y, f.Theme.Show(mark), style)
		g.Text(1, y, f.Theme.Fit(viz.Clean(l.word(i)), labels), style)
	}
	g.Put(labels+1, 1, drawArcs(f.In(2*mostArcs, rows), arcsOf(a.weights, a.from, a.order), a.from, first))
	m.Bare, m.Zoom = true, viz.Region{Row: first, Rows: rows, Cols: n}
	if wide > 0 {
		room = n * wide
	}
	g.Put(x, 1, viz.Heat(viz.Size{W: room, H: rows}, f.Theme, m))
	for i := range n - 1 { // the name of a column, where it begins
		at := x + (i+1)*wide + 1
		if left := g.W - at; rows == n && wide > 0 && left > 2 {
			g.Text(at, 1+i, f.Theme.Fit(viz.Clean(l.word(i)), left), f.Theme.Faint)
		}
	}
	m.Name, m.Zoom = f.Say("weight"), viz.Region{}
	const scale = 24 // columns of the colours with their numbers
	g.Put(0, g.H-1, viz.HeatLegend(viz.Size{W: min(scale, g.W), H: 1}, f.Theme, m))
	if left := g.W - scale - 1; left >= scale {
		g.Text(scale+1, g.H-1, f.Theme.FitFirst(left, f.Say("arcs: ━ from %.1f, ─ from %.2f on", thickFrom, leastArc), f.Say("━ from %.1f, ─ from %.2f", thickFrom, leastArc)), f.Theme.Faint)
	}
	return g
}

// drawWorked draws how the chosen weight comes about.
func (l *Lab) drawWorked(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	a := l.attention
	p := a.pair
	line := func(y int, name viz.Safe, value viz.Safe, style viz.Style) {
		g.Text(0, y, f.Theme.Fit(name, g.W-value.Width()-1), f.Theme.Text)
		g.Text(g.W-value.Width(), y, f.Theme.Show(value), style)
	}
	g.Text(0, 0, f.Theme.Fit(f.Say("“%s” reads “%s”", l.word(a.from), l.word(a.at)), g.W), f.Theme.Strong)
	line(1, viz.Clean("q·k"), viz.Fixed(p.Dot, 3), f.Theme.Text)
	line(2, viz.Cleanf("× %.4f", p.Scale), viz.Fixed(p.Dot*p.Scale, 3), f.Theme.Text)
	y := 3
	if c := l.config(); c.Parts.ScoreCap != 0 {
		line(y, f.Say("capped"), viz.Fixed(p.Score, 3), f.Theme.Text)
		y++
	} else if off := p.Score - float64(p.Dot*p.Scale); off < -1e-3 {
		line(y, f.Say("less its distance"), viz.Fixed(p.Score, 3), f.Theme.Text)
		y++
	}
	seen := f.Say("seen")
	if !p.Seen {
		seen = f.Say("hidden")
	}
	line(y, f.Say("mask"), seen, f.Theme.Text)
	if p.Seen {
		line(y+1, f.Say("− the peak, %s", viz.Fixed(p.Peak, 3)), viz.Fixed(p.Score-p.Peak, 3), f.Theme.Text)
		line(y+2, f.Say("e to that"), viz.Fixed(expOf(p.Score-p.Peak), 4), f.Theme.Text)
		line(y+3, f.Say("÷ the sum, %s", viz.Fixed(p.Sum, 3)), viz.Fixed(p.Weight, 4), f.Theme.Measured)
		y += 3
	}
	y += 2
	if rest := g.H - y; rest >= 3 && f.H < headsH {
		g.Put(0, y, l.drawRow(f.In(g.W, rest)))
	}
	return g
}

// drawRow draws what the token reads, the most first.
func (l *Lab) drawRow(f lab.Frame) viz.Grid {
	a := l.attention
	c := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("reads"), Left: true, Width: 6}, {Title: f.Say("weight"), Width: 5}},
		Max:     1,
		More: func(rows int, sum float64) viz.Safe {
			return f.Print(message.Count(rows, "%d more: %s", "%d more: %s", rows, viz.Fixed(sum, 3)))
		},
	}
	for _, i := range a.order {
		w := float64(a.weights.At(a.from, i))
		c.Rows = append(c.Rows, viz.BarRow{Cells: []viz.Safe{viz.Clean(l.word(i)), viz.Share(w, 5)}, Value: w, Mark: nan, Chosen: i == a.at})
	}
	return viz.Bars(f.Size, f.Theme, c)
}

// drawHeads draws all heads small, a row of them for each block.
func (l *Lab) drawHeads(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	c := l.config()
	const least = 3 // rows of a small picture, with its name
	rows, columns := min(c.Layers, (g.H-1)/least), min(c.Heads, g.W/8)
	if rows < 1 || columns < 1 {
		return g
	}
	g.Text(0, 0, f.Theme.Fit(f.Say("all heads, a row of them for each block"), g.W), f.Theme.Strong)
	firstRow, firstColumn := windowAt(l.layer, rows, c.Layers), windowAt(l.head, columns, c.Heads)
	w, h := g.W/columns, (g.H-1)/rows
	for r := range rows {
		for k := range columns {
			layer, head := firstRow+r, firstColumn+k
			m := l.heat(layer, head)
			m.Bare = true
			style, mark := f.Theme.Text, " "
			if layer == l.layer && head == l.head {
				style, mark = f.Theme.Accent, "▸"
			}
			x, y := k*w, 1+r*h
			g.Text(x, y, f.Theme.Fit(viz.Clean(fmt.Sprintf("%s%d.%d", mark, layer, head)), w-1), style)
			g.Put(x+1, y+1, viz.Heat(viz.Size{W: w - 2, H: h - 1}, f.Theme, m))
		}
	}
	return g
}

// windowAt is the first of so many shown of all, with one of them among them.
func windowAt(at, shown, all int) int { return min(max(at-shown/2, 0), all-shown) }
