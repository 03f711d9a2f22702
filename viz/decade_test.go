package viz

import (
	"math"
	"strconv"
	"testing"
)

// A power of ten begins its decade, and the number before it ends the last one.
func TestDecade(t *testing.T) {
	for d := -307; d <= 308; d++ {
		v, err := strconv.ParseFloat("1e"+strconv.Itoa(d), 64)
		if err != nil {
			t.Fatal(err)
		}
		if tenTo(d) != v {
			t.Errorf("10^%d is %g", d, tenTo(d))
		}
		for v, want := range map[float64]int{v: d, -v: d, math.Nextafter(v, 0): d - 1, math.Nextafter(v, math.Inf(1)): d, 5 * v / 2: d} {
			if got := Decade(v); got != want && !math.IsInf(v, 0) {
				t.Errorf("%.17g is in decade %d, want %d", v, got, want)
			}
		}
	}
	for v, want := range map[float64]int{0: 0, math.Inf(1): 0, math.Inf(-1): 0, math.NaN(): 0, math.MaxFloat64: 308, math.SmallestNonzeroFloat64: -324} {
		if got := Decade(v); got != want {
			t.Errorf("%g is in decade %d, want %d", v, got, want)
		}
	}
}

func TestRoundUp(t *testing.T) {
	for v, want := range map[float64]float64{
		1: 1, 1.0000001: 2, 2: 2, 2.1: 5, 5: 5, 5.5: 10, 9.999: 10, 10: 10, .1: .1, .11: .2, .02: .02, 0.30000000000000004: .5,
		1000: 1000, math.Nextafter(1000, 0): 1000, math.Nextafter(1000, 2000): 2000, 1e-300: 1e-300, 3e-323: 5e-323,
		0: 1, -3: 1, math.Inf(1): math.Inf(1), math.MaxFloat64: math.Inf(1),
	} {
		if got := RoundUp(v); got != want {
			t.Errorf("%g becomes %g, want %g", v, got, want)
		}
	}
	if got := RoundUp(math.NaN()); got != 1 {
		t.Errorf("NaN becomes %g", got)
	}
}

// Powers of ten have whole logarithms, whatever the machine's own.
func TestLog10(t *testing.T) {
	for d := -300; d <= 300; d++ {
		if got := Log10(tenTo(d)); got != float64(d) {
			t.Errorf("log10 of 1e%d is %.17g", d, got)
		}
		if got := antilog(float64(d)); got != tenTo(d) {
			t.Errorf("10^%d is %g", d, got)
		}
	}
	for _, v := range []float64{2, 3, .7, 12345} {
		if got := Log10(v); math.Abs(got-math.Log10(v)) > 1e-12 {
			t.Errorf("log10 of %g is %.17g", v, got)
		}
	}
	if got := Log10(0); !math.IsInf(got, -1) {
		t.Errorf("log10 of 0 is %g", got)
	}
	if got := Log10(-1); !math.IsNaN(got) {
		t.Errorf("log10 of -1 is %g", got)
	}
}
