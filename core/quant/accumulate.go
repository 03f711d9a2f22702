package quant

import "errors"

// Accumulator is an element of an integer product taken apart, as far as the
// grids of both operands stay the same:
//
//	Sum = Σ_k (q[k] − zx)·(p[k] − zw) = Codes − zx·Σp − zw·Σq + n·zx·zw
//
// with the codes q of x and p of w, n of them. Processors multiply the codes as
// they are and correct afterwards: zx·Σp, but for zx, is known before any x is.
type Accumulator struct {
	From, To int   // features, To excluded
	Codes    int32 // Σ q·p, the products of the codes as they are
	ZeroX    int32 // zx·Σp
	ZeroW    int32 // zw·Σq
	Zeros    int32 // n·zx·zw
	Scale    float64
}

// Sum is what the scale multiplies, in 32 bits.
func (a Accumulator) Sum() int32 { return a.Codes - a.ZeroX - a.ZeroW + a.Zeros }

// Value is the real number that the sum stands for, Scale·Sum.
func (a Accumulator) Value() float64 { return float64(a.Scale * float64(a.Sum())) }

// Accumulate takes the element y[i,j] of y = x·Wᵀ apart, with x [tokens, in]
// and w [out, in], one Accumulator for each stretch of features that share
// their grids; it is the sum of their values, up to rounding what [Linear]
// returns. 32 bits hold it up to 33 000 features of 8 bits. It returns an error
// as Linear does, and panics if the inner dimensions differ.
func Accumulate(x, w Matrix, i, j int) ([]Accumulator, error) {
	checkInner(x, w)
	if err := errors.Join(Check(Activations, x.Granularity), Check(Weights, w.Granularity), x.factors(), w.factors()); err != nil {
		return nil, err
	}
	var parts []Accumulator
	for k := 0; k < x.Cols; {
		gx, gw := x.Grid(i, k), w.Grid(j, k)
		a := Accumulator{From: k, To: min(x.runEnd(k), w.runEnd(k)), Scale: float64(gx.Scale) * float64(gw.Scale)}
		for ; k < a.To; k++ {
			q, p := x.Q[i*x.Cols+k], w.Q[j*w.Cols+k]
			a.Codes += q * p
			a.ZeroX += gx.Zero * p
			a.ZeroW += gw.Zero * q
			a.Zeros += gx.Zero * gw.Zero
		}
		parts = append(parts, a)
	}
	return parts, nil
}
