// Package viz turns numbers into terminal cells. Every drawing function takes
// plain slices, a [Size] and a [Theme], returns a [Grid] of exactly that size,
// and keeps no state.
//
// Which picture for what:
//   - [Bars]: some named values on one scale, with a reference each and what is
//     cut. A share has Max 1 and an Axis, so that its bar shrinks when it does.
//   - [Lines]: values over a common x; an Area for one that adds up to another.
//     [Curve] is one of them without axes, in little room.
//   - [Hist]: how often values occur.
//   - [Heat]: a matrix whose shape matters more than its numbers; [Strip]: one
//     vector.
//   - [HeatCells]: a small table of numbers that are better or worse.
//   - [Matrix]: a matrix whose numbers matter, with the cells that belong
//     together; [Table]: texts.
//   - [Dials]: angles.
//   - [Big]: the one number that the last row of a room reads.
//
// A [Theme] has one hue for each meaning; its fields say which.
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

// Style gives the colours and attributes of a cell. The zero value is the terminal's own.
type Style struct {
	Fg, Bg Color
	Attr   Attr
}

// Cell is one terminal cell. Rune 0 marks the right half of a wide rune; a
// negative rune stands for a cluster of several runes, kept by the [Grid].
type Cell struct {
	Rune rune
	Style
}

// Grid is a rectangle of cells, row by row. Copies share their cells.
type Grid struct {
	Size
	Cells    []Cell
	clusters *clusters
	pictures *[]Picture
}

// NewGrid returns a grid of blanks.
func NewGrid(s Size) Grid {
	s.W, s.H = max(s.W, 0), max(s.H, 0)
	g := Grid{Size: s, Cells: make([]Cell, s.W*s.H), clusters: &clusters{}, pictures: new([]Picture)}
	for i := range g.Cells {
		g.Cells[i].Rune = ' '
	}
	return g
}

// Row returns row y, or nil outside of the grid. It shares its cells with g.
func (g Grid) Row(y int) []Cell {
	if y < 0 || y >= g.H {
		return nil
	}
	return g.Cells[y*g.W : (y+1)*g.W]
}

// Set draws one narrow rune; outside of the grid it does nothing. A rune that
// does not take exactly one cell, a control for instance, becomes '?'.
func (g Grid) Set(x, y int, r rune, s Style) {
	if x < 0 || y < 0 || x >= g.W || y >= g.H {
		return
	}
	if runeWidth(r) != 1 {
		r = '?'
	}
	g.split(x, y)
	g.Cells[y*g.W+x] = Cell{r, s}
}

// Fill draws a narrow rune into a rectangle.
func (g Grid) Fill(x, y, w, h int, r rune, s Style) {
	for cy := max(y, 0); cy < min(y+h, g.H); cy++ {
		for cx := max(x, 0); cx < min(x+w, g.W); cx++ {
			g.Set(cx, cy, r, s)
		}
	}
}

// Restyle changes the style of a rectangle and leaves its text: a selection.
func (g Grid) Restyle(x, y, w, h int, s Style) {
	for cy := max(y, 0); cy < min(y+h, g.H); cy++ {
		row := g.Row(cy)
		for cx := max(x, 0); cx < min(x+w, g.W); cx++ {
			row[cx].Style = s
		}
	}
}

// Text draws one line of text from x, y, cut at g's edges, and returns the
// cells it advanced. A wide rune is never half drawn: at an edge it becomes
// a blank. A newline is drawn as ␊.
func (g Grid) Text(x, y int, s Safe, st Style) int {
	at := x
	for rest := s.s; rest != ""; {
		var c string
		var w int
		c, w, rest = nextCluster(rest)
		if at+w > g.W {
			if at < g.W {
				g.Set(at, y, ' ', st)
			}
			break
		}
		g.place(at, y, c, w, st)
		at += w
	}
	return at - x
}

// place draws one cluster of width w that ends inside the right edge.
func (g Grid) place(x, y int, c string, w int, st Style) {
	if y < 0 || y >= g.H || x+w <= 0 {
		return
	}
	if w == 2 && x < 0 {
		g.Set(0, y, ' ', st)
		return
	}
	if c == "\n" {
		c = "␊"
	}
	row := g.Row(y)
	for half := range w {
		g.split(x+half, y)
		row[x+half] = Cell{0, st}
	}
	row[x].Rune = g.clusters.encode(c)
}

// split blanks the other half of a wide rune that loses its half at x, y.
func (g Grid) split(x, y int) {
	row := g.Row(y)
	if row[x].Rune == 0 && x > 0 {
		row[x-1].Rune = ' '
	}
	if x+1 < g.W && row[x+1].Rune == 0 {
		row[x+1].Rune = ' '
	}
}

// Put copies src into g with its top left corner at x, y, cut at g's edges.
func (g Grid) Put(x, y int, src Grid) {
	from, to := max(-x, 0), min(src.W, g.W-x)
	if from >= to {
		return
	}
	for _, p := range src.Pictures() {
		p.X, p.Y = p.X+x, p.Y+y
		g.addPicture(p)
	}
	for sy := max(-y, 0); sy < min(src.H, g.H-y); sy++ {
		g.split(x+from, y+sy)
		g.split(x+to-1, y+sy)
		line, row := src.Row(sy)[from:to], g.Row(y + sy)[x+from:x+to]
		copy(row, line)
		for i := range row {
			if row[i].Rune < 0 {
				row[i].Rune = g.clusters.encode(src.clusters.decode(row[i].Rune))
			}
		}
		if from > 0 && row[0].Rune == 0 {
			row[0].Rune = ' '
		}
		if to < src.W && src.Row(sy)[to].Rune == 0 {
			row[len(row)-1].Rune = ' '
		}
	}
}
