package viz

import "math"

// ValueAt returns the index of the value that [Lines] draws in column x of a
// chart of that size; ok is false beside the plot. Of several values in a
// column it is the one nearest to its middle.
func (c LineChart) ValueAt(size Size, t Theme, x int) (i int, ok bool) {
	l := c.layout(size, t, c.rangeY())
	last := c.longest() - 1
	if x < l.left || x >= l.right || last < 0 {
		return 0, false
	}
	at := float64(x-l.left) / float64(max(l.right-l.left-1, 1))
	return int(math.Round(at * float64(last))), true
}
