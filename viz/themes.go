package viz

import "slices"

// Themes returns the themes, the default first. Body text is the terminal's
// own, except in the high contrast theme, which brings its background along.
// One warm accent; right and wrong are blue and orange, which all common
// kinds of colour vision tell apart.
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

// On returns the theme for a ground, with this one's glyphs.
func (t Theme) On(dark bool) Theme {
	other := Light()
	if dark {
		other = Dark()
	}
	other.Glyphs = t.Glyphs
	return other
}

// Dark is for backgrounds from black to Solarized's #002b36.
func Dark() Theme {
	return Theme{
		Name:   "dark",
		Faint:  ink(0x93a1ab),
		Strong: Style{Attr: Bold},
		Accent: Style{Fg: hex(0xf2c14e), Attr: Bold},
		Good:   ink(0x6cb6f5),
		Bad:    ink(0xf58f5b),
		Mark:   ink(0xe09ac2),
		Panel:  Style{Fg: hex(0xe6e9ed), Bg: hex(0x20262d)},
		Series: []Style{
			ink(0x6cb6f5), ink(0xf0b44c), ink(0x5fc9a4), ink(0xe09ac2), ink(0xf58f5b), ink(0xc3cbd3),
		},
		Sequential: ramp(24, 0x14204a, 0x225a86, 0x3f9191, 0x9fc37c, 0xfbf2b4),
		// Stops from xterm's palette: between others, 256 colours turn purple.
		Diverging: diverge(31, 0x87d7ff, 0x0087d7, 0x262626, 0xaf5f00, 0xffaf5f),
		Cyclic:    wheel(24),
	}
}

// Light is for backgrounds from white to Solarized's #fdf6e3.
func Light() Theme {
	return Theme{
		Name:   "light",
		Light:  true,
		Faint:  ink(0x5a646d),
		Strong: Style{Attr: Bold},
		Accent: Style{Fg: hex(0x8f5a00), Attr: Bold},
		Good:   ink(0x0f5ea8),
		Bad:    ink(0xb34207),
		Mark:   ink(0x98306f),
		Panel:  Style{Fg: hex(0x1d2329), Bg: hex(0xe9ebee)},
		Series: []Style{
			ink(0x0f5ea8), ink(0x8f5a00), ink(0x0a6e53), ink(0x98306f), ink(0xb34207), ink(0x4a545d),
		},
		Sequential: ramp(24, 0xf3f0df, 0xa9cfa0, 0x55a09c, 0x2c6a93, 0x1a1f52),
		Diverging:  diverge(31, 0x0b4a94, 0x6fa9dc, 0xf3f1ec, 0xe2a066, 0x843600),
		Cyclic:     wheel(24),
	}
}

// HighContrast holds 7:1 everywhere, on the black that it paints itself.
func HighContrast() Theme {
	on := func(rgb uint32, a Attr) Style { return Style{Fg: hex(rgb), Bg: hex(0x000000), Attr: a} }
	return Theme{
		Name:   "high-contrast",
		Text:   on(0xffffff, 0),
		Faint:  on(0xc8c8c8, 0),
		Strong: on(0xffffff, Bold),
		Accent: on(0xffd400, Bold),
		Good:   on(0x7cc4ff, 0),
		Bad:    on(0xffa25e, 0),
		Mark:   on(0xffa8dc, 0),
		Panel:  Style{Fg: hex(0xffffff), Bg: hex(0x000000)},
		Series: []Style{
			on(0x7cc4ff, 0), on(0xffd400, 0), on(0x6fe3b8, 0), on(0xffa8dc, 0), on(0xffa25e, 0), on(0xffffff, 0),
		},
		Sequential: ramp(16, 0x000000, 0x1f4fa0, 0x3aa0a0, 0xd8d860, 0xffffff),
		Diverging:  diverge(17, 0xb8e0ff, 0x3f86e0, 0x000000, 0xd07018, 0xffe0b8),
		Cyclic:     wheel(16),
	}
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

func ink(rgb uint32) Style { return Style{Fg: hex(rgb)} }
