package quantization

import (
	"logitarium/core/quant"
	"logitarium/core/tensor"
)

// mostValues is how many values of a tensor are looked at. Of a larger one
// every few rows are: of a model of 124 million parameters the embedding alone
// has 38 million.
const mostValues = 1 << 18

// sampled returns a copy of every n-th row of a matrix, as many as are looked
// at, and n.
func sampled(m tensor.Matrix) (tensor.Matrix, int) {
	stride := max((len(m.Data)+mostValues-1)/mostValues, 1)
	rows := (m.Rows + stride - 1) / stride
	out := tensor.New(rows, m.Cols)
	for i := range rows {
		copy(out.Row(i), m.Row(i*stride))
	}
	return out, stride
}

// rowwise puts a copy of a matrix on its grids some rows at a time; [lab.Stepper]. Where
// all share one grid whose ends are clipped, these are found on the rows that
// are looked at.
type rowwise struct {
	plan    quant.Plan
	x       tensor.Matrix // where they come to stand
	from    tensor.Matrix // where they come from
	factors []float32     // of the columns while it is done, SmoothQuant's; nil for none
	each    int           // rows a step
	row     int           // those before are done
	grid    quant.Grid
	found   bool        // grid, the one of all
	reach   quant.Range // of the rows before row, as long as it is not found
}

// newRowwise is for a matrix whose values cost so many nanoseconds each.
func newRowwise(plan quant.Plan, from tensor.Matrix, factors []float32, cost float64) *rowwise {
	r := &rowwise{plan: plan, x: tensor.New(from.Rows, from.Cols), from: from, factors: factors, each: from.Rows}
	if plan.Granularity == quant.PerTensor {
		cost = snapCost // whatever finding the grid costs
	}
	if plan.Granularity != quant.PerColumn {
		r.each = max(int(stepBudget/(cost*float64(from.Cols))), 1)
	}
	return r
}

// Step does some rows.
func (r *rowwise) Step() bool {
	if r.plan.Granularity == quant.PerTensor && !r.found {
		r.find()
		return true
	}
	end := min(r.row+r.each, r.x.Rows)
	part := r.x.Slice(r.row, end)
	copy(part.Data, r.from.Slice(r.row, end).Data)
	if r.factors != nil {
		quant.ScaleColumns(part.Data, r.factors)
	}
	if r.found {
		r.grid.SnapAll(part.Data)
	} else {
		r.plan.Fake(part.Data, part.Rows, part.Cols)
	}
	if r.factors != nil {
		quant.ScaleColumns(part.Data, quant.Reciprocals(r.factors))
	}
	r.row += part.Rows
	return r.row < r.x.Rows
}

// find looks for the grid of all values.
func (r *rowwise) find() {
	part, last := r.from.Slice(r.row, min(r.row+r.each, r.x.Rows)), false
	if r.plan.Clip != (quant.Clip{}) {
		part, _ = sampled(r.from)
		last = true
	} else {
		r.row += part.Rows
		last = r.row == r.x.Rows
	}
	values := part.Data
	if r.factors != nil {
		values = part.Clone().Data
		quant.ScaleColumns(values, r.factors)
	}
	r.reach = r.reach.Union(r.plan.Clip.Range(values, r.plan.Scheme)) // with 0, which every grid here has
	if last {
		r.grid, r.found, r.row = r.plan.Scheme.Grid(r.reach), true, 0
	}
}

// Share is how much is done, of the second time over the rows if there are two.
func (r *rowwise) Share() float64 { return float64(r.row) / float64(r.x.Rows) }
