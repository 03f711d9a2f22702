package raster

import (
	"image"
	"image/color"

	"logitarium/ui/message"
	"logitarium/viz"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// points is the size of the letters at scale 1: at 15 points Go Mono is just as
// wide as a cell. baseline is where they stand in it.
const points, baseline = 15, 14

// typeface is a font, with what it is made of.
type typeface struct {
	face  font.Face
	table *sfnt.Font
}

// fonts are Go Mono in its four styles, and another for what it lacks.
type fonts struct {
	scale int
	mono  map[viz.Attr]typeface
	more  *typeface
}

func (f *fonts) open(scale int, more []byte) error {
	f.scale, f.mono = scale, map[viz.Attr]typeface{}
	files, err := goMono()
	if err != nil {
		return err
	}
	for attr, file := range files {
		t, err := open(file, scale)
		if err != nil {
			return err
		}
		f.mono[attr] = t
	}
	if more == nil {
		return nil
	}
	t, err := open(more, scale)
	f.more = &t
	return err
}

// open reads a font; of a collection, its first.
func open(file []byte, scale int) (typeface, error) {
	all, err := opentype.ParseCollection(file)
	if err != nil {
		return typeface{}, message.Errorf("no TrueType or OpenType font: %v", err)
	}
	table, err := all.Font(0)
	if err != nil {
		return typeface{}, message.Errorf("the font can't be read: %v", err)
	}
	face, err := opentype.NewFace(table, &opentype.FaceOptions{Size: float64(points * scale), DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return typeface{}, message.Errorf("the font can't be read: %v", err)
	}
	return typeface{face, table}, nil
}

// has says whether a font has a character.
func (t typeface) has(r rune) bool {
	at, err := t.table.GlyphIndex(nil, r)
	return err == nil && at != 0
}

// shape draws a character's first rune, what stands on others left out. Without
// a font that has it, ok is false and the shape is an empty box.
func (f *fonts) shape(g glyph, w, h int) (shape *image.Alpha, ok bool) {
	shape = image.NewAlpha(image.Rect(0, 0, w, h))
	r := []rune(g.text)[0]
	t := f.mono[g.attr]
	if !t.has(r) {
		t = f.mono[0]
	}
	if !t.has(r) {
		if outline(r, shape, f.scale) {
			return shape, true
		}
		if f.more == nil || !f.more.has(r) {
			frame(shape, f.scale)
			return shape, false
		}
		t = *f.more
	}
	d := font.Drawer{Dst: shape, Src: image.NewUniform(color.Alpha{255}), Face: t.face}
	advance := d.MeasureString(string(r))
	// In the middle of its cells, should another font be narrower or wider.
	d.Dot = fixed.Point26_6{X: max((fixed.I(w)-advance)/2, 0), Y: fixed.I(baseline * f.scale)}
	d.DrawString(string(r))
	return shape, true
}

// frame is what stands for a character that no font has.
func frame(to *image.Alpha, thick int) {
	b := to.Bounds()
	outer := image.Rect(b.Min.X+thick, b.Min.Y+3*thick, b.Max.X-thick, b.Max.Y-3*thick)
	inner := outer.Inset(thick)
	for y := outer.Min.Y; y < outer.Max.Y; y++ {
		for x := outer.Min.X; x < outer.Max.X; x++ {
			if !(image.Pt(x, y).In(inner)) {
				to.SetAlpha(x, y, color.Alpha{255})
			}
		}
	}
}
