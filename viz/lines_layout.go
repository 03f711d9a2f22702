package viz

import (
	"cmp"
	"math"
	"slices"
)

// lineLayout is where the parts of a chart of lines go: the plot from left to
// right and from top to bottom, the first column and row after it, and beside it
// the names of the series, if all have room there.
type lineLayout struct {
	left, right, top, bottom int
	ends                     []lineEnd
}

// lineEnd is what is written beside the end of a series.
type lineEnd struct {
	series int
	text   Safe
	at     float64 // where the series ends, from 0 at the bottom to 1
	row    int     // of the plot
}

func (c LineChart) layout(size Size, t Theme, y [2]float64) lineLayout {
	l := lineLayout{right: max(size.W, 0), bottom: max(size.H, 0)}
	if size.H > 3 {
		l.bottom -= 2
	}
	if size.H > 5 && c.YName.s != "" {
		l.top = 1
	}
	l.left = scaleWidth(size.W, l.bottom-l.top, t, y, c.Log, t.fine())
	if ends, width := c.ends(Size{l.right - l.left, l.bottom - l.top}, t, y); ends != nil {
		l.ends = ends
		l.right -= width + 1
		return l
	}
	if size.H > 5 && len(c.legend(t, y)) > 0 && l.top == 0 {
		l.top = 1
		l.left = scaleWidth(size.W, l.bottom-l.top, t, y, c.Log, t.fine())
	}
	return l
}

// ends places the names of the series beside their ends, and returns how wide
// they are: nil where not all of them find a row near their end, or where they
// would take more than a third of the plot.
func (c LineChart) ends(plot Size, t Theme, y [2]float64) (ends []lineEnd, width int) {
	if !t.fine() || plot.H < 4 {
		return nil, 0
	}
	for i, s := range c.Series {
		if s.Name.s == "" {
			continue
		}
		if len(s.Values) < c.longest() || len(s.Values) == 0 {
			return nil, 0
		}
		last := s.Values[len(s.Values)-1]
		p := position(scaled(last, c.Log), y[0], y[1])
		if !(p >= 0 && p <= 1) { // NaN ends nowhere
			return nil, 0
		}
		text := t.Show(s.Name)
		if !endsInDigit(s.Name) { // it would read as one number
			text = t.Show(Safe{s.Name.s + " " + brief(last, y[1]-y[0])})
		}
		ends = append(ends, lineEnd{i, text, p, dotAt(p, plot.H) / 4})
	}
	for pass := range 2 {
		width = 0
		for i, e := range ends {
			if pass == 1 { // the name without its value
				ends[i].text = t.Show(c.Series[e.series].Name)
			}
			width = max(width, ends[i].text.Width())
		}
		if 3*(width+1) <= plot.W {
			break
		}
	}
	if len(ends) == 0 || 3*(width+1) > plot.W || !spreadOut(ends, plot.H) {
		return nil, 0
	}
	return ends, width
}

func endsInDigit(s Safe) bool {
	last := s.s[len(s.s)-1]
	return last >= '0' && last <= '9'
}

// spreadOut gives each of the ends a row of its own in h rows, at most two from
// where it is, in the order of their values. It reports whether that worked.
func spreadOut(ends []lineEnd, h int) bool {
	if len(ends) > h {
		return false
	}
	slices.SortStableFunc(ends, func(a, b lineEnd) int { return cmp.Compare(b.at, a.at) })
	rows := make([]int, len(ends))
	for i, e := range ends {
		rows[i] = e.row
		if i > 0 {
			rows[i] = max(rows[i], rows[i-1]+1)
		}
	}
	for i := len(rows) - 1; i >= 0; i-- {
		limit := h - 1
		if i < len(rows)-1 {
			limit = rows[i+1] - 1
		}
		rows[i] = min(rows[i], limit)
	}
	const most = 2
	for i := range ends {
		if rows[i]-ends[i].row > most || ends[i].row-rows[i] > most {
			return false
		}
		ends[i].row = rows[i]
	}
	return true
}

// brief writes a number to three digits, fewer where they would be none of a
// range.
func brief(v, span float64) string {
	switch a := math.Abs(v); {
	case a >= 1e5, a != 0 && a < 1e-2 && span < 0.1:
		return short(v)
	case a >= 100:
		return Fixed(v, 0).s
	case a >= 10:
		return Fixed(v, 1).s
	}
	return Fixed(v, 2).s
}
