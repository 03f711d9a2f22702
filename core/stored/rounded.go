package stored

import (
	"math"
	"runtime"
	"sync"

	"logitarium/core/tensor"
)

// rounding says how the other factor of a product is rounded: a block of it
// shares a scale, in which the largest magnitude is 127, and times·Σ of the
// integers of each part is kept. The sums take off what the weights, which the
// kernels hold without a sign, have too much, or multiply the minimums of the
// weights' blocks.
type rounding struct{ block, part, times int }

// rounded is a matrix in blocks of integers of 8 bits.
type rounded struct {
	rounding
	cols   int
	ints   []int8    // [rows, cols]
	scales []float32 // [rows, cols/block]
	sums   []int32   // [rows, cols/part]
}

var roundings = sync.Pool{New: func() any { return new(rounded) }}

// set rounds m, whose rows are whole blocks.
func (x *rounded) set(m tensor.Matrix, r rounding) {
	x.rounding, x.cols = r, m.Cols
	fit(&x.ints, m.Rows*m.Cols)
	fit(&x.scales, m.Rows*m.Cols/r.block)
	fit(&x.sums, m.Rows*m.Cols/r.part)
	if len(m.Data) < roundShare {
		x.round(m, 0, m.Rows)
		return
	}
	parts := min(m.Rows, 4*runtime.GOMAXPROCS(0))
	tensor.Parallel(parts, func(i int) { x.round(m, m.Rows*i/parts, m.Rows*(i+1)/parts) })
}

// roundShare is the number of values from which threads share the rounding.
const roundShare = 1 << 15

func fit[T any](s *[]T, n int) {
	if n > cap(*s) {
		*s = make([]T, n)
	}
	*s = (*s)[:n]
}

// round rounds the rows lo to hi.
func (x *rounded) round(m tensor.Matrix, lo, hi int) {
	var sixteens [mostBlock / 16]int32
	for at := lo * m.Cols; at < hi*m.Cols; at += x.block {
		x.scales[at/x.block] = round(x.ints[at:at+x.block], &sixteens, m.Data[at:at+x.block])
		sums := x.sums[at/x.part : (at+x.block)/x.part]
		each := x.part / 16
		for i := range sums {
			sum := sixteens[i*each]
			for _, s := range sixteens[i*each+1 : (i+1)*each] {
				sum += s
			}
			sums[i] = int32(x.times) * sum
		}
	}
}

// mostBlock is the length of the longest block.
const mostBlock = 256

// roundPlain sets the integers of a block, halves to even, and the sums of
// sixteen of them each, and returns the block's scale: v ≈ scale·int.
func roundPlain(ints []int8, sums *[mostBlock / 16]int32, x []float32) (scale float32) {
	var peak uint32 // floats without a sign are ordered as their bits are
	for _, v := range x {
		peak = max(peak, math.Float32bits(v)&^(1<<31))
	}
	scale, inverse := scaleOf(peak)
	ints = ints[:len(x)]
	// Adding 1.5·2²³ moves the last bit of the sum to the ones of v.
	const shift, bits = 3 << 22, 0x4b400000
	for i, v := range x {
		ints[i] = int8(int32(math.Float32bits(float32(v*inverse)+shift) - bits))
	}
	for i := range len(ints) / 16 {
		sums[i] = 0
		for _, v := range ints[16*i : 16*i+16] {
			sums[i] += int32(v)
		}
	}
	return scale
}

// scaleOf returns the scale of a block from the bits of its peak, and its
// inverse; both are 0 where that would not be finite.
func scaleOf(peak uint32) (scale, inverse float32) {
	scale = math.Float32frombits(peak) / 127
	if !(scale >= 0x1p-126) {
		return 0, 0
	}
	return scale, 1 / scale
}
