package quant

import (
	"errors"
	"fmt"

	"logitarium/core/fault"
)

// run sums the products of integers, Σ (qx[i,k] − zx)·(qw[j,k] − zw), from
// feature k to the one before end, as far as the grids of both matrices stay the
// same: what the integer unit of a processor computes before any scale is
// applied (ONNX MatMulInteger). 32 bits hold it up to 33 000 features of 8 bits.
func run(x, w Matrix, i, j, k int) (sum int32, end int) {
	end = min(x.runEnd(k), w.runEnd(k))
	zx, zw := x.Grid(i, k).Zero, w.Grid(j, k).Zero
	a, b := x.Q[i*x.Cols+k:i*x.Cols+end], w.Q[j*w.Cols+k:j*w.Cols+end]
	for n, v := range a {
		sum += (v - zx) * (b[n] - zw)
	}
	return sum, end
}

// Linear returns y = x·Wᵀ + bias, [x.Rows, w.Rows], by integer products: the
// sums are taken in int32 and scaled once for each group,
//
//	y[i,j] = Σ_groups sx·sw·Σ_k (qx[i,k] − zx)·(qw[j,k] − zw) + bias[j]
//
// (W8A8 and the like; weight-only quantization multiplies Dequantize in
// floating point instead). bias, [w.Rows], may be nil. It returns an error if
// the grids of either matrix do not factor out of the sum: by column (see
// Check), or with an Origin. It panics if sizes disagree.
func Linear(x, w Matrix, bias []float32) ([]float32, error) {
	checkInner(x, w)
	if bias != nil && len(bias) != w.Rows {
		panic(fmt.Sprintf("quant: %d biases for %d outputs", len(bias), w.Rows))
	}
	if err := errors.Join(Check(Activations, x.Granularity), Check(Weights, w.Granularity), x.factors(), w.factors()); err != nil {
		return nil, err
	}
	y := make([]float32, x.Rows*w.Rows)
	for i := range x.Rows {
		for j := range w.Rows {
			var sum float64
			for k := 0; k < x.Cols; {
				products, end := run(x, w, i, j, k)
				sum += float64(float64(x.Grid(i, k).Scale) * float64(w.Grid(j, k).Scale) * float64(products))
				k = end
			}
			if bias != nil {
				sum += float64(bias[j])
			}
			y[i*w.Rows+j] = float32(sum)
		}
	}
	return y, nil
}

// runEnd returns the column after the last that shares the grid of column k.
func (m Matrix) runEnd(k int) int {
	switch m.Granularity {
	case PerColumn:
		return k + 1
	case PerGroup:
		return min((k/m.Group+1)*m.Group, m.Cols)
	}
	return m.Cols
}

func (m Matrix) factors() error {
	for _, g := range m.Grids {
		if g.Origin != 0 {
			return fault.Errorf("a grid with a real offset (%g) cannot be multiplied as integers; use a symmetric or an affine one, or dequantize first", g.Origin)
		}
	}
	return nil
}

func checkInner(x, w Matrix) {
	if x.Cols != w.Cols {
		panic(fmt.Sprintf("quant: [%d, %d] times the transpose of [%d, %d]", x.Rows, x.Cols, w.Rows, w.Cols))
	}
}
