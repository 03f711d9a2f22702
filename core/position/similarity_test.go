package position

import (
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/fault/faulttest"
)

func TestGram(t *testing.T) {
	x := random(rand.New(rand.NewPCG(11, 12)), 5, 3)
	g := x.Gram()
	for p := range 5 {
		near(t, "row of Gram", g.Row(p), x.Dots(x.Row(p)), 0)
	}
	near(t, "length", []float64{Length(x.Row(2))}, []float64{math.Sqrt(g.Row(2)[2])}, 1e-15)
}

// Through a matrix and then with another vector is what DotThrough has.
func TestThrough(t *testing.T) {
	src := rand.New(rand.NewPCG(13, 14))
	s := vaswani(8, 100)
	w := random(src, 8, 8).Data
	for _, k := range []float64{-3, 0, 5} {
		near(t, "through", []float64{Dot(Through(s.At(2), w), s.At(2+k))}, []float64{s.DotThrough(w, 2, k)}, 1e-12)
	}
	identity := NewTable(8, 8)
	for i := range 8 {
		identity.Row(i)[i] = 1
	}
	near(t, "identity", Through(s.At(3), identity.Data), s.At(3), 0)
}

// Sinusoids have the same dot products around each position; a table whose rows
// grow has not.
func TestDriftAndUnevenness(t *testing.T) {
	s := vaswani(16, 1000)
	const n = 9
	around := s.Table(40-n+1, 2*n-1).Dots(s.At(40))
	if d := Drift(around, s.Dots(n)); d > 1e-12 {
		t.Errorf("of sinusoids the products drift by %g", d)
	}
	around[0] += .25
	if d := Drift(around, s.Dots(n)); math.Abs(d-.25) > 1e-12 {
		t.Errorf("one product that is .25 off makes a drift of %g", d)
	}
	if u := Unevenness(s.Table(0, n).Gram()); u > 1e-7 {
		t.Errorf("sinusoids are uneven by %g", u)
	}
	// Neighbours 1·2, 2·3, 3·4: mean 20/3, deviation √(152/9).
	grows := Table{Rows: 4, Cols: 1, Data: []float64{1, 2, 3, 4}}
	if got, want := Unevenness(grows.Gram()), math.Sqrt(152./9)/(20./3); math.Abs(got-want) > 1e-12 {
		t.Errorf("unevenness %g, want %g", got, want)
	}
}

func TestErrorsOfShifts(t *testing.T) {
	s := tensor2tensor(12, 500)
	var worst float64
	for p := range 30 {
		worst = max(worst, s.ShiftResidual(float64(p), 7))
	}
	if got := s.ShiftError(30, 7); got != worst || !(got < 1e-12) || got == 0 {
		t.Errorf("largest error of 30 shifts %g, one by one %g", got, worst)
	}
	r := Rotary{Dim: 8, Base: 50, Layout: Split}
	if got := r.TurnError(30, 7); !(got < 1e-12) || got == 0 {
		t.Errorf("largest error of 30 turns is %g", got)
	}
	clock := r.Clock(4)
	for i, w := range r.Frequencies() {
		a, b := r.Layout.Pair(i, r.Dim)
		near(t, "clock", []float64{clock.Row(3)[a], clock.Row(3)[b]}, []float64{math.Cos(3 * w), math.Sin(3 * w)}, 1e-15)
	}
}

func TestEdgesOfSimilarity(t *testing.T) {
	one := Table{Rows: 1, Cols: 2, Data: []float64{3, 4}}
	if Length(nil) != 0 || Length(one.Data) != 5 || math.Abs(Length([]float64{3e200, 4e200})-5e200) > 1e186 {
		t.Errorf("lengths %g, %g, %g", Length(nil), Length(one.Data), Length([]float64{3e200, 4e200}))
	}
	if u := Unevenness(NewTable(0, 0)) + Unevenness(one.Gram()) + Unevenness(NewTable(2, 2)); u != 0 {
		t.Errorf("below three rows there is unevenness %g", u)
	}
	if u := Unevenness(NewTable(3, 3)); !math.IsNaN(u) {
		t.Errorf("products that are 0 are uneven by %g", u)
	}
	if got := Drift(nil, nil); got != 0 {
		t.Errorf("of nothing the drift is %g", got)
	}
	for _, bad := range []float64{notANumber, posInf} {
		if got := Drift([]float64{1, bad, 1}, []float64{1, 1}); !same(got, bad) {
			t.Errorf("with %g the drift is %g", bad, got)
		}
	}
	if g, d := NewTable(0, 3).Gram(), NewTable(0, 3).Dots(make([]float64, 3)); g.Rows != 0 || len(d) != 0 {
		t.Errorf("of no rows: %v, %v", g, d)
	}
	if got := Through(nil, nil); len(got) != 0 {
		t.Errorf("nothing through nothing is %v", got)
	}
	if got := vaswani(4, 10).ShiftError(0, 3); got != 0 {
		t.Errorf("no shift has the error %g", got)
	}
	if got := (Rotary{Dim: 4, Base: 10}).TurnError(0, 0); got != 0 {
		t.Errorf("no turn has the error %g", got)
	}
	faulttest.MustPanic(t, "position: ", func() { Drift(make([]float64, 2), make([]float64, 2)) })
	faulttest.MustPanic(t, "position: 3 weights for a 2 by 2 matrix", func() { Through(make([]float64, 2), make([]float64, 3)) })
	faulttest.MustPanic(t, "position: ", func() { one.Dots(make([]float64, 3)) })
}
