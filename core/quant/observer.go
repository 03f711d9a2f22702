package quant

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"logitarium/core/elementary"
)

// Histogram watches batches of activations and remembers a range for all the
// calls to come: static calibration. (Dynamic calibration needs none: it takes
// the range of each input as it comes, Plan.Fake.) It counts values in bins and,
// asked for a Range, cuts the tails for as long as that lowers an estimate of
// the squared error, as PyTorch's observer for static activations does. The estimate spreads a
// bin's values evenly over its width and measures them against 2^Bits
// evenly spaced centres (torch.ao HistogramObserver; Caffe2's
// NormMinimization before it).
type Histogram struct {
	Bits int // of the grid that the range is for
	Bins int // 0 is 2048, PyTorch's default; set before the first batch

	all    Range // the extremes so far, unclipped
	counts []float64
}

// Clone returns a histogram of the same batches that shares nothing.
func (h *Histogram) Clone() Histogram {
	c := *h
	c.counts = slices.Clone(h.counts)
	return c
}

// A bin that moves to a wider histogram is cut into so many parts first.
const histogramParts = 16

// Observe counts one batch. A batch without a finite value changes nothing.
func (h *Histogram) Observe(batch []float32) {
	r, found := minMax(batch)
	if !found {
		return
	}
	if h.counts == nil {
		h.counts, h.all = make([]float64, cmp.Or(h.Bins, 2048)), r
	} else {
		h.widen(h.all.Union(r))
	}
	for _, v := range batch {
		if v-v == 0 {
			h.counts[h.bin(float64(v))]++
		}
	}
}

// Extremes returns the smallest and the largest value observed.
func (h *Histogram) Extremes() Range { return h.all }

// Percentile is [Percentile] of all that was observed, as exact as a bin is
// wide: within it, values are taken to be spread evenly. 0 to 0 before the
// first batch. It panics if p is not above 0.5 and at most 1.
func (h *Histogram) Percentile(p float64) Range {
	checkPercentile(p)
	if h.counts == nil {
		return Range{}
	}
	return Range{h.quantile(1 - p), h.quantile(p)}
}

func (h *Histogram) quantile(p float64) float32 {
	var total float64
	for _, c := range h.counts {
		total += c
	}
	want, below := float64(p*total), 0.0
	for i, c := range h.counts {
		if below+c >= want && c > 0 {
			v := float64(h.all.Lo) + float64((float64(i)+(want-below)/c)*h.binWidth())
			return min(max(float32(v), h.all.Lo), h.all.Hi)
		}
		below += c
	}
	return h.all.Hi // p is 1, and rounding has lost a little of it
}

// bin returns the bin of v; all share one if the range has no width.
func (h *Histogram) bin(v float64) int {
	lo, hi := float64(h.all.Lo), float64(h.all.Hi)
	if hi == lo {
		return len(h.counts) / 2
	}
	bins := len(h.counts)
	return min(max(int((v-lo)/(hi-lo)*float64(bins)), 0), bins-1)
}

// widen carries the counts over to the bins of a wider range.
func (h *Histogram) widen(to Range) {
	if to == h.all {
		return
	}
	old, from := h.counts, h.all
	h.counts, h.all = make([]float64, len(old)), to
	part := (float64(from.Hi) - float64(from.Lo)) / float64(len(old)*histogramParts)
	for i, count := range old {
		if count == 0 {
			continue
		}
		for j := range histogramParts {
			middle := float64(from.Lo) + float64((float64(i*histogramParts+j)+0.5)*part)
			h.counts[h.bin(middle)] += float64(count / histogramParts)
		}
	}
}

// Range returns the clipped range, 0 to 0 before the first batch. It panics if
// Bits is not 2 to 8.
func (h *Histogram) Range() Range {
	if h.Bits < 2 || h.Bits > 8 {
		panic(fmt.Sprintf("quant: a histogram for %d bits, not 2 to 8", h.Bits))
	}
	if h.counts == nil || h.all.Lo == h.all.Hi {
		return h.all
	}
	sums := make([]float64, len(h.counts)) // values up to and with bin i
	var total float64
	for i, c := range h.counts {
		total += c
		sums[i] = total
	}
	const stride = 1e-5 // the share of values that one move cuts off
	first, last := 0, len(sums)-1
	least := math.Inf(1)
	for below, above := 0.0, 1.0; below < above; {
		l, r := first, last
		for l < last && sums[l] < (below+stride)*total {
			l++
		}
		for r > first && sums[r] > (above-stride)*total {
			r--
		}
		// Move the end whose tail is longer for the same share of values.
		nextFirst, nextLast := first, last
		if l-first > last-r {
			nextFirst, below = l, below+stride
		} else {
			nextLast, above = r, above-stride
		}
		if nextFirst == first && nextLast == last {
			continue
		}
		e := h.clippedError(nextFirst, nextLast)
		if e > least {
			break
		}
		least, first, last = e, nextFirst, nextLast
	}
	lo, width := float64(h.all.Lo), h.binWidth()
	return Range{float32(lo + float64(width*float64(first))), float32(lo + float64(width*float64(last+1)))}
}

func (h *Histogram) binWidth() float64 {
	return (float64(h.all.Hi) - float64(h.all.Lo)) / float64(len(h.counts))
}

// clippedError estimates the squared error if the bins first to last are
// spread over the grid: for each bin the integral of the squared distance to
// the centre of the step that each of its points falls into.
func (h *Histogram) clippedError(first, last int) float64 {
	levels := elementary.Exp2(float64(h.Bits))
	width := h.binWidth()
	step := width * float64(last-first+1) / levels
	whole := cube(step/2) - cube(-step/2) // a step that lies inside the bin
	var sum float64
	for i, count := range h.counts {
		if count == 0 {
			continue
		}
		begin := float64(float64(i-first) * width)
		end := begin + width
		from := min(max(math.Floor(begin/step), 0), levels-1)
		to := min(max(math.Floor(end/step), 0), levels-1)
		part := cube(step/2) - cube(begin-float64((from+0.5)*step)) +
			float64((to-from-1)*whole) +
			cube(end-float64((to+0.5)*step)) - cube(-step/2)
		sum += count / width * part / 3
	}
	return sum
}

func cube(v float64) float64 { return float64(v * v * v) }
