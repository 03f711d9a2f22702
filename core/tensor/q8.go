package tensor

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"unsafe"
)

// Q8 is a matrix of 8-bit integers in blocks: 32 of a row share a scale, as
// in ggml's Q8_0. With its scales of 32 bits an element takes 9 bits instead
// of 32. Copies share the data.
type Q8 struct {
	Rows, Cols int

	// Eight rows stand together, so that one stream of memory feeds eight
	// sums: of block b of rows 8g … 8g+7 four integers of each row, then the
	// next four, …; and eight scales. Missing rows and columns are zeros.
	ints   []int8    // [groups, blocks, 8, 8, 4]
	scales []float32 // [groups, blocks, 8]
}

// Q8Block is the number of elements of a [Q8] that share a scale.
const Q8Block = 32

// groupRows is how many rows of a Q8 stand together: a register of sums.
const groupRows = 8

// NewQ8 returns a matrix of zeros. It panics if rows or cols is negative.
func NewQ8(rows, cols int) Q8 {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("tensor: a matrix of %d rows and %d columns", rows, cols))
	}
	q := Q8{Rows: rows, Cols: cols}
	scales := q.groups() * q.Blocks() * groupRows
	q.ints, q.scales = make([]int8, scales*Q8Block), make([]float32, scales)
	if scales > 0 {
		hugePages(unsafe.Pointer(&q.ints[0]), len(q.ints))
		hugePages(unsafe.Pointer(&q.scales[0]), 4*len(q.scales))
	}
	return q
}

// Blocks returns how many blocks a row has.
func (q Q8) Blocks() int { return (q.Cols + Q8Block - 1) / Q8Block }

func (q Q8) groups() int { return (q.Rows + groupRows - 1) / groupRows }

// Bytes returns the memory that the elements take.
func (q Q8) Bytes() int { return len(q.ints) + 4*len(q.scales) }

// at returns where block b of row i has its scale and its first integer.
func (q Q8) at(i, b int) (scale, first int) {
	if i < 0 || i >= q.Rows || b < 0 || b >= q.Blocks() {
		panic(fmt.Sprintf("tensor: block %d of row %d of [%d, %d]", b, i, q.Rows, q.Cols))
	}
	block := i/groupRows*q.Blocks() + b
	return block*groupRows + i%groupRows, block*groupRows*Q8Block + i%groupRows*4
}

// SetBlock makes the elements 32b … 32b+31 of row i scale·ints; those beyond
// the last column must be 0. The integers are -127 … 127. It panics if there
// is no such block.
func (q Q8) SetBlock(i, b int, scale float32, ints *[Q8Block]int8) {
	s, first := q.at(i, b)
	q.scales[s] = scale
	for j := 0; j < Q8Block; j += 4 {
		copy(q.ints[first+j*groupRows:], ints[j:j+4])
	}
}

// Block returns what SetBlock has set.
func (q Q8) Block(i, b int) (scale float32, ints [Q8Block]int8) {
	s, first := q.at(i, b)
	for j := 0; j < Q8Block; j += 4 {
		copy(ints[j:j+4], q.ints[first+j*groupRows:])
	}
	return q.scales[s], ints
}

// Row sets dst to row i. It panics if there is none, or dst has another
// length.
func (q Q8) Row(dst []float32, i int) {
	same("Row", len(dst), q.Cols)
	for b := range q.Blocks() {
		scale, ints := q.Block(i, b)
		part := dst[b*Q8Block : min((b+1)*Q8Block, len(dst))]
		for j := range part {
			part[j] = scale * float32(ints[j])
		}
	}
}

// Matrix returns q in float32, a copy.
func (q Q8) Matrix() Matrix {
	m := New(q.Rows, q.Cols)
	for i := range q.Rows {
		q.Row(m.Row(i), i)
	}
	return m
}

// Slice returns rows lo to hi (hi excluded), sharing their memory. It panics
// if they are not there, or if lo, or hi when it is not the end, is no multiple
// of 8, in which rows stand together.
func (q Q8) Slice(lo, hi int) Q8 {
	if lo < 0 || hi < lo || hi > q.Rows || lo%groupRows != 0 || hi%groupRows != 0 && hi != q.Rows {
		panic(fmt.Sprintf("tensor: rows %d to %d of %d in groups of %d", lo, hi, q.Rows, groupRows))
	}
	part := Q8{Rows: hi - lo, Cols: q.Cols}
	from, to := lo/groupRows*q.Blocks()*groupRows, (lo/groupRows+part.groups())*q.Blocks()*groupRows
	part.ints, part.scales = q.ints[from*Q8Block:to*Q8Block], q.scales[from:to]
	return part
}

// CopyTo copies q's elements to another of the same shape. It panics if the
// shapes differ.
func (q Q8) CopyTo(to Q8) {
	if q.Rows != to.Rows || q.Cols != to.Cols {
		panic(fmt.Sprintf("tensor: [%d, %d] copied to [%d, %d]", q.Rows, q.Cols, to.Rows, to.Cols))
	}
	copy(to.ints, q.ints)
	copy(to.scales, q.scales)
}

// MulBTQ8 sets dst = a·qᵀ, [m, k]·[n, k]ᵀ → [m, n], with a rounded to blocks
// of 8-bit integers too: in each 32 of a row the largest magnitude becomes
// 127. So the products are of integers, and exact; against float32 the
// rounding of a costs about as much as that of q did. It panics if the shapes
// do not fit. Where a is not finite the result is not defined.
func MulBTQ8(dst, a Matrix, q Q8) {
	check("a·qᵀ", dst, a.Rows, a.Cols, q.Cols, q.Rows)
	if q.Rows == 0 || a.Rows == 0 {
		return
	}
	x := roundings.Get().(*rounded)
	defer roundings.Put(x)
	x.set(a)
	if work := q.Rows * q.Cols * a.Rows; work < q8Share {
		x.mul(dst, q, 0, q.groups())
		return
	}
	parts := min(q.groups(), 4*runtime.GOMAXPROCS(0))
	Parallel(parts, func(i int) {
		x.mul(dst, q, q.groups()*i/parts, q.groups()*(i+1)/parts)
	})
}

// q8Share is the number of multiplications from which threads share a product
// with a Q8.
const q8Share = 1 << 19

// rounded is a matrix in blocks of integers: magnitudes are their absolute
// values.
type rounded struct {
	blocks           int // per row
	ints, magnitudes []int8
	scales           []float32
}

var roundings = sync.Pool{New: func() any { return new(rounded) }}

// set rounds m.
func (x *rounded) set(m Matrix) {
	x.blocks = (m.Cols + Q8Block - 1) / Q8Block
	n := m.Rows * x.blocks
	if n > cap(x.scales) {
		x.ints, x.magnitudes = make([]int8, n*Q8Block), make([]int8, n*Q8Block)
		x.scales = make([]float32, n)
	}
	x.ints, x.magnitudes, x.scales = x.ints[:n*Q8Block], x.magnitudes[:n*Q8Block], x.scales[:n]
	for i := range m.Rows {
		row := m.Row(i)
		for b := range x.blocks {
			at := i*x.blocks + b
			ints := (*[Q8Block]int8)(x.ints[at*Q8Block:])
			magnitudes := (*[Q8Block]int8)(x.magnitudes[at*Q8Block:])
			x.scales[at] = round(ints, magnitudes, row[b*Q8Block:min((b+1)*Q8Block, len(row))])
		}
	}
}

// round sets the integers of a block, halves to even, and returns its scale.
func round(ints, magnitudes *[Q8Block]int8, x []float32) (scale float32) {
	var peak uint32 // floats without a sign are ordered as their bits are
	for _, v := range x {
		peak = max(peak, math.Float32bits(v)&^(1<<31))
	}
	scale = math.Float32frombits(peak) / 127
	if !(scale >= 0x1p-126) { // 1/scale would not be finite
		*ints, *magnitudes = [Q8Block]int8{}, [Q8Block]int8{}
		return 0
	}
	inverse := 1 / scale
	// Adding 1.5·2²³ moves the last bit of the sum to the ones of v.
	const shift, bits = 3 << 22, 0x4b400000
	for i, v := range x {
		n := int32(math.Float32bits(float32(v*inverse)+shift) - bits)
		sign := n >> 31
		ints[i], magnitudes[i] = int8(n), int8((n^sign)-sign)
	}
	clear(ints[len(x):])
	clear(magnitudes[len(x):])
	return scale
}

// mul sets the columns of dst that groups lo to hi of q give.
func (x *rounded) mul(dst Matrix, q Q8, lo, hi int) {
	for g := lo; g < hi; g++ {
		ints := q.ints[g*q.Blocks()*groupRows*Q8Block:][:q.Blocks()*groupRows*Q8Block]
		scales := q.scales[g*q.Blocks()*groupRows:][:q.Blocks()*groupRows]
		for i := range dst.Rows {
			var sums [groupRows]float32
			from, to := i*x.blocks, (i+1)*x.blocks
			dotsQ8(&sums, ints, scales, x.ints[from*Q8Block:to*Q8Block], x.magnitudes[from*Q8Block:to*Q8Block], x.scales[from:to])
			copy(dst.Row(i)[g*groupRows:], sums[:])
		}
	}
}
