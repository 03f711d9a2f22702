// Package tensor has the matrices of the models, in float32 and in 8-bit
// integers, and the kernels that make them fast: products, exponentials, GELU,
// softmax. Large products are shared among threads.
//
// On amd64 with AVX2 and FMA and on arm64 with NEON the inner loops are assembly;
// elsewhere plain Go behind the same functions. There are two sets of them. The
// fast one may multiply and add in one instruction, which rounds once, and adds in
// the order that suits the machine: its last bits differ from machine to machine.
// The exact one, which [UseExact] chooses, rounds each product and each sum, in one
// order: it gives the same bits everywhere.
// Every result is independent of GOMAXPROCS.
package tensor

import (
	"fmt"
	"unsafe"
)

// Matrix is a dense matrix in row-major order: the element of row i and
// column j is Data[i*Cols+j]. Copies share the data.
type Matrix struct {
	Rows, Cols int
	Data       []float32
}

// New returns a zero matrix [rows, cols]. It panics if either is negative.
func New(rows, cols int) Matrix {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("tensor: a matrix of %d rows and %d columns", rows, cols))
	}
	data := make([]float32, rows*cols)
	if len(data) > 0 {
		hugePages(unsafe.Pointer(&data[0]), 4*len(data))
	}
	return Matrix{rows, cols, data}
}

// Bytes returns n zero bytes for what is read from end to end, in large pages
// where the system has them. It panics if n is negative.
func Bytes(n int) []byte {
	b := make([]byte, n)
	if n > 0 {
		hugePages(unsafe.Pointer(&b[0]), n)
	}
	return b
}

// Of returns data seen as a matrix [rows, cols], without a copy. It panics if
// the numbers do not fit.
func Of(rows, cols int, data []float32) Matrix {
	if rows < 0 || cols < 0 || rows*cols != len(data) {
		panic(fmt.Sprintf("tensor: %d values as %d rows and %d columns", len(data), rows, cols))
	}
	return Matrix{rows, cols, data}
}

// Row returns row i, sharing its memory. It panics if there is none.
func (m Matrix) Row(i int) []float32 {
	return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols]
}

// Slice returns rows lo to hi (hi excluded), sharing their memory. It panics
// if they are not there.
func (m Matrix) Slice(lo, hi int) Matrix {
	if lo < 0 || hi < lo || hi > m.Rows {
		panic(fmt.Sprintf("tensor: rows %d to %d of %d", lo, hi, m.Rows))
	}
	return Matrix{hi - lo, m.Cols, m.Data[lo*m.Cols : hi*m.Cols : hi*m.Cols]}
}

// At returns the element of row i and column j.
func (m Matrix) At(i, j int) float32 { return m.Row(i)[j] }

// Clone returns a copy that shares nothing.
func (m Matrix) Clone() Matrix {
	return Matrix{m.Rows, m.Cols, append(make([]float32, 0, len(m.Data)), m.Data...)}
}
