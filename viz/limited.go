package viz

// Colors says how many colours a terminal has.
type Colors uint8

// The kinds of terminals.
const (
	TrueColor Colors = iota
	Colors256        // xterm's palette
	Colors16         // a palette of the user's own, of which no lightness is known
)

// In returns the theme for a terminal of so few colours. What writes to it
// would else take the nearest one for each, by which in 256 colours zero lies
// between olive and teal, and in 16 the chosen and the cut are both red. In 16
// colours the glyphs of a heatmap order its values, and not their hues.
func (t Theme) In(c Colors) Theme {
	t.Colors = c
	if c == TrueColor || len(t.Sequential) == 0 { // a plain theme
		return t
	}
	r, body, ground := t.roles256(), t.Text.Fg, t.Text.Bg
	if c == Colors16 {
		r = t.roles16()
	}
	r.use(&t, ground)
	t.Text.Fg = body
	if c == Colors256 {
		t.Sequential, t.Diverging = t.maps256()
		return t
	}
	t.Sequential, t.Diverging = t.maps16()
	if t.Light {
		t.Accent = Style{Fg: r.body, Bg: r.hand}
	}
	t.Cyclic = nil // its glyphs are digits, which say it alone
	t.Panel = Style{Fg: r.body, Bg: basic(0)}
	if t.Light {
		t.Panel.Bg = basic(7)
	}
	return t
}

func (t Theme) roles256() roles {
	switch {
	case t.Light:
		return roles{xterm(94), xterm(26), xterm(54), xterm(88), xterm(23), xterm(237), xterm(233)}
	case t.Text.Bg != 0:
		return roles{xterm(220), xterm(75), xterm(189), xterm(208), xterm(49), xterm(248), xterm(231)}
	}
	return roles{xterm(220), xterm(69), xterm(147), xterm(202), xterm(43), xterm(246), xterm(255)}
}

// roles16 are the colours that a user's palette has names for: bright ones on a
// dark ground, and cyan for blue, which few palettes make bright enough to be
// read. Bright black is grey in every palette but Solarized's first. Yellow can't
// be read on a light ground, least of all in bold, which many terminals make
// brighter: there the hand has a yellow ground.
func (t Theme) roles16() roles {
	if t.Light {
		return roles{basic(3), basic(4), basic(5), basic(1), basic(2), basic(8), basic(0)}
	}
	return roles{basic(11), basic(14), basic(13), basic(9), basic(10), basic(7), basic(15)}
}

// maps256 rise and fall in lightness, as the maps of 24 bits do, though not by
// equal steps.
func (t Theme) maps256() (sequential, diverging []Color) {
	switch {
	case t.Light:
		return indexed(230, 187, 151, 115, 73, 67, 31, 24, 18, 17), indexed(25, 68, 111, 153, 255, 223, 215, 172, 94)
	case t.Text.Bg != 0:
		sequential = indexed(16, 17, 18, 24, 31, 67, 73, 115, 151, 187, 230, 231)
		return sequential, indexed(159, 117, 75, 32, 25, 24, 16, 94, 130, 172, 208, 215, 223)
	}
	return indexed(17, 18, 24, 31, 67, 73, 115, 151, 187, 230), indexed(159, 117, 75, 32, 25, 24, 235, 94, 130, 172, 208, 215, 223)
}

// density16 are the glyphs of the maps in 16 colours: one for each colour.
var (
	sequential16 = []rune(" ░▒▓██")
	diverging16  = []rune("█▓▒░ ░▒▓█")
)

func (t Theme) maps16() (sequential, diverging []Color) {
	much, most, minus, plus := basic(6), basic(14), basic(12), basic(11)
	if t.Light {
		most, minus, plus = basic(4), basic(4), basic(3)
	}
	sequential = []Color{much, much, much, much, much, most}
	return sequential, []Color{minus, minus, minus, minus, minus, plus, plus, plus, plus}
}

func indexed(numbers ...int) []Color {
	colors := make([]Color, len(numbers))
	for i, n := range numbers {
		colors[i] = xterm(n)
	}
	return colors
}

// xterm returns colour n of xterm's palette, 16 to 255: a cube of six levels a
// side, and then 24 greys. Terminals hold to it, other than to the first 16.
func xterm(n int) Color {
	if n -= 16; n >= 216 {
		v := uint8(8 + 10*(n-216))
		return RGB(v, v, v)
	}
	side := func(i int) uint8 {
		if i == 0 {
			return 0
		}
		return uint8(55 + 40*i)
	}
	return RGB(side(n/36), side(n/6%6), side(n%6))
}

// basic returns the colour of 24 bits that is written as colour n of 16 by who
// reduces colours as tmux does: xterm's, by way of the cube.
func basic(n int) Color {
	cube := [16]int{16, 88, 28, 100, 18, 90, 30, 246, 240, 196, 46, 226, 21, 201, 51, 231}
	return xterm(cube[n])
}
