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
	n := 0
	for _, v := range x {
		if v-v == 0 {
			n++
		}
	}
	if n == 0 {
		return Range{}
	}
	if k := depth(n, p); k <= len(ends{}.least) {
		e := endsOf(x, k)
		return Range{quantile(n, 1-p, e.low), quantile(n, p, func(i, j int) (low, high float32) { return e.high(n-1-i, n-1-j) })}
	}
	const few = 256 // are sorted sooner than counted
	if len(x) < few {
		rising := finiteOf(make([]float32, 0, few), x)
		slices.Sort(rising)
		at := func(i, j int) (low, high float32) { return rising[i], rising[j] }
		return Range{quantile(n, 1-p, at), quantile(n, p, at)}
	}
	l := leading{values: x}
	for _, v := range x {
		if v-v == 0 {
			l.counts[key(v)>>(32-digit)]++
		}
	}
	return Range{quantile(n, 1-p, l.ranked), quantile(n, p, l.ranked)}
}

func checkPercentile(p float64) {
	if !(p > 0.5 && p <= 1) {
		panic(fmt.Sprintf("quant: percentile %g is not above 0.5 and at most 1", p))
	}
}

// quantile interpolates between the two of n values that are next to rank
// p·(n−1), counted from 0 in rising order.
func quantile(n int, p float64, ranked func(i, j int) (low, high float32)) float32 {
	at := float64(p * float64(n-1))
	i := int(at)
	a, b := ranked(i, min(i+1, n-1))
	low, high := float64(a), float64(b)
	return float32(low + float64((at-float64(i))*(high-low)))
}

// depth is how many of n values are to be known from each end for their p-quantile
// and its mirror.
func depth(n int, p float64) int {
	low, high := int(float64((1-p)*float64(n-1))), int(float64(p*float64(n-1)))
	return min(max(low+2, n-high), n)
}

// ends are some of the smallest of a set of values, from the smallest on, and as
// many of the largest, from the largest on.
type ends struct{ least, most [16]float32 }

// endsOf returns the first k finite values of x from each end, of which there are
// as many.
func endsOf(x []float32, k int) (e ends) {
	least, most := e.least[:k], e.most[:k]
	for i := range k {
		least[i], most[i] = float32(math.Inf(1)), float32(math.Inf(-1))
	}
	for _, v := range x {
		if v < least[k-1] && v-v == 0 {
			i := k - 1
			for ; i > 0 && v < least[i-1]; i-- {
				least[i] = least[i-1]
			}
			least[i] = v
		}
		if v > most[k-1] && v-v == 0 {
			i := k - 1
			for ; i > 0 && v > most[i-1]; i-- {
				most[i] = most[i-1]
			}
			most[i] = v
		}
	}
	return e
}

// low and high return the values of two ranks, counted from the end.
func (e *ends) low(i, j int) (a, b float32)  { return e.least[i], e.least[j] }
func (e *ends) high(i, j int) (a, b float32) { return e.most[i], e.most[j] }

// leading are values, and how many of them are finite and have each leading
// digit of a key.
type leading struct {
	values []float32
	counts [1 << digit]int
}

// ranked returns the values of the ranks i and j, which is i or the next: only
// those are sorted that share their leading digit with one of them.
func (l *leading) ranked(i, j int) (low, high float32) {
	var first uint32
	before := 0 // the values of lower digits
	for ; before+l.counts[first] <= i; first++ {
		before += l.counts[first]
	}
	last, many := first, l.counts[first]
	for before+many <= j {
		last++
		many += l.counts[last]
	}
	near := make([]float32, 0, many)
	for _, v := range l.values {
		if d := key(v) >> (32 - digit); v-v == 0 && d >= first && d <= last {
			near = append(near, v)
		}
	}
	sort(near)
	return near[i-before], near[j-before]
}

const (
	negative = 1 << 31 // of a float's bits
	digit    = 11      // bits of a key that are looked at together
)

// key returns bits that rise with the value.
func key(v float32) uint32 {
	k := math.Float32bits(v)
	if k&negative != 0 { // these fall
		return ^k
	}
	return k | negative
}

// finiteOf appends the finite values of x.
func finiteOf(out, x []float32) []float32 {
	for _, v := range x {
		if v-v == 0 {
			out = append(out, v)
		}
	}
	return out
}

// sorted returns the finite values of x in rising order.
func sorted(x []float32) []float32 {
	out := finiteOf(make([]float32, 0, len(x)), x)
	sort(out)
	return out
}

// sort puts finite values in rising order. Of many it sorts the keys, a digit
// at a time from the lowest on (Knuth, The Art of Computer Programming 3,
// §5.2.5): each pass keeps the order of the one before.
func sort(x []float32) {
	const few = 2048
	if len(x) < few {
		slices.Sort(x)
		return
	}
	keys, next := make([]uint32, len(x)), make([]uint32, len(x))
	for i, v := range x {
		keys[i] = key(v)
	}
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
			x[i] = math.Float32frombits(k &^ negative)
		} else {
			x[i] = math.Float32frombits(^k)
		}
	}
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
