package tensor

import (
	"fmt"
	"runtime"
	"sync"
)

// A product is computed in tiles of tileRows × tileCols, the largest whose sums
// fit into the sixteen registers of AVX and into the 32 of NEON, half as wide
// (Goto and van de Geijn 2008). Of b, one panel of tileCols columns and up to depth
// rows is packed at a time, so that the inner loop reads it in order and it stays
// in the first cache.
const (
	tileRows = 6
	tileCols = 16
	depth    = 256
)

// Mul sets dst = a·b, [m, k]·[k, n] → [m, n]. It panics if the shapes do not
// fit; dst must not share memory with a or b.
// A product over k = 0 terms is 0, and one with no rows or columns is empty.
// What is not finite in a row of a or a column of b is met in all of that row or
// column of dst, and nowhere else.
func Mul(dst, a, b Matrix) {
	check("a·b", dst, a.Rows, a.Cols, b.Rows, b.Cols)
	product(dst, view{a.Data, a.Cols, 1}, view{b.Data, b.Cols, 1}, a.Cols, false)
}

// MulAdd adds a·b to dst, [m, k]·[k, n] → [m, n]; otherwise like [Mul].
func MulAdd(dst, a, b Matrix) {
	check("a·b", dst, a.Rows, a.Cols, b.Rows, b.Cols)
	product(dst, view{a.Data, a.Cols, 1}, view{b.Data, b.Cols, 1}, a.Cols, true)
}

// MulBT sets dst = a·bᵀ, [m, k]·[n, k]ᵀ → [m, n]: each element is the dot
// product of a row of a and a row of b. Otherwise like [Mul].
func MulBT(dst, a, b Matrix) {
	check("a·bᵀ", dst, a.Rows, a.Cols, b.Cols, b.Rows)
	if a.Rows <= 3 { // packing b would cost more than it saves
		for i := range a.Rows {
			MulVec(dst.Row(i), b, a.Row(i))
		}
		return
	}
	product(dst, view{a.Data, a.Cols, 1}, view{b.Data, 1, b.Cols}, a.Cols, false)
}

// MulATAdd adds aᵀ·b to dst, [k, m]ᵀ·[k, n] → [m, n]: the gradient of the
// weights, summed over k positions. Otherwise like [Mul].
func MulATAdd(dst, a, b Matrix) {
	check("aᵀ·b", dst, a.Cols, a.Rows, b.Rows, b.Cols)
	product(dst, view{a.Data, 1, a.Cols}, view{b.Data, b.Cols, 1}, a.Rows, true)
}

// MulVec sets dst = m·x, [rows, cols]·[cols] → [rows]. It panics if the
// lengths do not fit; dst must not share memory with m or x.
func MulVec(dst []float32, m Matrix, x []float32) {
	if len(dst) != m.Rows || len(x) != m.Cols {
		panic(fmt.Sprintf("tensor: m·x of [%d, %d] and %d values into %d", m.Rows, m.Cols, len(x), len(dst)))
	}
	// Two rows at once are faster in the cache, one at a time from memory,
	// which is read twice as fast in one stream as in two. The result is the
	// same.
	two := len(m.Data) <= cached || m.Cols < 256
	if len(m.Data) <= vectorShare {
		mulVec(dst, m, x, two)
		return
	}
	parts := min(4*runtime.GOMAXPROCS(0), m.Rows)
	Parallel(parts, func(i int) {
		lo, hi := m.Rows*i/parts, m.Rows*(i+1)/parts
		mulVec(dst[lo:hi], m.Slice(lo, hi), x, two)
	})
}

const (
	// cached is up to how many elements a matrix is taken for a part of a
	// small model, which stays in the cache.
	cached = 1 << 16
	// vectorShare is above how many elements a matrix is shared among
	// threads to be multiplied with a vector: they take some microseconds.
	vectorShare = 3 << 16
)

func mulVec(dst []float32, m Matrix, x []float32, two bool) {
	i := 0
	if two {
		for ; i+2 <= m.Rows; i += 2 {
			dots2(dst[i:i+2], m.Data[i*m.Cols:(i+2)*m.Cols], x)
		}
	}
	for ; i < m.Rows; i++ {
		dst[i] = dot(m.Row(i), x)
	}
}

func check(what string, dst Matrix, m, k, kb, n int) {
	if k != kb || dst.Rows != m || dst.Cols != n {
		panic(fmt.Sprintf("tensor: %s of [%d, %d] and [%d, %d] into [%d, %d]", what, m, k, kb, n, dst.Rows, dst.Cols))
	}
}

// view is a matrix whose element (i, j) is data[i*row+j*col]: transposing is
// swapping the two steps.
type view struct {
	data     []float32
	row, col int
}

type panel [depth][tileCols]float32

// packing is what a product rearranges for its inner loop: a panel of b, the
// last rows of a where they don't fill a tile, and of a scattered a the columns
// of some rows.
type packing struct {
	b    panel
	a    [depth * tileRows]float32
	near [depth * band]float32
}

// farApart is the stride, in values, from which reading a column of a transposed
// a is slow: each value lies in another page of memory, and many of them compete
// for the same few cache sets. Then the product copies band rows at a time to
// one place.
const (
	farApart = 512
	band     = 16 * tileRows
)

// packings are kept between products; a product takes one for its time.
var packings = sync.Pool{New: func() any { return new(packing) }}

// productShare is above how many multiplications a product is shared among
// threads: they take 0.2 milliseconds. Below, starting a helper costs as much
// as it gains, and a small model has nothing above.
const productShare = 1 << 23

// product sets dst = a·b, or adds to it; inner is the length of its sums.
func product(dst Matrix, a, b view, inner int, add bool) {
	if inner == 0 && !add {
		clear(dst.Data)
	}
	if inner == 0 || dst.Rows == 0 || dst.Cols == 0 {
		return
	}
	if dst.Rows*dst.Cols*inner <= productShare || dst.Cols <= tileCols {
		columns(dst, a, b, inner, add, 0, dst.Cols)
		return
	}
	panels := (dst.Cols + tileCols - 1) / tileCols
	parts := min(panels, 4*runtime.GOMAXPROCS(0))
	Parallel(parts, func(i int) {
		from, to := panels*i/parts*tileCols, panels*(i+1)/parts*tileCols
		columns(dst, a, b, inner, add, from, min(to, dst.Cols))
	})
}

// columns computes dst[:, from:to]; from is a multiple of tileCols.
func columns(dst Matrix, a, b view, inner int, add bool, from, to int) {
	packed := packings.Get().(*packing)
	defer packings.Put(packed)
	for k0 := 0; k0 < inner; k0 += depth {
		k := min(depth, inner-k0)
		block := view{a.data[k0*a.col:], a.row, a.col}
		rows := view{b.data[k0*b.row:], b.row, b.col}
		if a.col < farApart {
			packed.columns(dst, block, rows, k, add || k0 > 0, from, to)
			continue
		}
		for i := 0; i < dst.Rows; i += band {
			some := dst.Slice(i, min(i+band, dst.Rows))
			for c := range k {
				copy(packed.near[c*band:(c+1)*band], block.data[c*a.col+i:][:some.Rows])
			}
			packed.columns(some, view{packed.near[:], 1, band}, rows, k, add || k0 > 0, from, to)
		}
	}
}

// columns computes what the first k terms of each sum give to dst[:, from:to].
func (p *packing) columns(dst Matrix, a, b view, k int, add bool, from, to int) {
	whole := dst.Rows - dst.Rows%tileRows
	if whole < dst.Rows {
		packRows(p.a[:], a, whole, dst.Rows, k)
	}
	for j := from; j < to; j += tileCols {
		cols := min(tileCols, to-j)
		pack(&p.b, view{b.data[j*b.col:], b.row, b.col}, k, cols)
		column(dst, j, cols, a, p, k, add)
	}
}

// column computes dst[:, j:j+cols] from k columns of a and the packed panel.
func column(dst Matrix, j, cols int, a view, packed *packing, k int, add bool) {
	for i := 0; i < dst.Rows; i += tileRows {
		rows := min(tileRows, dst.Rows-i)
		if rows == tileRows && cols == tileCols {
			tile(dst.Data[i*dst.Cols+j:], dst.Cols, a.data[i*a.row:], a.row, a.col, &packed.b, k, add)
			continue
		}
		// At the edges the tile is computed beside dst, and what exists of
		// it is copied.
		var edge [tileRows * tileCols]float32
		if rows == tileRows {
			tile(edge[:], tileCols, a.data[i*a.row:], a.row, a.col, &packed.b, k, false)
		} else {
			tile(edge[:], tileCols, packed.a[:], 1, tileRows, &packed.b, k, false)
		}
		for r := range rows {
			out := dst.Data[(i+r)*dst.Cols+j:][:cols]
			for c, v := range edge[r*tileCols:][:cols] {
				if add {
					v += out[c]
				}
				out[c] = v
			}
		}
	}
}

// packRows copies rows lo to hi of k columns of a, missing rows as zeros.
func packRows(p []float32, a view, lo, hi, k int) {
	clear(p[:k*tileRows])
	for i := lo; i < hi; i++ {
		for c := range k {
			p[c*tileRows+i-lo] = a.data[i*a.row+c*a.col]
		}
	}
}

// pack copies k rows and cols columns of b into p, each row to tileCols
// values, missing columns as zeros.
func pack(p *panel, b view, k, cols int) {
	switch {
	case cols < tileCols:
		clear(p[:k])
		for r := range k {
			for c := range cols {
				p[r][c] = b.data[r*b.row+c*b.col]
			}
		}
	case b.col == 1:
		copyRows(p, b.data, b.row, k)
	default: // columns of b are contiguous, k values each
		packColumns(p, b.data, b.col, k)
	}
}
