package viz

import (
	"math"
	"testing"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(c Color) float64 {
	return 0.2126*linear(byte(c>>16)) + 0.7152*linear(byte(c>>8)) + 0.0722*linear(byte(c))
}

func contrast(a, b Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		theme   Theme
		grounds []Color
		text    float64
	}{
		{Dark(), []Color{hex(0x000000), hex(0x002b36)}, 4.5},
		{Light(), []Color{hex(0xffffff), hex(0xfdf6e3)}, 4.5},
		{HighContrast(), []Color{hex(0x000000)}, 7},
	} {
		jobs := append([]Style{
			c.theme.Text, c.theme.Faint, c.theme.Strong, c.theme.Accent, c.theme.Good, c.theme.Bad, c.theme.Mark, c.theme.Panel,
		}, c.theme.Series...)
		for i, st := range jobs {
			grounds := c.grounds
			if st.Bg != 0 {
				grounds = []Color{st.Bg}
			}
			for _, ground := range grounds {
				if st.Fg != 0 && contrast(st.Fg, ground) < c.text {
					t.Errorf("%s, job %d: %06x on %06x is %.2f:1, want %.1f:1",
						c.theme.Name, i, st.Fg&0xffffff, ground&0xffffff, contrast(st.Fg, ground), c.text)
				}
			}
		}
		if len(c.theme.Series) < 4 {
			t.Errorf("%s has %d series", c.theme.Name, len(c.theme.Series))
		}
		// The end of a colour map that means much, or far from zero, must be seen.
		last := func(m []Color) Color { return m[len(m)-1] }
		for _, strong := range []Color{last(c.theme.Sequential), last(c.theme.Diverging), c.theme.Diverging[0]} {
			for _, ground := range c.grounds {
				if contrast(strong, ground) < 3 {
					t.Errorf("%s: %06x on %06x is %.2f:1", c.theme.Name, strong&0xffffff, ground&0xffffff, contrast(strong, ground))
				}
			}
		}
	}
}

func TestBodyTextIsTheTerminalsOwn(t *testing.T) {
	for _, theme := range []Theme{{}, Dark(), Light(), Plain()} {
		if theme.Text != (Style{}) {
			t.Errorf("%s: %v", theme.Name, theme.Text)
		}
	}
}

func TestPlainThemesUseNoColour(t *testing.T) {
	for _, theme := range []Theme{{}, Plain()} {
		for kind, values := range awkward {
			for name, draw := range drawings(values) {
				for _, c := range draw(Size{60, 20}, theme).Cells {
					if c.Fg != 0 || c.Bg != 0 {
						t.Fatalf("%s/%s has a colour", name, kind)
					}
				}
			}
		}
	}
}

// A theme with a background of its own leaves no cell on the terminal's.
func TestHighContrastCoversEveryCell(t *testing.T) {
	for kind, values := range awkward {
		for name, draw := range drawings(values) {
			g := draw(Size{60, 20}, HighContrast())
			for i, c := range g.Cells {
				if c.Bg == 0 {
					t.Fatalf("%s/%s: the cell at %d, %d is bare", name, kind, i%g.W, i/g.W)
				}
			}
		}
	}
}

func TestThemeByName(t *testing.T) {
	for _, want := range Themes() {
		if got, ok := ThemeByName(want.Name); !ok || got.Name != want.Name {
			t.Errorf("%s: %v", want.Name, ok)
		}
	}
	if _, ok := ThemeByName("beige"); ok {
		t.Error("there is no beige")
	}
}

// lightness returns the OKLab lightness of levels.
func lightness(levels []Color) []float64 {
	out := make([]float64, len(levels))
	for i, c := range levels {
		out[i] = toLab(uint32(c & 0xffffff)).l
	}
	return out
}

// even fails unless lightness changes by equal steps, to 8-bit precision.
func even(t *testing.T, name string, l []float64) {
	t.Helper()
	want := (l[len(l)-1] - l[0]) / float64(len(l)-1)
	for i := 1; i < len(l); i++ {
		if got := l[i] - l[i-1]; math.Abs(got-want) > 0.35*math.Abs(want) {
			t.Errorf("%s: step %d changes lightness by %.4f, want %.4f", name, i, got, want)
		}
	}
}

func TestColourMapsAreEven(t *testing.T) {
	for _, theme := range Themes()[:3] {
		n := len(theme.Sequential)
		if n < 16 || n > 32 || len(theme.Diverging)%2 != 1 || len(theme.Diverging) < 16 || len(theme.Diverging) > 32 || len(theme.Cyclic) < 16 {
			t.Errorf("%s: %d, %d, %d levels", theme.Name, n, len(theme.Diverging), len(theme.Cyclic))
		}
		even(t, theme.Name+" sequential", lightness(theme.Sequential))
		middle := len(theme.Diverging) / 2
		l := lightness(theme.Diverging)
		even(t, theme.Name+" below zero", l[:middle+1])
		even(t, theme.Name+" above zero", l[middle:])
		if math.Abs(l[0]-l[len(l)-1]) > 0.06 {
			t.Errorf("%s: the ends of the diverging map differ in lightness, %.3f and %.3f", theme.Name, l[0], l[len(l)-1])
		}
	}
}

// dichromat returns a colour as it looks without one kind of cone (Viénot,
// Brettel and Mollon 1999, in linear sRGB).
func dichromat(c Color, m [9]float64) Color {
	r, g, b := linear(byte(c>>16)), linear(byte(c>>8)), linear(byte(c))
	return RGB(companded(m[0]*r+m[1]*g+m[2]*b), companded(m[3]*r+m[4]*g+m[5]*b), companded(m[6]*r+m[7]*g+m[8]*b))
}

// distance is Euclid's in OKLab; about 0.02 is just seen side by side.
func distance(a, b Color) float64 {
	p, q := toLab(uint32(a&0xffffff)), toLab(uint32(b&0xffffff))
	return math.Hypot(math.Hypot(p.l-q.l, p.a-q.a), p.b-q.b)
}

func TestColourBlindReadersTellSidesApart(t *testing.T) {
	for kind, m := range map[string][9]float64{
		"protan": {0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1},
		"deutan": {0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1},
	} {
		for _, theme := range Themes()[:3] {
			if d := distance(dichromat(theme.Good.Fg, m), dichromat(theme.Bad.Fg, m)); d < 0.1 {
				t.Errorf("%s, %s: good and bad are %.3f apart", theme.Name, kind, d)
			}
			n := len(theme.Diverging)
			for i := range n/2 - 2 {
				if d := distance(dichromat(theme.Diverging[i], m), dichromat(theme.Diverging[n-1-i], m)); d < 0.04 {
					t.Errorf("%s, %s: levels %d and %d are %.3f apart", theme.Name, kind, i, n-1-i, d)
				}
			}
		}
	}
}
