package position

import (
	"math"
	"testing"
)

// Of each size a number can have, 3 and 4 are 5 apart: the squares of most are no
// numbers.
func TestDistanceOfEverySize(t *testing.T) {
	for power := -320; power <= 307; power++ {
		unit := math.Pow10(power)
		want, digits := 5*unit, 1e-14
		if power < -300 { // 3 or 4 units have few digits themselves
			digits = 0.2
		}
		if got := Distance([]float64{3 * unit, 0}, []float64{0, 4 * unit}); math.Abs(got-want) > digits*want {
			t.Errorf("3e%d and 4e%[1]d are %g apart", power, got)
		}
	}
	for _, c := range []struct{ a, b, want float64 }{
		{math.MaxFloat64, -math.MaxFloat64, math.Inf(1)},
		{math.MaxFloat64, math.MaxFloat64 / 2, math.MaxFloat64 / 2},
		{math.Inf(1), 1, math.Inf(1)},
		{math.Inf(1), math.Inf(1), math.NaN()},
		{math.NaN(), 0, math.NaN()},
		{math.SmallestNonzeroFloat64, 0, math.SmallestNonzeroFloat64},
	} {
		if got := Distance([]float64{c.a}, []float64{c.b}); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%g and %g are %g apart, not %g", c.a, c.b, got, c.want)
		}
	}
}

// The gradient has a row for each position of the table, and for no other.
func TestGradientOfTheLastRow(t *testing.T) {
	table := NewTable(3, 2)
	got := table.Gradient([]int{2, 0, 2}, Table{Rows: 3, Cols: 2, Data: []float64{1, 2, 3, 4, 5, 6}})
	near(t, "gradient", got.Data, []float64{3, 4, 0, 0, 6, 8}, 0)
	for _, p := range []int{-1, 3} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a gradient of row %d of 3 is no panic", p)
				}
			}()
			table.Gradient([]int{p}, NewTable(1, 2))
		}()
	}
	if _, err := table.Take([]int{2}); err != nil {
		t.Error(err)
	}
	if _, err := table.Take([]int{3}); err == nil {
		t.Error("row 3 of 3 is no error")
	}
}
