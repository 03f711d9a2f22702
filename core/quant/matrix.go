package quant

import (
	"fmt"
	"slices"

	"logitarium/core/fault"
)

// Granularity says which values of a matrix share one grid.
type Granularity int

const (
	PerTensor Granularity = iota // all of them
	PerRow                       // a weight's output channel, an activation's token
	PerColumn                    // a feature of the inner dimension; see Check
	PerGroup                     // a stretch of a row
)

// String returns "tensor", "row", "column" or "group".
func (g Granularity) String() string {
	switch g {
	case PerTensor:
		return "tensor"
	case PerRow:
		return "row"
	case PerColumn:
		return "column"
	case PerGroup:
		return "group"
	}
	return fmt.Sprintf("Granularity(%d)", int(g))
}

// Operand is what a matrix is in y = x·Wᵀ.
type Operand int

const (
	Weights     Operand = iota // W [out, in]
	Activations                // x [tokens, in]
)

// Check returns an error, with the reason, if integers of this granularity
// cannot be multiplied as integers: one scale for each feature of the inner
// dimension stays inside the sum.
func Check(o Operand, g Granularity) error {
	if g != PerColumn {
		return nil
	}
	if o == Weights {
		return fault.Errorf("weights cannot have one scale for each input feature: y[i,j] = Σ_k x[i,k]·W[j,k] runs over these features, and a scale s[k] that changes with k does not factor out of an integer sum; use one for each channel, or move the difficulty into the other matrix (SmoothQuant)")
	}
	return fault.Errorf("activations cannot have one scale for each channel: y[i,j] = Σ_k x[i,k]·W[j,k] runs over these features, and a scale s[k] that changes with k does not factor out of an integer sum; use one for each token, or move the difficulty into the other matrix (SmoothQuant)")
}

// Plan says how a matrix is quantized.
type Plan struct {
	Scheme
	Granularity Granularity
	Group       int // values that share a grid, for PerGroup; the last of a row may be fewer
	Clip        Clip
}

// Matrix is a quantized matrix [Rows, Cols].
type Matrix struct {
	Rows, Cols  int
	Q           []int32 // [Rows, Cols]
	Grids       []Grid  // one for each tensor, row or column; rows of groups
	Granularity Granularity
	Group       int
}

// Quantize returns x [rows, cols] as integers, each block on the grid of its
// own range. It panics if the sizes disagree or the plan makes no sense.
func (p Plan) Quantize(x []float32, rows, cols int) Matrix {
	p.check(x, rows, cols)
	m := Matrix{Rows: rows, Cols: cols, Q: make([]int32, len(x)), Granularity: p.Granularity, Group: p.Group}
	if p.Granularity == PerColumn {
		column := make([]float32, rows)
		for j := range cols {
			gather(column, x, j, cols)
			m.Grids = append(m.Grids, p.grid(column))
		}
		for i := range m.Q {
			m.Q[i] = m.Grids[i%cols].Integer(x[i])
		}
		return m
	}
	m.Rows, m.Q = 0, m.Q[:0]
	p.Append(&m, x, rows, cols)
	return m
}

// Append adds the rows of x [rows, cols] to a matrix of the same plan, each
// block on the grid of its own range: Quantize in parts, where rows have grids
// of their own, and without an allocation where m.Q and m.Grids have the
// capacity. It panics like Quantize, by column, and for a second part by tensor.
func (p Plan) Append(m *Matrix, x []float32, rows, cols int) {
	p.check(x, rows, cols)
	if p.Granularity == PerColumn || m.Rows > 0 && (p.Granularity == PerTensor || m.Cols != cols) {
		panic(fmt.Sprintf("quant: [%d, %d] added to [%d, %d] by %v", rows, cols, m.Rows, m.Cols, p.Granularity))
	}
	at := len(m.Q)
	m.Q = slices.Grow(m.Q, len(x))[:at+len(x)]
	m.Rows, m.Cols, m.Granularity, m.Group = m.Rows+rows, cols, p.Granularity, p.Group
	q := m.Q[at:] // of the blocks to come: they follow each other
	for i := range p.blocks(rows, cols) {
		block := p.block(x, rows, cols, i)
		g := p.grid(block)
		g.IntegerAll(q[:len(block)], block)
		m.Grids, q = append(m.Grids, g), q[len(block):]
	}
}

// Fake replaces each value of x [rows, cols] by the value of its integer, as
// Quantize and Dequantize would: dynamic quantization as a probe needs it. It
// allocates only for PerColumn, Clip.Percentile and, of many values,
// Clip.Search. It panics like Quantize.
func (p Plan) Fake(x []float32, rows, cols int) {
	p.check(x, rows, cols)
	if p.Granularity == PerColumn {
		column := make([]float32, rows)
		for j := range cols {
			gather(column, x, j, cols)
			p.grid(column).SnapAll(column)
			for i, v := range column {
				x[i*cols+j] = v
			}
		}
		return
	}
	for i := range p.blocks(rows, cols) {
		block := p.block(x, rows, cols, i)
		p.grid(block).SnapAll(block)
	}
}

// Grid returns the grid of the value in row i, column j.
func (m Matrix) Grid(i, j int) Grid {
	switch m.Granularity {
	case PerRow:
		return m.Grids[i]
	case PerColumn:
		return m.Grids[j]
	case PerGroup:
		return m.Grids[i*groups(m.Cols, m.Group)+j/m.Group]
	}
	return m.Grids[0]
}

// Dequantize returns the values of the integers, [Rows, Cols].
func (m Matrix) Dequantize() []float32 {
	x := make([]float32, len(m.Q))
	m.Blocks(func(g Grid, from, to int) { g.ValueAll(x[from:to], m.Q[from:to]) })
	return x
}

// Blocks calls visit for each block of values that lie side by side on one
// grid, in order: the values from m.Q[from] to before m.Q[to].
func (m Matrix) Blocks(visit func(g Grid, from, to int)) {
	if m.Granularity == PerTensor {
		visit(m.Grids[0], 0, len(m.Q))
		return
	}
	for i := range m.Rows {
		for j := 0; j < m.Cols; {
			end := m.runEnd(j)
			visit(m.Grid(i, j), i*m.Cols+j, i*m.Cols+end)
			j = end
		}
	}
}

// Part returns rows from one to before another, which share memory with m. It
// panics if there are no such rows.
func (m Matrix) Part(from, to int) Matrix {
	if from < 0 || from > to || to > m.Rows {
		panic(fmt.Sprintf("quant: rows %d to %d of %d", from, to, m.Rows))
	}
	part := m
	part.Rows, part.Q = to-from, m.Q[from*m.Cols:to*m.Cols]
	if m.Granularity == PerRow || m.Granularity == PerGroup {
		each := len(m.Grids) / m.Rows
		part.Grids = m.Grids[from*each : to*each]
	}
	return part
}

// Grids returns how many grids p makes of [rows, cols].
func (p Plan) Grids(rows, cols int) int {
	if p.Granularity == PerColumn {
		return cols
	}
	return p.blocks(rows, cols)
}

// blocks counts the contiguous blocks of a matrix; by column there are none.
func (p Plan) blocks(rows, cols int) int {
	switch p.Granularity {
	case PerRow:
		return rows
	case PerGroup:
		return rows * groups(cols, p.Group)
	}
	return 1
}

func (p Plan) block(x []float32, rows, cols, i int) []float32 {
	switch p.Granularity {
	case PerRow:
		return x[i*cols : (i+1)*cols]
	case PerGroup:
		n := groups(cols, p.Group)
		row, from := x[i/n*cols:(i/n+1)*cols], i%n*p.Group
		return row[from:min(from+p.Group, cols)]
	}
	return x[:rows*cols]
}

func (p Plan) grid(x []float32) Grid { return p.Scheme.Grid(p.Clip.Range(x, p.Scheme)) }

func (p Plan) check(x []float32, rows, cols int) {
	if rows < 1 || cols < 1 || len(x) != rows*cols {
		panic(fmt.Sprintf("quant: %d values for a matrix of %d by %d", len(x), rows, cols))
	}
	if p.Granularity < PerTensor || p.Granularity > PerGroup || p.Granularity == PerGroup && p.Group < 1 {
		panic(fmt.Sprintf("quant: granularity %v with groups of %d", p.Granularity, p.Group))
	}
}

func groups(cols, size int) int { return (cols + size - 1) / size }

func gather(dst, x []float32, j, cols int) {
	for i := range dst {
		dst[i] = x[i*cols+j]
	}
}
