package viz

import "math"

// ValueAt returns the index of the value that [Lines] draws in column x of a
// chart of that size; ok is false beside the plot. Of several values in a
// column it is the one nearest to its middle.
func (c LineChart) ValueAt(size Size, t Theme, x int) (i int, ok bool) {
	top, bottom := c.rows(size.H)
	left := drawScale(t.Grid(size), top, bottom, t, c.rangeY(), c.Log)
	last := c.longest() - 1
	if x < left || x >= size.W || last < 0 {
		return 0, false
	}
	at := float64(x-left) / float64(max(size.W-left-1, 1))
	return int(math.Round(at * float64(last))), true
}
