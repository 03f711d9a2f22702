// Package stored has the matrices of a model as its file stores them, in blocks
// of small integers that share scales, and their products: a model takes no
// more memory than its file, and a token reads no more.
//
// A product rounds its other factor to 8 bits, block by block, as ggml does.
// Within a block it multiplies and adds integers, which is exact. Sums over
// blocks are of float32, one block after the other, each product and each sum
// rounded: so all processors give the same bits, with AVX-512 VNNI, with AVX2,
// with NEON and with plain Go, whatever the number of rows or threads.
//
// Sources: ggml 0.27, src/ggml-quants.c for the blocks and
// src/ggml-cpu/quants.c for the products.
package stored

import (
	"cmp"
	"encoding/binary"
	"fmt"

	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/tensor"
)

// Matrix is a matrix in the blocks of a file. Its bits are the file's, in
// another order. Copies share the data.
type Matrix struct {
	Rows, Cols int
	Type       gguf.Type

	// Sixteen rows stand together, so that one stream of memory feeds sixteen
	// sums: of block b of rows 16g … 16g+15 first all their first words, then
	// all their second ones, and so on. A word has 4 bytes, or 2 where it is
	// the scale of the block. Missing rows are zeros. F16 stands in rows.
	data []byte // [groups, blocks, words, 16]
}

// together is how many rows of a matrix stand together.
const together = 16

// order is how the bytes of a block are cut in words: halves are scales of half
// precision, before the words of 4 bytes or after them.
type order struct {
	first, last int
	words       []int    // where each word stands in a block of sixteen rows
	round       rounding // of the other factor; zero: rows are decoded and multiplied in float32
}

// orders are the types that are held.
var orders = map[gguf.Type]order{
	gguf.Q8_0: {first: 1, words: inOrder(1, 8), round: rounding{block: 32, part: 32, times: -128}},
	gguf.Q4_0: {first: 1, words: inOrder(1, 4), round: rounding{block: 32, part: 32, times: -8}},
	gguf.Q4_K: {first: 2, words: inOrder(2, 35), round: rounding{block: 256, part: 32, times: 1}},
	gguf.Q6_K: {last: 1, words: wordsQ6_K(), round: rounding{block: 256, part: 16, times: -32}},
	gguf.F16:  {first: 1},
}

// inOrder returns where n words behind some halves stand, as in the file.
func inOrder(halves, n int) []int {
	words := make([]int, n)
	for k := range words {
		words[k] = (2*halves + 4*k) * together
	}
	return words
}

// wordsQ6_K puts the words of a superblock in the order in which a kernel reads
// them, which a processor foresees: the scales, and then for each half of the
// elements their high bits, 8 words, and their low ones, 16.
func wordsQ6_K() []int {
	var order []int
	some := func(from, n int) {
		for i := range n {
			order = append(order, from+i)
		}
	}
	some(48, 4)
	for h := range 2 {
		some(32+8*h, 8)
		some(16*h, 16)
	}
	words := make([]int, len(order))
	for place, word := range order {
		words[word] = 4 * together * place
	}
	return words
}

// behind returns where the halves behind the words stand.
func (o order) behind() int { return (2*o.first + 4*len(o.words)) * together }

// Holds reports whether matrices of a type can be held as they are stored, in
// rows of cols elements.
func Holds(t gguf.Type, cols int) bool {
	_, ok := orders[t]
	weights, _ := t.Block()
	return ok && cols%weights == 0
}

// New returns a matrix of zeros. It panics if rows or cols is negative, or the
// type is not held in rows of so many elements.
func New(t gguf.Type, rows, cols int) Matrix {
	if rows < 0 || cols < 0 || !Holds(t, cols) {
		panic(fmt.Sprintf("stored: a matrix of %d rows and %d columns as %v", rows, cols, t))
	}
	m := Matrix{Rows: rows, Cols: cols, Type: t}
	m.data = tensor.Bytes(m.room(rows))
	return m
}

// room returns the bytes that rows take, with those that fill a group.
func (m Matrix) room(rows int) int {
	if m.Type != gguf.F16 {
		rows = (rows + together - 1) / together * together
	}
	return rows * m.rowBytes()
}

// rowBytes returns the bytes of a row.
func (m Matrix) rowBytes() int {
	weights, bytes := m.Type.Block()
	return m.Cols / weights * bytes
}

func (m Matrix) groups() int { return (m.Rows + together - 1) / together }

// Bytes returns the memory that the elements take.
func (m Matrix) Bytes() int { return len(m.data) }

// check panics if rows lo to hi are not there.
func (m Matrix) check(lo, hi int) {
	if lo < 0 || hi < lo || hi > m.Rows {
		panic(fmt.Sprintf("stored: rows %d to %d of %d", lo, hi, m.Rows))
	}
}

// SetRows sets the rows from at on to what stands in raw, whole rows as in the
// file. The error says which block has a scale, or of F16 which row a number,
// that is not finite. It panics if raw is no whole rows, or they are not there.
func (m Matrix) SetRows(at int, raw []byte) error {
	size := m.rowBytes()
	if size == 0 || len(raw)%size != 0 {
		panic(fmt.Sprintf("stored: %d bytes as rows of %d", len(raw), size))
	}
	n := len(raw) / size
	m.check(at, at+n)
	const some = 64
	errs := make([]error, (n+some-1)/some)
	tensor.Parallel(len(errs), func(part int) {
		for i := part * some; i < min((part+1)*some, n) && errs[part] == nil; i++ {
			errs[part] = m.put(at+i, raw[i*size:(i+1)*size])
		}
	})
	return cmp.Or(errs...)
}

// finite reports whether halves are.
func finite(raw []byte) bool {
	for len(raw) > 0 {
		if binary.LittleEndian.Uint16(raw)&0x7c00 == 0x7c00 {
			return false
		}
		raw = raw[2:]
	}
	return true
}

// put writes the bytes of row i to where its words stand.
func (m Matrix) put(i int, row []byte) error {
	if m.Type == gguf.F16 {
		if !finite(row) {
			return fault.Errorf("row %d holds numbers that are not finite", i)
		}
		copy(m.data[i*len(row):], row)
		return nil
	}
	o := orders[m.Type]
	group, lane := m.group(i), i%together
	for b := 0; len(row) > 0; b++ {
		if !finite(row[:2*o.first]) || !finite(row[2*o.first+4*len(o.words):][:2*o.last]) {
			return fault.Errorf("row %d has a scale in block %d that is not finite", i, b)
		}
		for k := range o.first {
			copy(group[2*(k*together+lane):][:2], row)
			row = row[2:]
		}
		for k, at := range o.words {
			*(*[4]byte)(group[at+4*lane:]) = [4]byte(row[4*k:])
		}
		row = row[4*len(o.words):]
		for k := range o.last {
			copy(group[o.behind()+2*(k*together+lane):][:2], row)
			row = row[2:]
		}
		group = group[o.bytes()*together:]
	}
	return nil
}

// group returns the rows that stand with row i.
func (m Matrix) group(i int) []byte {
	size := m.rowBytes() * together
	return m.data[i/together*size:][:size]
}

// bytes returns the bytes of a block.
func (o order) bytes() int { return 2*o.first + 4*len(o.words) + 2*o.last }

// raw sets dst to row i as in the file.
func (m Matrix) raw(dst []byte, i int) {
	if m.Type == gguf.F16 {
		copy(dst, m.data[i*len(dst):])
		return
	}
	o, group, lane := orders[m.Type], m.group(i), i%together
	for len(dst) > 0 {
		for k := range o.first {
			copy(dst[:2], group[2*(k*together+lane):])
			dst = dst[2:]
		}
		for k, at := range o.words {
			*(*[4]byte)(dst[4*k:]) = [4]byte(group[at+4*lane:])
		}
		dst = dst[4*len(o.words):]
		for k := range o.last {
			copy(dst[:2], group[o.behind()+2*(k*together+lane):])
			dst = dst[2:]
		}
		group = group[o.bytes()*together:]
	}
}

// Row sets dst to row i, as [gguf.Type.Decode] has it. It panics if there is no
// such row, or dst has another length.
func (m Matrix) Row(dst []float32, i int) {
	m.check(i, i+1)
	if len(dst) != m.Cols {
		panic(fmt.Sprintf("stored: a row of %d elements into %d", m.Cols, len(dst)))
	}
	m.rows(tensor.Of(1, m.Cols, dst), i)
}

// Float32 returns the rows lo to hi, hi excluded, in float32. It panics if they
// are not there.
func (m Matrix) Float32(lo, hi int) tensor.Matrix {
	m.check(lo, hi)
	values := tensor.New(hi-lo, m.Cols)
	m.rows(values, lo)
	return values
}

// rows sets dst to the rows from lo on.
func (m Matrix) rows(dst tensor.Matrix, lo int) {
	size := m.rowBytes()
	if m.Type == gguf.F16 { // as they stand
		halves(dst.Data, m.data[lo*size:(lo+dst.Rows)*size])
		return
	}
	row := make([]byte, size)
	for i := range dst.Rows {
		m.raw(row, lo+i)
		m.Type.Decode(dst.Row(i), row)
	}
}

// Slice returns rows lo to hi, hi excluded, sharing their memory. It panics if
// they are not there, or if lo, or hi when it is not the end, is no multiple of
// 16, in which rows stand together.
func (m Matrix) Slice(lo, hi int) Matrix {
	m.check(lo, hi)
	if lo%together != 0 || hi%together != 0 && hi != m.Rows {
		panic(fmt.Sprintf("stored: rows %d to %d of %d in groups of %d", lo, hi, m.Rows, together))
	}
	m.data = m.data[m.room(lo):m.room(hi)]
	m.Rows = hi - lo
	return m
}

// CopyTo copies m's elements to another matrix. It panics if that has another
// shape or type.
func (m Matrix) CopyTo(to Matrix) {
	if m.Rows != to.Rows || m.Cols != to.Cols || m.Type != to.Type {
		panic(fmt.Sprintf("stored: [%d, %d] of %v copied to [%d, %d] of %v", m.Rows, m.Cols, m.Type, to.Rows, to.Cols, to.Type))
	}
	copy(to.data, m.data)
}
