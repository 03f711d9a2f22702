package viz

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// shadesOf are the colours of the cells of the first row that are not empty, from
// the left; of a cell with two dots that of the upper one.
func shadesOf(g Grid) (shades []Color) {
	for _, cell := range g.Row(0) {
		switch {
		case cell.Rune == '▀':
			shades = append(shades, cell.Fg)
		case cell.Bg != 0:
			shades = append(shades, cell.Bg)
		}
	}
	return shades
}

// A strip is never larger than its size, whatever the number of values, and with
// as many values as cells or fewer each has as many cells as every other.
func TestStripStaysInItsSize(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		values := make([]float64, rng.IntN(300))
		for i := range values {
			values[i] = rng.NormFloat64()
		}
		size := Size{rng.IntN(90) - 2, rng.IntN(5) - 1}
		theme := Themes()[rng.IntN(len(Themes()))]
		theme.Glyphs = []Glyphs{Unicode, ASCII}[rng.IntN(2)]
		g := Strip(size, theme, HeatMap{Values: values, Name: Clean("x")})
		if want := (Size{max(size.W, 0), max(size.H, 0)}); g.Size != want || len(g.Cells) != want.W*want.H {
			t.Fatalf("%d values in %v: %v, %d cells", len(values), size, g.Size, len(g.Cells))
		}
	}
	for n := 1; n <= 40; n++ {
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(i % 2) // neighbours differ
		}
		runs := map[int]bool{}
		shades := shadesOf(Strip(Size{40, 1}, Dark(), HeatMap{Values: values}))
		for from := 0; from < len(shades); {
			to := from
			for to < len(shades) && shades[to] == shades[from] {
				to++
			}
			runs[to-from] = true
			from = to
		}
		if len(shades) != 40/n*n || len(runs) != 1 || !runs[40/n] {
			t.Fatalf("%d values in 40 cells: %d are coloured, in runs of %v", n, len(shades), runs)
		}
	}
}

// A greater value has a colour that is as far along the map or farther, on each
// ground and in each number of colours; the least has its first colour and the
// greatest its last.
func TestStripColoursFollowValues(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, theme := range []Theme{Dark(), Light(), Dark().In(Colors256), Light().In(Colors256)} {
		for _, scale := range []Scale{Sequential, Diverging} {
			colors := theme.levels(scale).colors
			for range 200 {
				values := make([]float64, 2+rng.IntN(60))
				for i := range values {
					values[i] = rng.NormFloat64() * 10
				}
				slices.Sort(values)
				shades := shadesOf(Strip(Size{len(values), 1}, theme, HeatMap{Values: values, Scale: scale}))
				if len(shades) != len(values) {
					t.Fatalf("%s: %d values have %d colours", theme.Name, len(values), len(shades))
				}
				last := 0
				for i, shade := range shades {
					at := slices.Index(colors, shade)
					if at < last {
						t.Fatalf("%s: %g has colour %d, the smaller %g has %d", theme.Name, values[i], at, values[max(i-1, 0)], last)
					}
					last = at
				}
				if first := slices.Index(colors, shades[0]); scale == Sequential && (first != 0 || last != len(colors)-1) {
					t.Fatalf("%s: %g to %g have colours %d to %d of %d", theme.Name, values[0], values[len(values)-1], first, last, len(colors))
				}
			}
		}
	}
}

// The numbers at the ends of the scale are those of the data, also where several
// values share a dot; around zero on both sides alike; and a range that is given
// stays.
func TestStripScaleHasTheEndsOfTheData(t *testing.T) {
	values := make([]float64, 200)
	for i := range values {
		values[i] = math.Sin(float64(i))
	}
	values[17], values[120] = -7, 25
	for _, c := range []struct {
		m    HeatMap
		want []string
	}{
		{HeatMap{Values: values}, []string{"-7", "25"}},
		{HeatMap{Values: values, Scale: Diverging}, []string{"-25", "25"}},
		{HeatMap{Values: values, Range: &[2]float64{-50, 50}}, []string{"-50", "50"}},
		{HeatMap{Values: []float64{3, math.NaN(), 4}}, []string{"3", "4"}},
	} {
		g := Strip(Size{60, 2}, Dark(), c.m)
		words := strings.Fields(strings.Split(g.Plain(), "\n")[1])
		for _, want := range c.want {
			if !slices.Contains(words, want) {
				t.Errorf("no %s below the strip: %q", want, words)
			}
		}
	}
	if g := Strip(Size{60, 1}, Dark(), HeatMap{Values: values}); strings.TrimSpace(g.Plain()) != "" && strings.ContainsAny(g.Plain(), "0123456789") {
		t.Errorf("one row has no room for the scale:\n%s", g.Plain())
	}
}
