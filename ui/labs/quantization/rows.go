package quantization

import (
	"slices"

	"logitarium/core/quant"
	"logitarium/core/tensor"
)

// mostValues is how many values of a tensor are looked at. Of a larger one
// every few rows are: of a model of 124 million parameters the embedding alone
// has 38 million.
const mostValues = 1 << 18

// sampled returns a copy of every n-th row of a matrix, as many as are looked
// at, and n.
func sampled(m tensor.Matrix) (tensor.Matrix, int) { return sampledIn(new([]float32), m) }

// sampledIn is sampled into memory that may be there.
func sampledIn(memory *[]float32, m tensor.Matrix) (tensor.Matrix, int) {
	stride := max((len(m.Data)+mostValues-1)/mostValues, 1)
	rows := (m.Rows + stride - 1) / stride
	out := tensor.Of(rows, m.Cols, room(memory, rows*m.Cols))
	for i := range rows {
		copy(out.Row(i), m.Row(i*stride))
	}
	return out, stride
}

// rowwise puts a matrix on its grids some rows at a time; [lab.Stepper]. Where
// a tensor shares one grid whose ends are clipped, these are found on the rows
// that are looked at.
type rowwise struct {
	plan          quant.Plan
	x             tensor.Matrix // where they come to stand
	from          tensor.Matrix // where they come from, which may be x
	before, after []float32     // factors of the columns while it is done and then, SmoothQuant's; nil for none
	row           int           // those before are done
	grid          quant.Grid
	found         bool        // grid, the one of all
	reach         quant.Range // of the rows before row, as long as it is not found
	fresh         bool        // x is memory that the system has yet to give
}

// each is the cost of a value in the rows of a step.
func (r *rowwise) each() float64 {
	cost := gridCost(r.plan, r.x.Cols)
	if r.plan.Granularity == quant.PerTensor { // finding the grid is by itself
		cost = snapCost
	}
	if r.before != nil {
		cost += snapCost // twice over the columns
	}
	if r.fresh {
		cost += freshCost
	}
	return cost
}

// gridCost is that of putting a value on the grids of a plan, which are to be
// found first, in rows of so many columns.
func gridCost(p quant.Plan, cols int) float64 {
	switch {
	case p.Clip.Search:
		return searchCost(p, cols) + snapCost
	case p.Clip.Percentile != 0:
		return sortCost + snapCost
	case p.Granularity == quant.PerGroup:
		return blockCost
	}
	return rangeCost + snapCost
}

// Step does some rows.
func (r *rowwise) Step(budget float64) bool {
	if r.plan.Granularity == quant.PerTensor && !r.found {
		r.find(r.rows(budget, rangeCost))
		return true
	}
	n := r.rows(budget, r.each())
	part, from := r.x.Slice(r.row, r.row+n), r.from.Slice(r.row, r.row+n)
	if &part.Data[0] != &from.Data[0] {
		copy(part.Data, from.Data)
	}
	if r.before != nil {
		quant.ScaleColumns(part.Data, r.before)
	}
	if r.found {
		r.grid.SnapAll(part.Data)
	} else {
		r.plan.Fake(part.Data, part.Rows, part.Cols)
	}
	if r.after != nil {
		quant.ScaleColumns(part.Data, r.after)
	}
	r.row += n
	return r.row < r.x.Rows
}

// rows is how many of those that are left a budget has room for.
func (r *rowwise) rows(budget, each float64) int {
	n := r.x.Rows - r.row
	if room := budget / (each * float64(r.x.Cols)); r.plan.Granularity != quant.PerColumn && room < float64(n) {
		n = max(int(room), 1)
	}
	return n
}

// find looks for the grid of all values, in n more rows.
func (r *rowwise) find(n int) {
	part, last := r.from.Slice(r.row, r.row+n), false
	if r.plan.Clip != (quant.Clip{}) {
		part, _ = sampled(r.from)
		last = true
	} else {
		r.row += n
		last = r.row == r.x.Rows
	}
	values := part.Data
	if r.before != nil {
		values = slices.Clone(values)
		quant.ScaleColumns(values, r.before)
	}
	r.reach = r.reach.Union(r.plan.Clip.Range(values, r.plan.Scheme)) // with 0, which every grid here has
	if last {
		r.grid, r.found, r.row = r.plan.Scheme.Grid(r.reach), true, 0
	}
}

// Share is how much is done, of the second time over the rows if there are two.
func (r *rowwise) Share() float64 { return float64(r.row) / float64(r.x.Rows) }
