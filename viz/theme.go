package viz

import "slices"

// Theme says how each job on screen looks. Colours stand here and nowhere
// else. The zero Theme is plain: no colour at all, Unicode glyphs.
type Theme struct {
	Name  string
	Light bool // for a light ground; else it is for a dark one

	Text   Style // body
	Strong Style // headings, the number under discussion

	// One hue has one meaning.
	Accent    Style // what the hand holds: the chosen knob, the cursor, my row, the open tab
	Measured  Style // what is measured now
	Reference Style // what it is compared to: before, T = 1, B, the truth
	Second    Style // a second thing that is measured
	Bad       Style // cut, made up, wrong, an error
	Faint     Style // quiet: rules, axes, units, hints

	Panel Style // background of pop-ups

	Series     []Style // categories told apart, the first ones Measured, Second, Reference; never fewer than 4 in a coloured theme
	Sequential []Color // 16 to 32 levels, dark to light or light to dark
	Diverging  []Color // odd count, the middle one is zero
	Cyclic     []Color

	Words  Words // what pictures say about themselves; nil: signs and numbers alone
	Glyphs Glyphs
	Colors Colors // that the terminal has, see [Theme.In]
	Pixels Size   // of a cell, where the terminal shows images; zero: it shows none

	// Glide returns the value to draw a mark at whose value is to: a value on the
	// way there while it moves, and to in the end; nil: nothing moves.
	Glide func(m Mark, to float64) float64
	Watch func(axis string, low, high float64) // hears of every scale that is drawn to, see [Theme.Scaled]; nil: nobody asks
}

// Glyphs says which characters may be drawn.
type Glyphs uint8

// The sets of glyphs. They differ in how curves are drawn, in colour: see [Lines].
const (
	Unicode Glyphs = iota // blocks and box lines; curves in quarters of a cell
	ASCII                 // 0x20 to 0x7e only
	Braille               // Unicode, and curves in eight dots to a cell
	Octant                // Unicode 16, and curves in eighths of a cell: fonts that have them are few
)

// GlyphNames returns the names of the sets of glyphs, in their order.
func GlyphNames() []string { return []string{"unicode", "ascii", "braille", "octant"} }

// GlyphsByName returns the set with one of the [GlyphNames].
func GlyphsByName(name string) (Glyphs, bool) {
	i := slices.Index(GlyphNames(), name)
	if i < 0 {
		return Unicode, false
	}
	return Glyphs(i), true
}

// fine reports whether curves are drawn below the cell. Without colours box
// lines tell them apart better.
func (t Theme) fine() bool { return t.Glyphs != ASCII && len(t.Series) > 0 }

// Grid returns blanks on the theme's own background, which most themes leave
// to the terminal.
func (t Theme) Grid(size Size) Grid {
	g := NewGrid(size)
	if t.Text.Bg != 0 {
		g.Restyle(0, 0, g.W, g.H, t.Text)
	}
	return g
}

// Show returns text as the theme's glyphs can draw it.
func (t Theme) Show(s Safe) Safe {
	if t.Glyphs == ASCII {
		return s.ASCII()
	}
	return s
}

// Fit is [Theme.Show], cut to a number of cells with an ellipsis.
func (t Theme) Fit(s Safe, cells int) Safe {
	return t.Show(s).cut(cells, t.glyphs().ellipsis)
}

// FitFirst returns the first of several wordings that has room, or the last,
// cut: a number that is cut would be a wrong one.
func (t Theme) FitFirst(cells int, wordings ...Safe) Safe {
	for _, w := range wordings {
		if s := t.Show(w); s.Width() <= cells {
			return s
		}
	}
	return t.Fit(wordings[len(wordings)-1], cells)
}

// FitTail is [Theme.Show], cut to its last cells with an ellipsis before them.
func (t Theme) FitTail(s Safe, cells int) Safe {
	return t.Show(s).tail(cells, t.glyphs().ellipsis)
}

// series returns the style of category i.
func (t Theme) series(i int) Style {
	if len(t.Series) == 0 {
		return t.Text
	}
	return t.Series[i%len(t.Series)]
}

// over returns a style laid over another: what it leaves open shows through.
func over(below, above Style) Style {
	if above.Fg == 0 {
		above.Fg = below.Fg
	}
	if above.Bg == 0 {
		above.Bg = below.Bg
	}
	above.Attr |= below.Attr
	return above
}

// glyphSet is what pictures are made of.
type glyphSet struct {
	ellipsis           string
	line, dash         rune // horizontal: solid, broken
	vertical, vdash    rune
	corners            [4]rune // top left, top right, bottom left, bottom right
	left, right, knob  rune    // of a slider
	full, light, wrong rune    // a bar: kept, removed, wrong without colours
	mark               rune    // a reference value on a bar
	tick, axis, cross  rune    // of an axis: a tick below it, beside it, the corner
	chosen             rune
	level, step, half  rune     // of a histogram: a mark on the axis, the other distribution, half a spike
	density            []rune   // from nothing to full, for pictures without colour
	lines              []stroke // the glyphs that tell series apart
	pens               []rune   // the same for those below the cell, in legends
	hands              []rune   // those of a dial
	dots               [2]rune  // one among curves, and the one that the hand is on
}

// stroke is the set of glyphs that one series is drawn with.
type stroke struct {
	horizontal, vertical  rune
	downRight, downLeft   rune
	upRight, upLeft, ends rune
}

var unicodeGlyphs = glyphSet{
	ellipsis: "…",
	line:     '─', dash: '╌', vertical: '│', vdash: '┊',
	corners: [4]rune{'┌', '┐', '└', '┘'},
	left:    '├', right: '┤', knob: '●',
	full: '█', light: '░', wrong: '▒', mark: '│',
	tick: '┬', axis: '┤', cross: '└',
	chosen: '▸', level: '┴', step: '━', half: '╷',
	density: []rune{' ', '·', '░', '▒', '▓', '█'},
	lines: []stroke{
		{'─', '│', '╭', '╮', '╰', '╯', '─'},
		{'━', '┃', '┏', '┓', '┗', '┛', '━'},
		{'═', '║', '╔', '╗', '╚', '╝', '═'},
		{'•', '•', '•', '•', '•', '•', '•'},
		{'+', '+', '+', '+', '+', '+', '+'},
		{'x', 'x', 'x', 'x', 'x', 'x', 'x'},
	},
	pens:  []rune{'━', '─', '╍', '┈', '┅', '╌'},
	hands: []rune{'●', '○', '+'},
	dots:  [2]rune{'×', '●'},
}

var asciiGlyphs = glyphSet{
	ellipsis: "~",
	line:     '-', dash: '-', vertical: '|', vdash: ':',
	corners: [4]rune{'+', '+', '+', '+'},
	left:    '|', right: '|', knob: 'o',
	full: '#', light: '.', wrong: '%', mark: '|',
	tick: '+', axis: '|', cross: '+',
	chosen: '>', level: '^', step: '=', half: '.',
	density: []rune{' ', '.', ':', '+', '*', '#', '@'},
	lines: []stroke{
		{'*', '*', '*', '*', '*', '*', '*'},
		{'+', '+', '+', '+', '+', '+', '+'},
		{'o', 'o', 'o', 'o', 'o', 'o', 'o'},
		{'x', 'x', 'x', 'x', 'x', 'x', 'x'},
		{'=', '=', '=', '=', '=', '=', '='},
		{'%', '%', '%', '%', '%', '%', '%'},
	},
	hands: []rune{'#', 'o', '+'},
	dots:  [2]rune{'x', 'o'},
}

func (t Theme) glyphs() *glyphSet {
	if t.Glyphs == ASCII {
		return &asciiGlyphs
	}
	return &unicodeGlyphs
}
