package viz

// Theme says how each job on screen looks. Colours stand here and nowhere
// else. The zero Theme is plain: no colour at all, Unicode glyphs.
type Theme struct {
	Name string

	Text   Style // body
	Faint  Style // secondary: rules, units, hints
	Strong Style // headings, the number under discussion
	Accent Style // the chosen knob, the active tab
	Good   Style // kept, correct
	Bad    Style // removed, wrong, an error
	Mark   Style // cuts, reference lines
	Panel  Style // background of pop-ups

	Series     []Style // categories told apart; never fewer than 4 in a coloured theme
	Sequential []Color // 16 to 32 levels, dark to light or light to dark
	Diverging  []Color // odd count, the middle one is zero
	Cyclic     []Color

	Glyphs Glyphs
}

// Glyphs says which characters may be drawn.
type Glyphs uint8

// Unicode draws blocks and box lines; ASCII draws 0x20 to 0x7e only.
const (
	Unicode Glyphs = iota
	ASCII
)
