package viz

import (
	"image/color"
	"math"
	"strings"
	"testing"
)

// pictured returns a heatmap's grid on a terminal with cells of 8 x 17 pixels.
func pictured(size Size, m HeatMap) (Grid, Theme) {
	theme := Dark()
	theme.Pixels = Size{8, 17}
	return Heat(size, theme, m), theme
}

// Each pixel has the colour of the value that lies there: of a matrix that has
// fewer values than there are pixels, all values are to be seen.
func TestPixelsAreTheValues(t *testing.T) {
	m := wave(100, 130)
	m.Range = &[2]float64{-1, 1}
	m.Values[7*130+40] = math.NaN()
	g, theme := pictured(Size{80, 24}, m)
	if len(g.Pictures()) != 1 {
		t.Fatalf("%d pictures", len(g.Pictures()))
	}
	p := g.Pictures()[0]
	img := p.Image()
	if img.Rect.Dx() != 8*p.W || img.Rect.Dy() != 17*p.H {
		t.Fatalf("%v for %v cells", img.Rect, p.Size)
	}
	plain := Heat(Size{80, 24}, Dark(), m)
	across, down := 2, 3 // values to a dot in this room
	seen := map[int]bool{}
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			row, col := int(float64(y)/17*2*float64(down)+1e-9), int(float64(x)/8*float64(across)+1e-9)
			got := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if row >= 100 || col >= 130 || math.IsNaN(m.Values[row*130+col]) {
				if got.A != 0 {
					t.Fatalf("pixel %d, %d has a colour and no value", x, y)
				}
				continue
			}
			seen[row*130+col] = true
			want := rgba(theme.Diverging[level(m.Values[row*130+col], -1, 1, len(theme.Diverging))])
			if got.R != want.R || got.G != want.G || got.B != want.B || got.A != 0xff {
				t.Fatalf("pixel %d, %d of row %d, column %d is %v, not %v", x, y, row, col, got, want)
			}
		}
	}
	if len(seen) != 100*130-1 {
		t.Errorf("%d values are seen", len(seen))
	}
	// Everybody else sees what was there before.
	for i, c := range g.Cells[:80*20] {
		if c != plain.Cells[i] {
			t.Fatalf("cell %d, %d differs below the picture", i%80, i/80)
		}
	}
	if text := g.Plain(); strings.Contains(text, "x̄") || !strings.Contains(plain.Plain(), "x̄ 3") {
		t.Errorf("the legend tells of dots:\n%s", text)
	}
}

// Where even pixels are fewer than the values, each shows what a dot would.
func TestPixelsReduce(t *testing.T) {
	m := HeatMap{Values: waves(400 * 30), Cols: 400, Scale: Diverging, Range: &[2]float64{-1, 1}, Reduce: Extreme, Bare: true}
	theme := Dark()
	theme.Pixels = Size{4, 8}
	g := Heat(Size{20, 10}, theme, m)
	img := g.Pictures()[0].Image()
	for x := range 80 {
		for y := range 60 { // 30 rows on 15 dots of four pixels
			peak, row := 0.0, y/2
			for _, v := range m.Values[row*400+5*x : row*400+5*x+5] {
				if math.Abs(v) > math.Abs(peak) {
					peak = v
				}
			}
			want := level(peak, -1, 1, len(theme.Diverging))
			if got := int(img.ColorIndexAt(x, y)); got != want {
				t.Fatalf("pixel %d, %d is %d, not %d", x, y, got, want)
			}
		}
	}
}

// A heatmap whose values all have a dot is as exact without a picture, and one
// without colours has none.
func TestPictureOnlyWhereItIsFiner(t *testing.T) {
	if g, _ := pictured(Size{80, 24}, wave(10, 20)); len(g.Pictures()) != 0 {
		t.Error("a picture of a small matrix")
	}
	for _, theme := range []Theme{Plain(), Dark().In(Colors16)} {
		theme.Pixels = Size{8, 16}
		theme.Glyphs = ASCII
		if g := Heat(Size{80, 24}, theme, wave(100, 130)); len(g.Pictures()) != 0 {
			t.Errorf("a picture in %s", theme.Name)
		}
	}
	if g := Heat(Size{80, 24}, Dark(), wave(100, 130)); len(g.Pictures()) != 0 {
		t.Error("a picture where the terminal shows none")
	}
}

// What is drawn over a picture stays in front of it, wherever the picture is
// put, and the rest becomes placeholders.
func TestPlaced(t *testing.T) {
	m := wave(100, 130)
	m.Outline = []Region{{20, 20, 40, 40}}
	src, _ := pictured(Size{60, 20}, m)
	g := NewGrid(Size{70, 22})
	g.Put(5, -2, src)
	g.Text(20, 4, Clean("量子 in front"), Style{})
	p := g.Pictures()[0]
	placed := g.Placed(func(Picture) (uint32, bool) { return 0x010203, true })
	cells := 0
	for y := range g.H {
		for x := range g.W {
			was, is := g.Row(y)[x], placed.Row(y)[x]
			if is == was {
				continue
			}
			cells++
			want := string([]rune{0x10eeee, kittyDiacritic(y - p.Y), kittyDiacritic(x - p.X)})
			if got := placed.clusters.decode(is.Rune); got != want || is.Fg != RGB(1, 2, 3) {
				t.Fatalf("%d, %d is %q", x, y, got)
			}
			if !g.Shows(p, x-p.X, y-p.Y) || was.Rune != '▀' && was.Rune != ' ' {
				t.Fatalf("%d, %d was %q", x, y, was.Rune)
			}
		}
	}
	if whole := p.W * (p.H - 2); cells < whole/2 || cells > whole-13 {
		t.Errorf("%d cells of %d", cells, whole)
	}
	text := placed.Plain()
	if !strings.Contains(text, "量子 in front") {
		t.Errorf("no text in front:\n%s", text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if w := (Safe{line}).Width(); w > 70 {
			t.Errorf("a row is %d cells wide", w)
		}
	}
	if refused := g.Placed(func(Picture) (uint32, bool) { return 0, false }); refused.String() != g.String() {
		t.Error("a picture without a number changed the grid")
	}
}

// The same pixels have the same hash, others another.
func TestPictureHash(t *testing.T) {
	m := wave(100, 130)
	a, _ := pictured(Size{60, 20}, m)
	b, _ := pictured(Size{60, 20}, m)
	m.Values[99*130] = 0.9
	c, _ := pictured(Size{60, 20}, m)
	if a.Pictures()[0].Hash != b.Pictures()[0].Hash || a.Pictures()[0].Hash == c.Pictures()[0].Hash {
		t.Error("hashes are not those of the pixels")
	}
}

func kittyDiacritic(i int) rune {
	return [...]rune{0x305, 0x30d, 0x30e, 0x310, 0x312, 0x33d, 0x33e, 0x33f, 0x346, 0x34a, 0x34b, 0x34c, 0x350, 0x351, 0x352, 0x357, 0x35b, 0x363, 0x364, 0x365, 0x366, 0x367, 0x368, 0x369, 0x36a, 0x36b, 0x36c, 0x36d, 0x36e, 0x36f, 0x483, 0x484, 0x485, 0x486, 0x487, 0x592, 0x593, 0x594, 0x595, 0x597, 0x598, 0x599, 0x59c, 0x59d, 0x59e, 0x59f, 0x5a0, 0x5a1, 0x5a8, 0x5a9, 0x5ab, 0x5ac, 0x5af, 0x5c4, 0x610, 0x611, 0x612, 0x613, 0x614, 0x615}[i]
}
