// Package position holds the ways of telling a transformer where a token
// stands: sinusoids and learned tables added to the embedding, rotary
// embeddings (RoPE) turning queries and keys, linear biases (ALiBi) on the
// scores, and nothing at all.
//
// Everything is float64 and row-major; a row is a position or a token, a
// column a dimension. Misuse (wrong lengths, odd widths) panics with the
// numbers.
package position

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/fault"
)

// Table is a row-major matrix [Rows, Cols]: one row for each position or
// token, one column for each dimension. A learned position embedding, like
// GPT-2's wpe, is a Table.
type Table struct {
	Rows, Cols int
	Data       []float64 // len = Rows·Cols
}

// NewTable returns a table [rows, cols] of zeros.
// It panics if either is negative.
func NewTable(rows, cols int) Table {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("position: a table of %d by %d", rows, cols))
	}
	return Table{Rows: rows, Cols: cols, Data: make([]float64, rows*cols)}
}

// Row returns row i, sharing memory with t.
func (t Table) Row(i int) []float64 {
	return t.Data[i*t.Cols : (i+1)*t.Cols : (i+1)*t.Cols]
}

// Take returns the rows of the given positions, [len(positions), t.Cols]: the
// forward pass of a learned position embedding. A position outside the table
// is an error: a learned encoding has no row beyond the longest training text.
func (t Table) Take(positions []int) (Table, error) {
	out := NewTable(len(positions), t.Cols)
	for i, p := range positions {
		if t.Rows == 0 {
			return Table{}, fault.Errorf("position %d has no row: the table is empty; choose an encoding that is a formula", p)
		}
		if p < 0 || p >= t.Rows {
			return Table{}, fault.Errorf("position %d has no row: the table was learned for positions 0 to %d; shorten the text or choose an encoding that is a formula", p, t.Rows-1)
		}
		copy(out.Row(i), t.Row(p))
	}
	return out, nil
}

// Gradient returns the gradient of Take with respect to the table,
// [t.Rows, t.Cols]: row i of grad, [len(positions), t.Cols], is added to row
// positions[i]. It panics if the shapes disagree or a position has no row.
func (t Table) Gradient(positions []int, grad Table) Table {
	if grad.Rows != len(positions) || grad.Cols != t.Cols {
		panic(fmt.Sprintf("position: gradient of %d by %d for %d positions of %d", grad.Rows, grad.Cols, len(positions), t.Cols))
	}
	out := NewTable(t.Rows, t.Cols)
	for i, p := range positions {
		if p < 0 || p >= t.Rows {
			panic(fmt.Sprintf("position: gradient of row %d of %d", p, t.Rows))
		}
		row := out.Row(p)
		for j, g := range grad.Row(i) {
			row[j] += g
		}
	}
	return out
}

// Nearest returns the two rows p < q with the smallest Euclidean distance, and
// that distance; of equals the first. It is how well the encoding keeps
// positions apart. Distances that are NaN are passed over; if all are, it is 0, 1
// and NaN. It takes Rows²·Cols/2 steps and panics below two rows.
func (t Table) Nearest() (p, q int, distance float64) {
	if t.Rows < 2 {
		panic(fmt.Sprintf("position: nearest two of %d rows", t.Rows))
	}
	p, q, distance = 0, 1, math.NaN()
	for a := range t.Rows {
		for b := a + 1; b < t.Rows; b++ {
			if d := Distance(t.Row(a), t.Row(b)); d < distance || math.IsNaN(distance) && !math.IsNaN(d) {
				p, q, distance = a, b, d
			}
		}
	}
	return p, q, distance
}

// Permute returns the rows of t in the given order: row i of the result is row
// order[i]. It panics unless order holds each row exactly once.
func (t Table) Permute(order []int) Table {
	sorted := slices.Sorted(slices.Values(order))
	for i, p := range sorted {
		if p != i || len(sorted) != t.Rows {
			panic(fmt.Sprintf("position: %v does not order %d rows", order, t.Rows))
		}
	}
	out := NewTable(t.Rows, t.Cols)
	for i, p := range order {
		copy(out.Row(i), t.Row(p))
	}
	return out
}
