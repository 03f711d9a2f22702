package stored

import (
	"fmt"
	"runtime"
	"sync"

	"logitarium/core/gguf"
	"logitarium/core/tensor"
)

// Mul sets dst = a·mᵀ, [n, k]·[rows, k]ᵀ → [n, rows], with a rounded to blocks of
// 8-bit integers: of 32 of a row for Q8_0 and Q4_0, of 256 for the K types, as
// ggml does; F16 is multiplied in float32. It panics if the shapes do not fit.
// Where a is not finite the result is not defined.
func Mul(dst, a tensor.Matrix, m Matrix) {
	o := orders[m.Type]
	if o.round.block == 0 {
		MulFloat32(dst, a, m)
		return
	}
	checkShapes(dst, a, m)
	if m.Rows == 0 || a.Rows == 0 || m.Cols == 0 {
		clear(dst.Data)
		return
	}
	x := roundings.Get().(*rounded)
	defer roundings.Put(x)
	x.set(a, o.round)
	if m.Rows*m.Cols*a.Rows < share {
		x.multiply(dst, m, 0, m.groups())
		return
	}
	parts := min(m.groups(), 4*runtime.GOMAXPROCS(0))
	tensor.Parallel(parts, func(i int) {
		x.multiply(dst, m, m.groups()*i/parts, m.groups()*(i+1)/parts)
	})
}

// share is the number of multiplications from which threads share a product.
const share = 1 << 19

// MulFloat32 is [Mul] with a as it is: the rows of m are decoded, some at a
// time, and multiplied in float32 by [tensor.MulBT], so that the result is that
// of the same matrix in float32, to the bit.
func MulFloat32(dst, a tensor.Matrix, m Matrix) {
	checkShapes(dst, a, m)
	if m.Rows == 0 || a.Rows == 0 || m.Cols == 0 {
		clear(dst.Data)
		return
	}
	parts := min(m.groups(), 4*runtime.GOMAXPROCS(0))
	tensor.Parallel(parts, func(i int) {
		room := decodings.Get().(*decoding)
		defer decodings.Put(room)
		room.multiply(dst, a, m, m.Rows*i/parts, m.Rows*(i+1)/parts)
	})
}

// decoding is room for some rows of a matrix in float32, and for their products.
type decoding struct{ values, sums []float32 }

// multiply sets the columns lo to hi of dst. It decodes as many rows at a time as
// stay in the first cache where they are read once, in the second where they are
// packed for several rows of a. Halves are multiplied with one row as they are
// decoded.
func (d *decoding) multiply(dst, a tensor.Matrix, m Matrix, lo, hi int) {
	if m.Type == gguf.F16 && a.Rows == 1 {
		tensor.MulHalves(dst.Row(0)[lo:hi], m.data[2*lo*m.Cols:2*hi*m.Cols], a.Row(0))
		return
	}
	step := 32
	if a.Rows <= 3 {
		step = max(2, 4096/m.Cols&^1)
	}
	for ; lo < hi; lo += step {
		n := min(step, hi-lo)
		fit(&d.values, n*m.Cols)
		fit(&d.sums, a.Rows*n)
		some, sums := tensor.Of(n, m.Cols, d.values), tensor.Of(a.Rows, n, d.sums)
		m.rows(some, lo)
		tensor.MulBT(sums, a, some) // [n, k]·[rows, k]ᵀ → [n, rows]
		for r := range a.Rows {
			copy(dst.Row(r)[lo:], sums.Row(r))
		}
	}
}

var decodings = sync.Pool{New: func() any { return new(decoding) }}

func checkShapes(dst, a tensor.Matrix, m Matrix) {
	if a.Cols != m.Cols || dst.Rows != a.Rows || dst.Cols != m.Rows {
		panic(fmt.Sprintf("stored: a·mᵀ of [%d, %d] and [%d, %d] into [%d, %d]", a.Rows, a.Cols, m.Rows, m.Cols, dst.Rows, dst.Cols))
	}
}

// atOnce is how many rows of the rounded factor a kernel multiplies at most.
const atOnce = 4

// some are rows of a rounded matrix, one behind the other.
type some struct {
	rows, blocks int
	ints         []int8
	scales       []float32
	sums         []int32
}

// from returns n rows from i on.
func (x *rounded) from(i, n int) some {
	blocks, parts := x.cols/x.block, x.cols/x.part
	return some{n, blocks, x.ints[i*x.cols : (i+n)*x.cols], x.scales[i*blocks : (i+n)*blocks], x.sums[i*parts : (i+n)*parts]}
}

// row returns one of the rows.
func (s some) row(i int) some {
	cols, parts := len(s.ints)/s.rows, len(s.sums)/s.rows
	return some{1, s.blocks, s.ints[i*cols : (i+1)*cols], s.scales[i*s.blocks : (i+1)*s.blocks], s.sums[i*parts : (i+1)*parts]}
}

// multiply sets the columns of dst that groups lo to hi of m give.
func (x *rounded) multiply(dst tensor.Matrix, m Matrix, lo, hi int) {
	size := m.rowBytes() * together
	var sums [atOnce][together]float32
	for g := lo; g < hi; g++ {
		w := m.data[g*size : (g+1)*size]
		for i := 0; i < dst.Rows; {
			n := atOnce
			if i+n > dst.Rows {
				n = 1
			}
			dots(m.Type, &sums, w, x.from(i, n))
			for r := range n {
				copy(dst.Row(i + r)[g*together:], sums[r][:])
			}
			i += n
		}
	}
}
