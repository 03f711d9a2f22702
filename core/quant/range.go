package quant

import (
	"fmt"
	"math"
	"slices"
)

// Range is the interval of values that a grid is made for.
type Range struct{ Lo, Hi float32 }

// Union returns the smallest range that holds both.
func (r Range) Union(o Range) Range {
	return Range{min(r.Lo, o.Lo), max(r.Hi, o.Hi)}
}

// MinMax returns the smallest and the largest finite value of x; 0 to 0 if
// there is none. Nothing is clipped; one outlier stretches every step.
func MinMax(x []float32) Range {
	r, found := minMax(x)
	if !found {
		return Range{}
	}
	return r
}

func minMax(x []float32) (r Range, found bool) {
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	for _, v := range x {
		// v − v is 0 for the finite only.
		if v < lo && v-v == 0 {
			lo = v
		}
		if v > hi && v-v == 0 {
			hi = v
		}
	}
	return Range{lo, hi}, lo <= hi
}

// Percentile returns the p-quantile of x and its mirror, the (1−p)-quantile,
// with 0.5 < p ≤ 1, interpolated linearly between the sorted values (NumPy's
// default): what lies beyond is clipped. For a symmetric scheme the wider side
// decides. It panics if p is outside.
func Percentile(x []float32, p float64) Range {
	checkPercentile(p)
	some := make([]float32, 0, len(x))
	for _, v := range x {
		if v-v == 0 {
			some = append(some, v)
		}
	}
	if len(some) == 0 {
		return Range{}
	}
	return Range{quantile(some, 1-p), quantile(some, p)}
}

func checkPercentile(p float64) {
	if !(p > 0.5 && p <= 1) {
		panic(fmt.Sprintf("quant: percentile %g is not above 0.5 and at most 1", p))
	}
}

// quantile interpolates between the two values next to rank p·(n−1), counted
// from 0. It puts x into another order.
func quantile(x []float32, p float64) float32 {
	at := p * float64(len(x)-1)
	i := int(at)
	low := float64(nth(x, i))
	if i+1 >= len(x) {
		return float32(low)
	}
	high := float64(slices.Min(x[i+1:])) // nth has left the larger ones there
	return float32(low + (at-float64(i))*(high-low))
}

// nth returns the value of rank n and moves smaller ones before it, larger
// ones behind it (Hoare 1961): two ranks do not need all of the order.
func nth(x []float32, n int) float32 {
	lo, hi := 0, len(x)-1
	for lo < hi {
		// The median of three is a pivot that sorted values do not defeat.
		pivot := median(x[lo], x[lo+(hi-lo)/2], x[hi])
		i, j := lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			hi = j
		case n >= i:
			lo = i
		default:
			return x[n]
		}
	}
	return x[n]
}

func median(a, b, c float32) float32 {
	return max(min(a, b), min(max(a, b), c))
}

// SearchMSE returns the range with the smallest mean squared error of x under
// s, among MinMax(x) shrunk to 100, 99, … 21 %: the search of GPTQ's
// quantizer, with squares. The widest of equals wins. It takes 80·len(x)
// steps.
func SearchMSE(x []float32, s Scheme) Range {
	full := MinMax(x)
	best, least := full, math.Inf(1)
	for percent := 100; percent > 20; percent-- {
		by := float32(percent) / 100
		r := Range{full.Lo * by, full.Hi * by}
		if e := squaredError(s.Grid(r), x, least); e < least {
			best, least = r, e
		}
	}
	return best
}

// squaredError returns Σ(x − Snap(x))² over the finite values, or some sum
// above limit if it is more than that.
func squaredError(g Grid, x []float32, limit float64) float64 {
	const chunk = 256
	var buf [chunk]float32
	var sum float64
	for len(x) > 0 && sum <= limit {
		n := copy(buf[:], x)
		g.SnapAll(buf[:n])
		for i, v := range x[:n] {
			if v-v == 0 {
				d := float64(v) - float64(buf[i])
				sum += d * d
			}
		}
		x = x[n:]
	}
	return sum
}

// Clip chooses the Range of a set of values. The zero Clip is MinMax. Search,
// if set, is SearchMSE; else Percentile, if not 0, is its p.
type Clip struct {
	Percentile float64
	Search     bool
}

// Range returns the range that c gives x under s.
func (c Clip) Range(x []float32, s Scheme) Range {
	switch {
	case c.Search:
		return SearchMSE(x, s)
	case c.Percentile != 0:
		return Percentile(x, c.Percentile)
	}
	return MinMax(x)
}
