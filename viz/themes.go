package viz

import "slices"

// Themes returns the themes, the default first. Body text is the terminal's
// own, except in the high contrast theme, which brings its background along.
func Themes() []Theme {
	return []Theme{Dark(), Light(), HighContrast(), Plain()}
}

// ThemeByName returns one of [Themes].
func ThemeByName(name string) (Theme, bool) {
	all := Themes()
	i := slices.IndexFunc(all, func(t Theme) bool { return t.Name == name })
	if i < 0 {
		return Theme{}, false
	}
	return all[i], true
}

// On returns the theme for a ground, with this one's glyphs and as few colours.
func (t Theme) On(dark bool) Theme {
	other := Light()
	if dark {
		other = Dark()
	}
	other.Words, other.Glyphs, other.Pixels = t.Words, t.Glyphs, t.Pixels
	return other.In(t.Colors)
}

// roles is a palette: one hue for each meaning. Its colours have a contrast of
// 4.5:1 on all grounds that the theme is for, and are 7 and more apart (100
// times the distance in OKLab) with normal colour vision and without any one
// kind of cones; the tests compute both.
type roles struct{ hand, measured, reference, cut, second, quiet, body Color }

// use gives the theme a palette, on a ground: 0 leaves it to the terminal.
func (r roles) use(t *Theme, ground Color) {
	on := func(c Color) Style { return Style{Fg: c, Bg: ground} }
	t.Faint, t.Accent = on(r.quiet), Style{Fg: r.hand, Bg: ground, Attr: Bold}
	t.Measured, t.Reference, t.Second, t.Bad = on(r.measured), on(r.reference), on(r.second), on(r.cut)
	// No yellow and no orange: a category is neither chosen nor cut.
	t.Series = []Style{t.Measured, t.Second, t.Reference, on(r.body), t.Faint}
}

// Dark is for backgrounds from black to #1e1e1e and Solarized's #002b36.
func Dark() Theme {
	t := Theme{
		Name:       "dark",
		Strong:     Style{Attr: Bold},
		Panel:      Style{Fg: hex(0xe6e9ed), Bg: hex(0x20262d)},
		Sequential: ramp(24, 0x14204a, 0x225a86, 0x3f9191, 0x9fc37c, 0xfbf2b4),
		Diverging:  diverge(31, 0x87d7ff, 0x1f6fae, 0x262626, 0xa86414, 0xffc880),
		Cyclic:     wheel(24),
	}
	roles{
		hand: hex(0xf8cf1e), measured: hex(0x4a8cff), reference: hex(0xb9b2fa),
		cut: hex(0xf2681c), second: hex(0x52e4b0), quiet: hex(0x948f96), body: hex(0xf4f6f8),
	}.use(&t, 0)
	return t
}

// Light is for backgrounds from white to Solarized's #eee8d5.
func Light() Theme {
	t := Theme{
		Name:       "light",
		Light:      true,
		Strong:     Style{Attr: Bold},
		Panel:      Style{Fg: hex(0x1d2329), Bg: hex(0xe9ebee)},
		Sequential: ramp(24, 0xf3f0df, 0xa9cfa0, 0x55a09c, 0x2c6a93, 0x1a1f52),
		Diverging:  diverge(31, 0x0b4a94, 0x6fa9dc, 0xf3f1ec, 0xe2a066, 0x843600),
		Cyclic:     wheel(24),
	}
	roles{
		hand: hex(0x8a5800), measured: hex(0x1437d8), reference: hex(0x420a72),
		cut: hex(0x8c1008), second: hex(0x00775c), quiet: hex(0x4a4856), body: hex(0x0c0e10),
	}.use(&t, 0)
	return t
}

// HighContrast holds 7:1 everywhere, on the black that it paints itself.
func HighContrast() Theme {
	on := func(rgb uint32, a Attr) Style { return Style{Fg: hex(rgb), Bg: hex(0x000000), Attr: a} }
	t := Theme{
		Name:       "high-contrast",
		Text:       on(0xffffff, 0),
		Strong:     on(0xffffff, Bold),
		Panel:      on(0xffffff, 0),
		Sequential: ramp(16, 0x000000, 0x1f4fa0, 0x3aa0a0, 0xd8d860, 0xffffff),
		Diverging:  diverge(17, 0xb8e0ff, 0x3f86e0, 0x000000, 0xd07018, 0xffe0b8),
		Cyclic:     wheel(16),
	}
	roles{
		hand: hex(0xffd21c), measured: hex(0x5c9cff), reference: hex(0xc4bcff),
		cut: hex(0xf0801c), second: hex(0x4ae8b0), quiet: hex(0xa6a2a8), body: hex(0xffffff),
	}.use(&t, hex(0x000000))
	return t
}

// Plain uses attributes only: for NO_COLOR, and for paper.
func Plain() Theme {
	return Theme{
		Name:   "plain",
		Strong: Style{Attr: Bold},
		Accent: Style{Attr: Bold},
		Panel:  Style{},
	}
}

func hex(rgb uint32) Color { return 1<<24 | Color(rgb) }
