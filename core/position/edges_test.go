package position

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

var (
	posInf     = math.Inf(1)
	negInf     = math.Inf(-1)
	notANumber = math.NaN()
	minusZero  = math.Copysign(0, -1)
)

const (
	largest  = math.MaxFloat64
	smallest = math.SmallestNonzeroFloat64
)

// same says whether two numbers are equal, NaN to NaN and 0 to −0.
func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func allSame(a, b []float64) bool { return slices.EqualFunc(a, b, same) }

func TestEdgesOfBias(t *testing.T) {
	for _, c := range []struct{ slope, offset, want float64 }{
		{.5, 0, 0}, {.5, minusZero, 0}, {0, 3, 0}, {.5, 3, -1.5}, {.5, -3, -1.5},
		{0, posInf, 0}, {0, negInf, 0}, {posInf, 0, 0}, {.5, posInf, negInf}, {.5, negInf, negInf}, {posInf, 1, negInf},
		{notANumber, 0, notANumber}, {0, notANumber, notANumber}, {.5, notANumber, notANumber},
		{smallest, 1, -smallest}, {smallest, .25, 0}, {2, largest, negInf}, {1, largest, -largest},
	} {
		got := Bias(c.slope, c.offset)
		if !same(got, c.want) || got == 0 && c.slope*c.offset == 0 && math.Signbit(got) {
			t.Errorf("Bias(%g, %g) is %g, want %g", c.slope, c.offset, got, c.want)
		}
		if got := BiasedScore(nil, nil, c.slope, c.offset); !same(got, c.want) {
			t.Errorf("the score of no numbers with slope %g at %g is %g, want the bias %g", c.slope, c.offset, got, c.want)
		}
	}
	for _, c := range []struct {
		q, k []float64
		want float64
	}{
		{[]float64{2}, []float64{3}, 6}, {[]float64{posInf, 1}, []float64{1, 1}, posInf}, {[]float64{posInf}, []float64{0}, notANumber},
		{[]float64{notANumber}, []float64{1}, notANumber}, {[]float64{largest}, []float64{2}, posInf}, {[]float64{smallest}, []float64{.25}, 0},
	} {
		if got := BiasedScore(c.q, c.k, 0, posInf); !same(got, c.want) {
			t.Errorf("BiasedScore(%v, %v) is %g, want %g", c.q, c.k, got, c.want)
		}
	}
	if got := Slopes(1); !slices.Equal(got, []float64{1. / 256}) {
		t.Errorf("one head has the slope %v", got)
	}
}

func TestEdgesOfSinusoid(t *testing.T) {
	s := Sinusoid{Dim: 4, Base: 10000}
	none := []float64{notANumber, notANumber, notANumber, notANumber}
	for _, p := range []float64{posInf, negInf, notANumber} {
		if got := s.At(p); !allSame(got, none) {
			t.Errorf("At(%g) is %v", p, got)
		}
		for name, got := range map[string]float64{
			"Value": s.Value(p, 1), "Dot": s.Dot(p), "Distance": s.Distance(p), "Shift": s.Shift(p).Blocks[1].Cos,
			"ShiftResidual": s.ShiftResidual(0, p), "DotThrough": s.DotThrough(make([]float64, 16), p, 1),
		} {
			if !math.IsNaN(got) {
				t.Errorf("%s at %g is %g", name, p, got)
			}
		}
	}
	for p, want := range map[float64][]float64{0: {0, 1, 0, 1}, minusZero: {0, 1, 0, 1}, smallest: {smallest, 1, 0, 1}} {
		if got := s.At(p); !allSame(got, want) {
			t.Errorf("At(%g) is %v, want %v", p, got, want)
		}
		if s.Dot(p) != 2 || s.Distance(p) != 0 {
			t.Errorf("at the offset %g the dot product is %g, the distance %g", p, s.Dot(p), s.Distance(p))
		}
	}
	for _, p := range []float64{largest, -largest} { // no digits left, but sines
		for _, v := range s.At(p) {
			if !(math.Abs(v) <= 1) {
				t.Errorf("At(%g) has %g", p, v)
			}
		}
	}
	for base, want := range map[float64][]float64{1: {1, 1}, posInf: {1, 0}, .25: {1, 2}, largest: {1, math.Sqrt(1 / largest)}} {
		if got := (Sinusoid{Dim: 4, Base: base}).Frequencies(); len(got) != 2 || math.Abs(got[1]/max(want[1], smallest)-1) > 1e-12 && got[1] != want[1] {
			t.Errorf("base %g has the frequencies %v, want %v", base, got, want)
		}
	}
	if got := (Sinusoid{Dim: 4, Base: posInf}).Wavelength(3); got != posInf {
		t.Errorf("what stands still has the wavelength %g", got)
	}
	if t0, d0 := s.Table(5, 0), s.Dots(0); t0.Rows != 0 || t0.Cols != 4 || len(d0) != 0 {
		t.Errorf("of nothing: %v, %v", t0, d0)
	}
	if a, b := s.FirstRise(0), s.FirstRise(-1); a != 0 || b != 0 {
		t.Errorf("no rise within 0 and -1 steps: %d, %d", a, b)
	}
	if one := (Sinusoid{Dim: 2, Base: 1}).Frequencies(); !slices.Equal(one, []float64{1}) {
		t.Errorf("one pair has the frequencies %v", one)
	}
}

func TestEdgesOfRotary(t *testing.T) {
	r := Rotary{Dim: 4, Base: 10}
	for _, bad := range []float64{posInf, negInf, notANumber} {
		got := r.Rotate([]float64{bad, 1, 2, 3}, 1)
		if finite := func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }; finite(got[0]) || finite(got[1]) || !finite(got[2]) || !finite(got[3]) {
			t.Errorf("%g in the first pair gives %v", bad, got)
		}
		if got := r.Rotate([]float64{1, 1, 2, 3}, bad); !math.IsNaN(got[0]) || !math.IsNaN(got[3]) {
			t.Errorf("at position %g: %v", bad, got)
		}
		if got := r.Score([]float64{bad, 1, 2, 3}, []float64{1, 1, 1, 1}, 1); !math.IsNaN(got) && !math.IsInf(got, 0) {
			t.Errorf("%g in the query scores %g", bad, got)
		}
	}
	x := []float64{smallest, -1, largest, 0}
	if got := r.Rotate(x, 0); !slices.Equal(got, x) {
		t.Errorf("at position 0 %v becomes %v", x, got)
	}
	if got := r.RotateRows(NewTable(0, 4), 3); got.Rows != 0 || got.Cols != 4 {
		t.Errorf("no rows become %v", got)
	}
	if got := r.Angles(0); !slices.Equal(got, []float64{0, 0}) {
		t.Errorf("angles at 0: %v", got)
	}
}

func TestEdgesOfDistance(t *testing.T) {
	for _, c := range []struct {
		a, b      []float64
		dot, want float64
	}{
		{nil, nil, 0, 0}, {[]float64{3}, []float64{-4}, -12, 7}, {[]float64{0}, []float64{minusZero}, 0, 0},
		{[]float64{1e200, 0}, []float64{0, 1e200}, 0, math.Sqrt2 * 1e200}, {[]float64{3e-200, 0}, []float64{0, 4e-200}, 0, 5e-200},
		{[]float64{smallest}, []float64{0}, 0, smallest}, {[]float64{largest}, []float64{0}, 0, largest},
		{[]float64{largest}, []float64{-largest}, negInf, posInf}, {[]float64{largest, 0}, []float64{largest / 2, 0}, posInf, largest / 2},
		{[]float64{posInf}, []float64{1}, posInf, posInf}, {[]float64{posInf}, []float64{posInf}, posInf, notANumber},
		{[]float64{posInf, 1}, []float64{0, 1}, notANumber, posInf}, {[]float64{notANumber, posInf}, []float64{1, 0}, notANumber, notANumber},
	} {
		if got := Dot(c.a, c.b); !same(got, c.dot) {
			t.Errorf("Dot(%v, %v) is %g, want %g", c.a, c.b, got, c.dot)
		}
		if got := Distance(c.a, c.b); !same(got, c.want) && !(math.Abs(got/c.want-1) < 1e-15) {
			t.Errorf("Distance(%v, %v) is %g, want %g", c.a, c.b, got, c.want)
		}
	}
}

func TestEdgesOfTable(t *testing.T) {
	for _, c := range []struct {
		values   []float64 // one to a row
		p, q     int
		distance float64
	}{
		{[]float64{2, 2, 2}, 0, 1, 0}, {[]float64{0, notANumber, 5}, 0, 2, 5}, {[]float64{posInf, 0, 5}, 1, 2, 5},
		{[]float64{1e-200, 0, 3e-200}, 0, 1, 1e-200}, {[]float64{0, 3e200, 4e200}, 1, 2, 1e200},
		{[]float64{notANumber, 0}, 0, 1, notANumber}, {[]float64{notANumber, 0, posInf}, 1, 2, posInf},
	} {
		p, q, d := (Table{Rows: len(c.values), Cols: 1, Data: c.values}).Nearest()
		if p != c.p || q != c.q || !same(d, c.distance) && !(math.Abs(d/c.distance-1) < 1e-15) {
			t.Errorf("of %v the nearest are %d and %d, %g apart; want %d and %d, %g", c.values, p, q, d, c.p, c.q, c.distance)
		}
	}
	if p, q, d := NewTable(2, 0).Nearest(); p != 0 || q != 1 || d != 0 {
		t.Errorf("rows of nothing: %d, %d, %g", p, q, d)
	}
	if rows, err := NewTable(2, 3).Take(nil); err != nil || rows.Rows != 0 || rows.Cols != 3 {
		t.Errorf("no positions: %v, %v", rows, err)
	}
	if _, err := NewTable(0, 3).Take([]int{0}); err == nil || !strings.Contains(err.Error(), "the table is empty") {
		t.Errorf("an empty table: %v", err)
	}
	if got := NewTable(0, 2).Permute(nil); got.Rows != 0 {
		t.Errorf("no rows in no order: %v", got)
	}
	for name, misuse := range map[string]func(){
		"gradient of row 3 of 1":     func() { NewTable(1, 1).Gradient([]int{3}, NewTable(1, 1)) },
		"dot products of -1 offsets": func() { vaswani(4, 10).Dots(-1) },
		"table of -1 by 4":           func() { vaswani(4, 10).Table(0, -1) },
		"vectors of 1 and 2 numbers": func() { Distance(make([]float64, 1), make([]float64, 2)) },
		"vectors of 2 and 1 numbers": func() { Dot(make([]float64, 2), make([]float64, 1)) },
		"rotary of width 4 for 2":    func() { Rotary{Dim: 4, Base: 10}.RotateRows(NewTable(1, 2), 0) },
		"slopes for -1 heads":        func() { Slopes(-1) },
		"base -1 is not above 0":     func() { vaswani(4, -1).Frequencies() },
	} {
		func() {
			defer func() {
				if said := fmt.Sprint(recover()); !strings.Contains(said, name) {
					t.Errorf("panicked with %q, want %q", said, name)
				}
			}()
			misuse()
		}()
	}
}
