package raster

import (
	"image"
	"image/color"
	"testing"

	"logitarium/ui/export"
	"logitarium/viz"

	"golang.org/x/image/font/gofont/goregular"
)

var on = export.Ground{Paper: "#000000", Ink: "#ffffff"}

func painter(t testing.TB, scale int) *Painter {
	t.Helper()
	p, err := NewPainter(scale, on, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// of draws one text in one style.
func of(t testing.TB, p *Painter, text string, st viz.Style) *image.RGBA {
	t.Helper()
	g := viz.NewGrid(viz.Size{W: viz.Clean(text).Width(), H: 1})
	g.Text(0, 0, viz.Clean(text), st)
	return p.Image(g)
}

var white, black = color.RGBA{255, 255, 255, 255}, color.RGBA{0, 0, 0, 255}

// count counts the pixels of a colour in a part of a picture.
func count(m *image.RGBA, in image.Rectangle, c color.RGBA) int {
	n := 0
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if m.RGBAAt(x, y) == c {
				n++
			}
		}
	}
	return n
}

func TestCellsFillTheirPlace(t *testing.T) {
	for scale := 1; scale <= MaxScale; scale++ {
		p := painter(t, scale)
		w, h := export.CellW*scale, export.CellH*scale
		for text, inked := range map[string]image.Rectangle{
			"█": image.Rect(0, 0, w, h), "▀": image.Rect(0, 0, w, h/2), "▄": image.Rect(0, h/2, w, h),
			"▌": image.Rect(0, 0, w/2, h), "▐": image.Rect(w/2, 0, w, h), "─": image.Rect(0, h/2, w, h/2+scale),
			"│": image.Rect(w/2, 0, w/2+scale, h), "━": image.Rect(0, h/2-scale, w, h/2+2*scale), " ": {},
		} {
			m := of(t, p, text, viz.Style{})
			if m.Rect != image.Rect(0, 0, w, h) {
				t.Fatalf("%q at scale %d is %v", text, scale, m.Rect)
			}
			if in, all := count(m, inked, white), count(m, m.Rect, white); in != inked.Dx()*inked.Dy() || all != in {
				t.Errorf("%q at scale %d: %d pixels of ink in its place of %v, %d in all", text, scale, in, inked, all)
			}
		}
	}
}

// A line goes on from cell to cell: each arm of each character reaches its edge
// there where the opposite arm of the next begins.
func TestLinesJoin(t *testing.T) {
	p := painter(t, 1)
	edge := func(r rune, side image.Rectangle) (ink []int) {
		m := of(t, p, string(r), viz.Style{})
		for y := side.Min.Y; y < side.Max.Y; y++ {
			for x := side.Min.X; x < side.Max.X; x++ {
				if m.RGBAAt(x, y) == white {
					ink = append(ink, x+y) // one of them is the same along an edge
				}
			}
		}
		return ink
	}
	w, h := export.CellW, export.CellH
	sides := []image.Rectangle{image.Rect(0, 0, w, 1), image.Rect(w-1, 0, w, h), image.Rect(0, h-1, w, h), image.Rect(0, 0, 1, h)}
	straight := map[byte][4]rune{'1': {'│', '─', '│', '─'}, '2': {'┃', '━', '┃', '━'}, '3': {'║', '═', '║', '═'}}
	for r := '─'; r <= '╿'; r++ {
		arm := arms[5*(r-'─') : 5*(r-'─')+4]
		if dashes(r) > 1 {
			continue // they end before the edge
		}
		for i, side := range sides {
			ink := edge(r, side)
			if arm[i] == '0' {
				if len(ink) > 0 && arm != "0000" {
					t.Errorf("%c has ink at side %d", r, i)
				}
				continue
			}
			if like := edge(straight[arm[i]][i], side); len(like) == 0 || len(ink) != len(like) || ink[0] != like[0] {
				t.Errorf("%c meets side %d at %v; a line is at %v", r, i, ink, like)
			}
		}
	}
}

func TestDots(t *testing.T) {
	p := painter(t, 2)
	all := of(t, p, "⣿", viz.Style{})
	for i := range 8 {
		one := of(t, p, string('⠀'|rune(1)<<i), viz.Style{})
		if n := count(one, one.Rect, white); n != 16 {
			t.Errorf("dot %d has %d pixels", i, n)
		}
	}
	if n := count(all, all.Rect, white); n != 8*16 {
		t.Errorf("eight dots have %d pixels: they touch", n)
	}
}

// Eighths of a cell, which few fonts have, are filled: half of one with half of
// the dots, and together they fill it.
func TestOctants(t *testing.T) {
	p := painter(t, 2)
	w, h := export.CellW*2, export.CellH*2
	for r, want := range map[rune]int{0x1cd00: w * h / 8, 0x1cde5: w * h * 7 / 8} {
		g := viz.NewGrid(viz.Size{W: 1, H: 1})
		g.Cells[0].Rune = r
		if m := p.Image(g); count(m, m.Rect, white) != want {
			t.Errorf("%U has %d pixels, want %d", r, count(m, m.Rect, white), want)
		}
	}
}

func TestColours(t *testing.T) {
	p := painter(t, 1)
	red, blue := viz.RGB(200, 0, 0), viz.RGB(0, 0, 200)
	m := of(t, p, "█ ", viz.Style{Fg: red, Bg: blue})
	if m.RGBAAt(0, 0) != (color.RGBA{200, 0, 0, 255}) || m.RGBAAt(9, 0) != (color.RGBA{0, 0, 200, 255}) {
		t.Error("ink or ground has another colour")
	}
	if m := of(t, p, "█", viz.Style{Fg: red, Bg: blue, Attr: viz.Reverse}); m.RGBAAt(0, 0) != (color.RGBA{0, 0, 200, 255}) {
		t.Error("reversed, ink and ground did not change places")
	}
	if m := of(t, p, "█", viz.Style{Attr: viz.Dim}); m.RGBAAt(0, 0) != (color.RGBA{153, 153, 153, 255}) {
		t.Errorf("dim, white is %v", m.RGBAAt(0, 0))
	}
	if m := of(t, p, "a", viz.Style{Attr: viz.Underline}); count(m, image.Rect(0, 16, 9, 17), white) != 9 {
		t.Error("not underlined")
	}
	if bold := of(t, p, "a", viz.Style{Attr: viz.Bold}); count(bold, bold.Rect, black) >= count(of(t, p, "a", viz.Style{}), bold.Rect, black) {
		t.Error("bold has no more ink")
	}
}

func TestSmooth(t *testing.T) {
	p := painter(t, 1)
	colors := func() int {
		found := map[color.RGBA]bool{}
		m := of(t, p, "The quick brown fox", viz.Style{})
		for y := range m.Rect.Dy() {
			for x := range m.Rect.Dx() {
				found[m.RGBAAt(x, y)] = true
			}
		}
		return len(found)
	}
	for _, levels := range []int{1, 2, 4} {
		if p.Smooth(levels); colors() != levels+1 {
			t.Errorf("%d steps make %d colours", levels, colors())
		}
	}
}

// What no font has is an empty box, counted once; another font may have it.
func TestLacks(t *testing.T) {
	p := painter(t, 1)
	m := of(t, p, "狐狸", viz.Style{})
	if p.Lacks() != 2 || m.Rect.Dx() != 4*export.CellW || count(m, image.Rect(0, 0, 18, 18), white) == 0 || m.RGBAAt(9, 9) != black {
		t.Errorf("%d characters are lacking, in %v", p.Lacks(), m.Rect)
	}
	of(t, p, "狐", viz.Style{})
	of(t, p, "▸◂▴▾‖✓✗aé√Σ∂", viz.Style{})
	if p.Lacks() != 2 {
		t.Errorf("%d are lacking", p.Lacks())
	}
	more, err := NewPainter(1, on, goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	if of(t, more, "狐", viz.Style{}); more.Lacks() != 1 {
		t.Error("Go Regular has no Chinese either")
	}
	if _, err := NewPainter(1, on, []byte("no font")); err == nil {
		t.Error("a font of nothing")
	}
	for _, scale := range []int{-1, 0, MaxScale + 1} {
		if _, err := NewPainter(scale, on, nil); err == nil {
			t.Errorf("a scale of %d", scale)
		}
	}
}

// Drawn piece by piece, a screen is the one that is drawn at once.
func TestDraw(t *testing.T) {
	p := painter(t, 1)
	g := viz.NewGrid(viz.Size{W: 12, H: 1})
	g.Text(0, 0, viz.Clean("a狐b▞cé狸·"), viz.Style{})
	whole := p.Image(g)
	for cut := range g.W {
		parts := image.NewRGBA(whole.Rect)
		p.Draw(parts, g, 0, cut, 0)
		p.Draw(parts, g, cut, g.W, 0)
		if string(parts.Pix) != string(whole.Pix) {
			t.Errorf("cut at %d it is another picture", cut)
		}
	}
}

func BenchmarkImage(b *testing.B) {
	p := painter(b, 1)
	g := viz.NewGrid(viz.Size{W: 80, H: 24})
	for y := range g.H {
		g.Text(0, y, viz.Clean("the fox lives in the forest ████▌ ─────── 0.675"), viz.Style{Fg: viz.RGB(9, 200, byte(9*y))})
	}
	for b.Loop() {
		p.Image(g)
	}
}
