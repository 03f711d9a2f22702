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

// grounds are what a theme is drawn on: black, two blacks of editors and
// Solarized's; white, GitHub's and both of Solarized's light ones.
func grounds(t Theme) []Color {
	switch {
	case t.Text.Bg != 0:
		return []Color{t.Text.Bg}
	case t.Light:
		return []Color{hex(0xffffff), hex(0xfafafa), hex(0xfdf6e3), hex(0xeee8d5)}
	}
	return []Color{hex(0x000000), hex(0x121212), hex(0x1e1e1e), hex(0x002b36)}
}

// coloured are the themes whose colours are known: in 24 bits and in 256.
func coloured() []Theme {
	var all []Theme
	for _, t := range Themes()[:3] {
		all = append(all, t, t.In(Colors256))
	}
	return all
}

// rolesOf are the styles of a theme with a meaning of their own.
func rolesOf(t Theme) map[string]Style {
	return map[string]Style{
		"hand": t.Accent, "measured": t.Measured, "reference": t.Reference,
		"second": t.Second, "cut": t.Bad, "quiet": t.Faint,
	}
}

func TestContrast(t *testing.T) {
	for _, theme := range coloured() {
		least := 4.5
		if theme.Text.Bg != 0 {
			least = 7
		}
		check := func(job string, st Style, least float64) {
			for _, ground := range grounds(theme) {
				if st.Bg != 0 {
					ground = st.Bg
				}
				if st.Fg != 0 && contrast(st.Fg, ground) < least {
					t.Errorf("%s in %d, %s: %06x on %06x is %.2f:1, want %.1f:1",
						theme.Name, theme.Colors, job, st.Fg&0xffffff, ground&0xffffff, contrast(st.Fg, ground), least)
				}
			}
		}
		for name, st := range rolesOf(theme) {
			if st.Fg == 0 {
				t.Errorf("%s: %s has no colour", theme.Name, name)
			}
			check(name, st, least)
		}
		check("text", theme.Text, least)
		check("heading", theme.Strong, least)
		check("panel", theme.Panel, least)
		for _, st := range theme.Series {
			check("series", st, least)
		}
		if len(theme.Series) < 4 {
			t.Errorf("%s has %d series", theme.Name, len(theme.Series))
		}
		// The end of a colour map that means much, or far from zero, must be seen.
		last := func(m []Color) Color { return m[len(m)-1] }
		for _, strong := range []Color{last(theme.Sequential), last(theme.Diverging), theme.Diverging[0]} {
			check("map", Style{Fg: strong}, 3)
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

// sights are the kinds of colour vision, as matrices on linear RGB: without one
// kind of cones (Machado, Oliveira and Fernandes, IEEE TVCG 2009, severity 1).
var sights = map[string][9]float64{
	"full":   {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protan": {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deutan": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritan": {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// seen returns a colour as it looks to a kind of sight.
func seen(c Color, m [9]float64) Color {
	r, g, b := linear(byte(c>>16)), linear(byte(c>>8)), linear(byte(c))
	return RGB(companded(m[0]*r+m[1]*g+m[2]*b), companded(m[3]*r+m[4]*g+m[5]*b), companded(m[6]*r+m[7]*g+m[8]*b))
}

// distance is 100 times Euclid's in OKLab; about 2 is just seen side by side.
func distance(a, b Color) float64 {
	p, q := toLab(uint32(a&0xffffff)), toLab(uint32(b&0xffffff))
	return 100 * math.Hypot(math.Hypot(p.l-q.l, p.a-q.a), p.b-q.b)
}

// One hue, one meaning, for every kind of sight; and none of them is body text.
func TestRolesAreToldApart(t *testing.T) {
	const least = 6.5
	for _, theme := range coloured() {
		all := rolesOf(theme)
		body := hex(0xffffff)
		if theme.Light {
			body = hex(0x000000)
		}
		all["text"] = Style{Fg: body}
		for kind, m := range sights {
			for one, a := range all {
				for other, b := range all {
					if d := distance(seen(a.Fg, m), seen(b.Fg, m)); one < other && d < least {
						t.Errorf("%s in %d, %s: %s and %s are %.1f apart, want %.1f", theme.Name, theme.Colors, kind, one, other, d, least)
					}
				}
			}
			for i, a := range theme.Series {
				for j, b := range theme.Series[:i] {
					if d := distance(seen(a.Fg, m), seen(b.Fg, m)); d < least {
						t.Errorf("%s in %d, %s: series %d and %d are %.1f apart", theme.Name, theme.Colors, kind, j, i, d)
					}
				}
			}
		}
	}
}

// Categories are neither chosen nor cut.
func TestSeriesTakeNoOthersRole(t *testing.T) {
	for _, theme := range Themes() {
		for _, limited := range []Theme{theme, theme.In(Colors256), theme.In(Colors16)} {
			for i, s := range limited.Series {
				if sameLook(s, limited.Accent) || sameLook(s, limited.Bad) {
					t.Errorf("%s in %d: series %d is %06x", theme.Name, limited.Colors, i, s.Fg)
				}
			}
		}
	}
}

// sameLook reports whether two styles have the same colours.
func sameLook(a, b Style) bool { return a.Fg == b.Fg && a.Bg == b.Bg }

// What is written bold many terminals write in the brighter colour of the same
// name, and yellow as text is too light already: on a light ground of 16 colours
// no role is bright or yellow, bold or not.
func TestLightGroundHasNoBrightText(t *testing.T) {
	light := Light().In(Colors16)
	styles := append([]Style{light.Text, light.Strong}, light.Series...)
	for _, st := range rolesOf(light) {
		styles = append(styles, st)
	}
	for _, st := range styles {
		for n := range 16 {
			bright := n > 8 || n == 3 || st.Attr&Bold != 0 && n < 8
			if st.Fg == basic(n) && bright {
				t.Errorf("%+v is colour %d", st, n)
			}
		}
	}
}

// Lightness alone orders a map, for every kind of sight, so that a grey print
// of it can be read; in 256 colours too.
func TestMapsAreMonotone(t *testing.T) {
	for _, theme := range coloured() {
		for kind, m := range sights {
			at := func(levels []Color) []float64 {
				out := make([]Color, len(levels))
				for i, c := range levels {
					out[i] = seen(c, m)
				}
				return lightness(out)
			}
			middle := len(theme.Diverging) / 2
			arms := at(theme.Diverging)
			for name, l := range map[string][]float64{
				"sequential": at(theme.Sequential), "minus": arms[:middle+1], "plus": arms[middle:],
			} {
				rises := l[len(l)-1] > l[0]
				for i := 1; i < len(l); i++ {
					if rises != (l[i] > l[i-1]) {
						t.Errorf("%s in %d, %s, %s: level %d is %.3f after %.3f", theme.Name, theme.Colors, kind, name, i, l[i], l[i-1])
					}
				}
			}
			if kind == "full" || theme.Colors != TrueColor {
				continue
			}
			n := len(theme.Diverging)
			for i := range n/2 - 2 {
				if d := distance(seen(theme.Diverging[i], m), seen(theme.Diverging[n-1-i], m)); d < 4 {
					t.Errorf("%s, %s: levels %d and %d are %.1f apart", theme.Name, kind, i, n-1-i, d)
				}
			}
		}
	}
}
