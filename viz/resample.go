package viz

import "math"

// resample spreads values over n points without losing a value: fewer values
// are placed and connected by straight lines; of more, each pair of points
// gets the least and the greatest of its share, in the order they come in.
func resample(values []float64, n int) []float64 {
	out := make([]float64, n)
	switch {
	case len(values) == 0:
		for i := range out {
			out[i] = math.NaN()
		}
	case len(values) <= n:
		spread(out, values)
	default:
		out[n-1] = values[len(values)-1] // if n is odd
		pairs := n / 2
		for k := range pairs {
			from, to := k*len(values)/pairs, (k+1)*len(values)/pairs
			out[2*k], out[2*k+1] = extremes(values[from:to])
		}
	}
	return out
}

// spread places values evenly on out and connects them.
func spread(out, values []float64) {
	last := len(values) - 1
	place := func(i int) int {
		if last == 0 {
			return 0
		}
		return int(math.Round(float64(i) * float64(len(out)-1) / float64(last)))
	}
	for i := range values {
		from, to := place(i), len(out)
		if i < last {
			to = place(i + 1)
		}
		for x := from; x < to; x++ {
			out[x] = math.NaN()
			if x == from {
				out[x] = values[i]
			} else if i < last && finite(values[i]) && finite(values[i+1]) {
				out[x] = between(values[i], values[i+1], float64(x-from)/float64(to-from))
			}
		}
	}
}

// extremes returns the least and the greatest value in the order they come
// in; NaN counts only where there is nothing else.
func extremes(values []float64) (first, second float64) {
	low, high := -1, -1
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if low < 0 || v < values[low] {
			low = i
		}
		if high < 0 || v > values[high] {
			high = i
		}
	}
	if low < 0 {
		return math.NaN(), math.NaN()
	}
	return values[min(low, high)], values[max(low, high)]
}

// padded returns values with gaps after them, n in all.
func padded(values []float64, n int) []float64 {
	if len(values) == n {
		return values
	}
	out := make([]float64, n)
	for i := copy(out, values); i < n; i++ {
		out[i] = math.NaN()
	}
	return out
}
