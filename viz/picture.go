package viz

import (
	"encoding/binary"
	"hash/fnv"
	"image"
	"image/color"
	"math"
	"slices"

	"github.com/charmbracelet/x/ansi/kitty"
)

// Picture is what a grid shows in pixels where the terminal can: a heatmap of
// more values than its cells have dots. The cells below it hold the same
// heatmap in half blocks, for everybody else.
type Picture struct {
	X, Y int // of its first cell in the grid, perhaps outside of it
	Size
	Hash uint64 // the same for the same pixels

	ground Color
	below  []Cell // what the cells held when it was drawn
	raster raster
}

// raster is a matrix of levels, magnified to pixels.
type raster struct {
	colors       []Color
	levels       []uint8 // row by row; len(colors) for nothing
	across, down stretch
}

// stretch is how pixels lie on values along one side: each pixel shows the
// value, or the reduction of the values, with the index in at; -1 for none.
type stretch struct {
	at       []int
	from, to []int // the values of each index: from to to-1
}

// newStretch lays pixels over the cells that dots take, so that each value is
// where its dot is: n dots of d.each to d.bin values.
func newStretch(d dots, n, pixels int) stretch {
	s := stretch{at: make([]int, pixels)}
	value := func(pixel int) int { return pixel * n * d.bin / (pixels * d.each) }
	for p := range s.at {
		from, to := value(p), min(max(value(p+1), value(p)+1), d.n)
		last := len(s.from) - 1
		switch {
		case from >= d.n:
			s.at[p] = -1
			continue
		case last < 0 || s.from[last] != from:
			s.from, s.to = append(s.from, from), append(s.to, to)
		}
		s.at[p] = len(s.from) - 1
	}
	return s
}

// bin is how many values a pixel shows at most.
func (s stretch) bin() int {
	most := 1
	for i, from := range s.from {
		most = max(most, s.to[i]-from)
	}
	return most
}

// pictured reports whether pixels show more than dots do: dots that stand for
// one value each are as exact in half blocks.
func (t Theme) pictured(across, down dots) bool {
	return t.Pixels.W > 0 && t.Pixels.H > 0 && t.dotsPerCell() == 2 && (across.bin > 1 || down.bin > 1)
}

// stretched returns the values that pixels show, row by row.
func (m HeatMap) stretched(zoom Region, across, down stretch) []float64 {
	out := make([]float64, 0, len(across.from)*len(down.from))
	for r, top := range down.from {
		for c, left := range across.from {
			part := Region{zoom.Row + top, zoom.Col + left, down.to[r] - top, across.to[c] - left}
			if part.Rows == 1 && part.Cols == 1 {
				out = append(out, m.Values[part.Row*m.Cols+part.Col])
				continue
			}
			out = append(out, m.reduce(part))
		}
	}
	return out
}

// newPicture returns the picture over an area that is drawn in half blocks.
func newPicture(area Grid, t Theme, r raster, values []float64, low, high float64) Picture {
	r.levels = make([]uint8, len(values))
	for i, v := range values {
		l := level(v, low, high, len(r.colors))
		if l < 0 {
			l = len(r.colors)
		}
		r.levels[i] = uint8(l)
	}
	return Picture{Size: area.Size, Hash: r.hash(), ground: t.Text.Bg, below: slices.Clone(area.Cells), raster: r}
}

// hash is the same for rasters with the same pixels.
func (r raster) hash() uint64 {
	h := fnv.New64a()
	var b []byte
	for _, c := range r.colors {
		b = binary.LittleEndian.AppendUint32(b, uint32(c))
	}
	for _, s := range []stretch{r.across, r.down} {
		for _, at := range s.at {
			b = binary.LittleEndian.AppendUint32(b, uint32(at))
		}
	}
	_, _ = h.Write(b) // a hash takes everything
	_, _ = h.Write(r.levels)
	return h.Sum64()
}

// Image returns the pixels: as many as the picture's cells have.
func (p Picture) Image() *image.Paletted {
	r := p.raster
	colors := make(color.Palette, len(r.colors), len(r.colors)+1)
	for i, c := range r.colors {
		colors[i] = color.NRGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: math.MaxUint8}
	}
	nothing := uint8(len(colors))
	img := image.NewPaletted(image.Rect(0, 0, len(r.across.at), len(r.down.at)), append(colors, color.NRGBA{}))
	for y, row := range r.down.at {
		line := img.Pix[y*img.Stride:][:img.Stride]
		if y > 0 && row == r.down.at[y-1] {
			copy(line, img.Pix[(y-1)*img.Stride:])
			continue
		}
		for x, col := range r.across.at {
			line[x] = nothing
			if row >= 0 && col >= 0 {
				line[x] = r.levels[row*len(r.across.from)+col]
			}
		}
	}
	return img
}

// Pictures returns what may be shown in pixels, in the order it was drawn.
func (g Grid) Pictures() []Picture {
	if g.pictures == nil {
		return nil
	}
	return *g.pictures
}

// addPicture keeps a picture with a grid that its cells were drawn into.
func (g Grid) addPicture(p Picture) {
	if g.pictures != nil {
		*g.pictures = append(*g.pictures, p)
	}
}

// Shows reports whether a cell of the picture, counted from its own first one,
// is to be seen: it lies in the grid, and nothing was drawn over it.
func (g Grid) Shows(p Picture, x, y int) bool {
	row := g.Row(p.Y + y)
	if x < 0 || y < 0 || x >= p.W || y >= p.H || p.X+x < 0 || p.X+x >= len(row) {
		return false
	}
	return row[p.X+x] == p.below[y*p.W+x]
}

// Placed returns a copy of the grid in which cells that show a picture hold the
// placeholders of the Kitty graphics protocol, by which a terminal puts a cell
// of an image there: U+10EEEE with diacritics for the row and the column of the
// image, whose number is the colour. A picture without a number, 1 to 2^24-1,
// stays in half blocks, and so does one with more rows or columns than there
// are diacritics.
func (g Grid) Placed(number func(Picture) (n uint32, ok bool)) Grid {
	const diacritics = 297
	out := Grid{Size: g.Size, Cells: slices.Clone(g.Cells), clusters: g.clusters}
	for _, p := range g.Pictures() {
		n, ok := number(p)
		if !ok || p.W > diacritics || p.H > diacritics {
			continue
		}
		st := Style{Fg: hex(n), Bg: p.ground}
		for y := range p.H {
			for x := range p.W {
				if g.Shows(p, x, y) {
					text := string([]rune{kitty.Placeholder, kitty.Diacritic(y), kitty.Diacritic(x)})
					out.Row(p.Y + y)[p.X+x] = Cell{g.clusters.encode(text), st}
				}
			}
		}
	}
	return out
}
