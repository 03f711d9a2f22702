package viz

// Link is a line from a column of the first row of a picture to one of the
// last.
type Link struct {
	From, To int
	Style    Style
}

// Links draws straight lines from top to bottom, so that one sees which of two
// orders of the same things puts each of them where, and which lines cross. A
// later line is drawn over an earlier one.
func Links(size Size, t Theme, links []Link) Grid {
	g := t.Grid(size)
	if g.W < 1 || g.H < 1 {
		return g
	}
	if t.Glyphs == ASCII {
		for _, l := range links {
			l.ascii(g)
		}
		return g
	}
	c := newSheets(g.Size, len(links))
	order := make([]int, len(links))
	for i, l := range links {
		order[i] = i
		c.segment(i, 2*l.From, 2*l.To)
	}
	c.draw(g, t, func(i int) Style { return links[i].Style }, order)
	return g
}

// segment draws a straight line from the top to the bottom, between columns of
// dots.
func (c sheets) segment(series, from, to int) {
	last := 4*c.H - 1
	n := max(last, to-from, from-to)
	for i := range n + 1 {
		c.dot(series, from+(to-from)*i/n, last*i/n)
	}
}

// ascii draws a line with a slash a row, and dots where it runs flatter.
func (l Link) ascii(g Grid) {
	at := func(y int) int { return l.From + (l.To-l.From)*y/g.H }
	for y := range g.H {
		a, b := at(y), at(y+1)
		for x := min(a, b) + 1; x < max(a, b); x++ {
			g.Set(x, y, '.', l.Style)
		}
		r := '|'
		switch {
		case b > a:
			r = '\\'
		case b < a:
			r = '/'
		}
		g.Set(a, y, r, l.Style)
	}
}
