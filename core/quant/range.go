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
	rising := sorted(x)
	if len(rising) == 0 {
		return Range{}
	}
	return Range{quantile(rising, 1-p), quantile(rising, p)}
}

func checkPercentile(p float64) {
	if !(p > 0.5 && p <= 1) {
		panic(fmt.Sprintf("quant: percentile %g is not above 0.5 and at most 1", p))
	}
}

// quantile interpolates between the two of rising values next to rank p·(n−1),
// counted from 0.
func quantile(rising []float32, p float64) float32 {
	at := float64(p * float64(len(rising)-1))
	i := int(at)
	low, high := float64(rising[i]), float64(rising[min(i+1, len(rising)-1)])
	return float32(low + float64((at-float64(i))*(high-low)))
}

// sorted returns the finite values of x in rising order. Of many it sorts the
// bits, eleven at a time from the lowest on (Knuth, The Art of Computer
// Programming 3, §5.2.5): each pass keeps the order of the one before.
func sorted(x []float32) []float32 {
	const few = 2048
	out := make([]float32, 0, len(x))
	for _, v := range x {
		if v-v == 0 {
			out = append(out, v)
		}
	}
	if len(out) < few {
		slices.Sort(out)
		return out
	}
	// Floats rise with their bits, negative ones fall: these are turned round.
	const negative = 1 << 31
	keys, next := make([]uint32, len(out)), make([]uint32, len(out))
	for i, v := range out {
		if keys[i] = math.Float32bits(v); keys[i]&negative != 0 {
			keys[i] = ^keys[i]
		} else {
			keys[i] |= negative
		}
	}
	const digit = 11
	for shift := 0; shift < 32; shift += digit {
		var place [1<<digit + 1]int // where the next key with a digit goes
		for _, k := range keys {
			place[k>>shift&(1<<digit-1)+1]++
		}
		for d := range 1 << digit {
			place[d+1] += place[d]
		}
		for _, k := range keys {
			d := k >> shift & (1<<digit - 1)
			next[place[d]] = k
			place[d]++
		}
		keys, next = next, keys
	}
	for i, k := range keys {
		if k&negative != 0 {
			out[i] = math.Float32frombits(k &^ negative)
		} else {
			out[i] = math.Float32frombits(^k)
		}
	}
	return out
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
