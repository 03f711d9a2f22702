package viz

import (
	"math"
	"testing"
)

// On a ground a theme is the one made for it, with the glyphs and the colours
// that it had.
func TestThemeOnItsGround(t *testing.T) {
	for _, dark := range []bool{true, false} {
		for _, from := range []Theme{Dark(), Light()} {
			got, want := from.On(dark), Light()
			if dark {
				want = Dark()
			}
			if got.Light == dark || got.Name != want.Name || got.Text != want.Text {
				t.Errorf("%s on a dark ground %v: %s", from.Name, dark, got.Name)
			}
		}
	}
}

// With 16 colours the ends of a scale are dark ones on a light ground.
func TestEndsOfSixteenColours(t *testing.T) {
	for _, c := range []struct {
		theme             Theme
		most, minus, plus int
	}{{Dark(), 14, 12, 11}, {Light(), 4, 4, 3}} {
		sequential, diverging := c.theme.maps16()
		if sequential[len(sequential)-1] != basic(c.most) || diverging[0] != basic(c.minus) || diverging[len(diverging)-1] != basic(c.plus) {
			t.Errorf("%s: ends %x, %x and %x", c.theme.Name, sequential[len(sequential)-1], diverging[0], diverging[len(diverging)-1])
		}
	}
}

// What falls outside of the bins is not drawn; both ends are within.
func TestFallsOutsideOfBins(t *testing.T) {
	values := []float64{-0.1, 0, 0.5, 1, 1.5, 2, 2.1, math.NaN()}
	count := 0
	for _, f := range (Histogram{Values: values, Rounded: values}).falls([]float64{0, 1, 2}) {
		if f.bin < 0 || f.bin > 1 || f.level < 0 || f.level > 2 {
			t.Errorf("%+v is drawn", f)
		}
		count += f.count
	}
	if count != 5 {
		t.Errorf("%d of 5 fall into the bins", count)
	}
}
