package position

import (
	"fmt"
	"math"
)

// Dot returns Σ a[i]·b[i], 0 of no values. It is NaN if a value is, or if an
// infinity meets a 0 or another one of the other sign. It panics if the lengths
// differ.
func Dot(a, b []float64) float64 {
	checkLengths(a, b)
	return dot(a, b)
}

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var sum float64
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}

// Distance returns the Euclidean distance √Σ(a[i]−b[i])², 0 of no values, also
// where the squares are too large or too small for a number. Of infinities it is
// +Inf, of two equal ones NaN, as of a NaN. It panics if the lengths differ.
func Distance(a, b []float64) float64 {
	checkLengths(a, b)
	var sum float64
	for i, v := range a {
		d := v - b[i]
		sum += float64(d * d)
	}
	if sum > 1e-280 && sum < math.Inf(1) || math.IsNaN(sum) {
		return math.Sqrt(sum)
	}
	return apart(a, b)
}

// Length returns √Σ v[i]², as [Distance] from the origin does.
func Length(v []float64) float64 { return Distance(v, make([]float64, len(v))) }

// apart is Distance with differences taken as shares of the largest.
func apart(a, b []float64) float64 {
	var peak, sum float64
	for i, v := range a {
		peak = max(peak, math.Abs(v-b[i]))
	}
	if peak == 0 || math.IsInf(peak, 1) {
		return peak
	}
	for i, v := range a {
		d := (v - b[i]) / peak
		sum += float64(d * d)
	}
	return peak * math.Sqrt(sum)
}

func checkLengths(a, b []float64) {
	if len(a) != len(b) {
		panic(fmt.Sprintf("position: vectors of %d and %d numbers", len(a), len(b)))
	}
}

// Dots returns the dot product of each row with v, [Rows]. It panics if v is
// not Cols long.
func (t Table) Dots(v []float64) []float64 {
	out := make([]float64, t.Rows)
	for i := range out {
		out[i] = Dot(t.Row(i), v)
	}
	return out
}

// Gram returns the dot products of the rows with each other, [Rows, Rows].
func (t Table) Gram() Table {
	out := NewTable(t.Rows, t.Rows)
	for p := range t.Rows {
		for q := range p + 1 {
			v := dot(t.Row(p), t.Row(q))
			out.Row(p)[q], out.Row(q)[p] = v, v
		}
	}
	return out
}

// Through returns the row v·W for W [d, d], d the length of v: what a learned
// matrix makes of an encoding. It panics if W has another size.
func Through(v, w []float64) []float64 {
	d := len(v)
	if len(w) != d*d {
		panic(fmt.Sprintf("position: %d weights for a %d by %d matrix", len(w), d, d))
	}
	out := make([]float64, d)
	for i, x := range v {
		for j, y := range w[i*d : (i+1)*d] {
			out[j] += float64(x * y)
		}
	}
	return out
}

// Drift returns by how much dot products around one position, [2n−1], at the
// offsets −(n−1) to n−1, differ from those that every position should have,
// dots [n], at the offsets 0 to n−1: the largest difference, NaN if one is, 0 of
// none. It panics if the numbers do not fit.
func Drift(around, dots []float64) float64 {
	if len(around) != max(2*len(dots)-1, 0) {
		panic(fmt.Sprintf("position: %d dot products around a position for %d offsets", len(around), len(dots)))
	}
	worst, reach := 0.0, len(dots)-1
	for i, v := range around {
		worst = max(worst, math.Abs(v-dots[max(i-reach, reach-i)]))
	}
	return worst
}

// Unevenness returns how much the dot products of neighbours vary along a table
// with these dot products, gram [n, n]: their standard deviation over the size of
// their mean. Where only the offset counts it is 0; so it is below three rows,
// which have one pair of neighbours. It is +Inf, or NaN, if the mean is 0.
func Unevenness(gram Table) float64 {
	if gram.Rows < 3 {
		return 0
	}
	pairs := float64(gram.Rows - 1)
	sum, squares := 0.0, 0.0
	for p := range gram.Rows - 1 {
		v := gram.Row(p)[p+1]
		sum += v
		squares += float64(v * v)
	}
	mean := sum / pairs
	return math.Sqrt(max(squares/pairs-float64(mean*mean), 0)) / math.Abs(mean)
}

// ShiftError returns the largest |M(k)·PE(p) − PE(p+k)| over the positions
// p = 0 … n−1: 0 up to rounding, as one matrix shifts them all.
func (s Sinusoid) ShiftError(n, k int) float64 {
	shift, t := s.Shift(float64(k)), s.Table(0, n+k)
	worst := 0.0
	for p := range n {
		worst = max(worst, farthest(shift.Apply(t.Row(p)), t.Row(p+k)))
	}
	return worst
}

// TurnError is the same of RoPE: x turned by p and then by k against x turned by
// p+k, for (1, 0) in each pair.
func (r Rotary) TurnError(n, k int) float64 {
	t := r.Clock(n + k)
	worst := 0.0
	for p := range n {
		worst = max(worst, farthest(r.Rotate(t.Row(p), float64(k)), t.Row(p+k)))
	}
	return worst
}

// Clock returns (1, 0) in each pair, turned to the positions 0 … n−1: the cosine
// and the sine of each angle, [n, Dim].
func (r Rotary) Clock(n int) Table { return r.RotateRows(r.units(n), 0) }

// units has (1, 0) in each pair, [n, Dim].
func (r Rotary) units(n int) Table {
	t := NewTable(n, r.Dim)
	for p := range n {
		for i := range r.Dim / 2 {
			first, _ := r.Layout.Pair(i, r.Dim)
			t.Row(p)[first] = 1
		}
	}
	return t
}

// farthest returns the largest |a − b|.
func farthest(a, b []float64) float64 {
	worst := 0.0
	for i, v := range a {
		worst = max(worst, math.Abs(v-b[i]))
	}
	return worst
}
