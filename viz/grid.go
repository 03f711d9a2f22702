// Package viz turns numbers into terminal cells. Every drawing function takes
// plain slices, a [Size] and a [Theme], returns a [Grid] of exactly that size,
// and keeps no state.
package viz

// Size is a width and a height in terminal cells. A negative side counts as 0.
type Size struct{ W, H int }

// Color is the terminal's own colour (the zero value) or a 24-bit one made by [RGB].
type Color uint32

// RGB returns a 24-bit colour.
func RGB(r, g, b uint8) Color {
	return 1<<24 | Color(r)<<16 | Color(g)<<8 | Color(b)
}

// Attr is a set of text attributes.
type Attr uint8

// The attributes that every terminal of the last decades knows.
const (
	Bold Attr = 1 << iota
	Dim
	Italic
	Underline
	Reverse
)

// Style is how a cell looks. The zero value is the terminal's own.
type Style struct {
	Fg, Bg Color
	Attr   Attr
}

// Cell is one terminal cell. Rune 0 marks the right half of a wide rune.
type Cell struct {
	Rune rune
	Style
}

// Grid is a rectangle of cells, row by row. Copies share their cells.
type Grid struct {
	Size
	Cells []Cell
}

// NewGrid returns a grid of blanks.
func NewGrid(s Size) Grid {
	s.W, s.H = max(s.W, 0), max(s.H, 0)
	g := Grid{Size: s, Cells: make([]Cell, s.W*s.H)}
	for i := range g.Cells {
		g.Cells[i].Rune = ' '
	}
	return g
}

// Set draws one narrow rune; outside of the grid it does nothing.
func (g Grid) Set(x, y int, r rune, s Style) {
	if x < 0 || y < 0 || x >= g.W || y >= g.H {
		return
	}
	g.Cells[y*g.W+x] = Cell{r, s}
}

// Put copies src into g with its top left corner at x, y, cut at g's edges.
func (g Grid) Put(x, y int, src Grid) {
	for sy := range src.H {
		for sx := range src.W {
			c := src.Cells[sy*src.W+sx]
			g.Set(x+sx, y+sy, c.Rune, c.Style)
		}
	}
}
