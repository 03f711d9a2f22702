package position

import (
	"math"
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// draw draws the two orders with a line from each word to where it went, and
// below how much that changes: for each word, and for each scheme.
func (m shuffle) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	const gap = 1
	bars := max(len(schemes), len(m.names)) + 3 // with titles and legend
	rest := g.H - gap - min(bars, max(g.H*3/5, len(schemes)+1))
	switch {
	case g.W < 24 || g.H < 5:
		return m.byScheme(f)
	case g.H < len(schemes)+4: // the orders, and what they change
		g.Put(0, 0, m.orders(f.In(g.W, 2)))
		g.Put(0, 2, m.byToken(f.In(g.W, g.H-2)))
		return g
	case rest < 5: // no room for lines that can be followed
		rest = 2
	}
	const number = 6 // rows of the large one, with its name
	if rest >= 8+number+gap {
		rest -= number + gap
		g.Put(0, rest+gap, m.number(f.In(g.W, number)))
		g.Put(0, rest+number+2*gap, m.bars(f.In(g.W, g.H-rest-number-2*gap)))
	} else {
		g.Put(0, rest+gap, m.bars(f.In(g.W, g.H-rest-gap)))
	}
	g.Put(0, 0, m.orders(f.In(g.W, rest)))
	return g
}

// orders draws the words in both orders, and what follows each.
func (m shuffle) orders(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	next := 0 // cells for the next words
	switch {
	case g.W >= 76:
		next = 22
	case g.W >= 52:
		next = 18
	}
	const name = 2 // cells of "A"
	t, n := f.Theme, len(m.words)
	room := float64(g.W-next-name) / float64(n)
	column := func(i int) int { return name + int((float64(i)+.5)*room) }
	from := make([]int, n) // where a word of the first order stands in the second
	for i, p := range m.order {
		from[p] = i
	}
	word := func(i, y int, s viz.Safe, st viz.Style) {
		s = t.Fit(s, max(int(room)-1, 1))
		g.Text(max(column(i)-s.Width()/2, name), y, s, st)
	}
	now, most := m.now().free, 0
	for i, v := range now {
		if v > now[most] {
			most = i
		}
	}
	quiet := t.Faint
	links := make([]viz.Link, n)
	for i := range n {
		links[i] = viz.Link{From: column(i), To: column(from[i]), Style: quiet}
		word(i, 0, m.words[i], t.Measured)
		word(from[i], g.H-1, m.words[i], t.Reference)
	}
	links[most].Style = t.Measured
	links[most], links[n-1] = links[n-1], links[most] // drawn last
	g.Text(0, 0, viz.Clean("A"), t.Measured)
	g.Text(0, g.H-1, viz.Clean("B"), t.Reference)
	g.Put(0, 1, viz.Links(viz.Size{W: g.W - next, H: max(g.H-2, 0)}, t, links))
	if next > 0 {
		m.following(g, f, g.W-next+1)
	}
	return g
}

// following writes what the model would write after both orders, in the column
// x: with its own positions in their rows, without any between them.
func (m shuffle) following(g viz.Grid, f lab.Frame, x int) {
	t, w := f.Theme, g.W-x
	guess := func(y, which, order int, name viz.Safe, st viz.Style) {
		p := viz.Fixed(m.next[which].p[order], 2)
		word := t.Fit(viz.Cleanf("%s %s", name, m.next[which].words[order]), w-p.Width()-1)
		g.Text(x, y, word, st)
		g.Text(g.W-p.Width(), y, p, st)
	}
	arrow := t.Show(viz.Clean("→"))
	guess(0, 0, 0, arrow, t.Measured)
	guess(g.H-1, 0, 1, arrow, t.Reference)
	if g.H >= 5 {
		g.Text(x, 1, t.Fit(f.Say("the next token,"), w), t.Faint)
		g.Text(x, 2, t.FitFirst(w, f.Say("model's own positions"), f.Say("own positions")), t.Faint)
	} else if g.H >= 4 {
		g.Text(x, 1, t.FitFirst(w, f.Say("own positions"), f.Say("own")), t.Faint)
	}
	if g.H >= 7 {
		g.Text(x, 3, t.Fit(f.Say("positions off:"), w), t.Faint)
		guess(4, 1, 0, viz.Clean("A"), t.Faint)
		guess(5, 1, 1, viz.Clean("B"), t.Faint)
	}
}

// bars draws how much outputs change, by token and by scheme.
func (m shuffle) bars(f lab.Frame) viz.Grid {
	if f.W < 64 {
		return m.byScheme(f)
	}
	g := f.Theme.Grid(f.Size)
	const gap = 3
	left := (g.W - gap) / 2
	g.Put(0, 0, m.byToken(f.In(left, g.H)))
	g.Put(left+gap, 0, m.byScheme(f.In(g.W-left-gap, g.H)))
	return g
}

// top is where the bars end: at 1, and beyond that in steps of a half, so that
// they do not stretch with a knob.
func (m shuffle) top(f lab.Frame) float64 {
	top := 1.0
	for _, c := range m.changes {
		for _, v := range slices.Concat(c.free, c.causal) {
			top = max(top, v)
		}
	}
	return f.Top("change", math.Ceil(2*top)/2)
}

func (m shuffle) byToken(f lab.Frame) viz.Grid {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("token"), Left: true, Width: 6},
			{Title: f.Say("no mask"), Width: 7},
			{Title: f.Say("causal"), Width: 6, Spare: true},
		},
		Kept: f.Say("no mask"), Marks: f.Say("causal mask"), Max: m.top(f),
	}
	if f.H < len(m.names)+3 { // no room for a legend
		chart.Kept, chart.Marks = viz.Safe{}, viz.Safe{}
	}
	now := m.now()
	for i, v := range now.free {
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: v, Mark: now.causal[i],
			Cells: []viz.Safe{m.names[i], viz.Fixed(v, 3), viz.Fixed(now.causal[i], 3)},
		})
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// byScheme draws the largest change of any token with each scheme.
func (m shuffle) byScheme(f lab.Frame) viz.Grid {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("scheme"), Left: true, Width: 10},
			{Title: f.Say("no mask"), Width: 7},
		},
		Kept: f.Say("largest change"), Marks: f.Say("causal mask"), Max: m.top(f),
	}
	if f.H < len(schemes)+4 { // no room for a legend
		chart.Kept, chart.Marks = viz.Safe{}, viz.Safe{}
	}
	for _, i := range []int{none, alibi, rope, sinusoidal, learned} {
		c := m.changes[i]
		if c.free == nil {
			continue
		}
		most := slices.Max(c.free)
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: most, Mark: slices.Max(c.causal), Chosen: i == m.s.scheme,
			Cells: []viz.Safe{f.Print(message.Label("value", schemes[i].Name)), viz.Fixed(most, 3)},
		})
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// number writes the largest change of the chosen scheme beside that without
// positions, to be read from far away, with the formula.
func (m shuffle) number(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	t, now := f.Theme, m.now()
	left := (g.W - 3) / 2
	for i, side := range []struct {
		name   viz.Safe
		change []float64
		st     viz.Style
	}{
		{f.Say("%v: largest change of an output, |Δy|/|y|", message.Label("value", schemes[m.s.scheme].Name)), now.free, t.Measured},
		{f.Say("no positions: the same"), m.changes[none].free, t.Text},
	} {
		x := i * (left + 3)
		g.Put(x, 0, viz.Big(viz.Size{W: left, H: g.H - 1}, t, viz.Fixed(slices.Max(side.change), 3), side.st))
		g.Text(x, g.H-1, t.Fit(side.name, left), t.Faint)
	}
	return g
}
