package labs_test

import (
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/ui/raster"
	"logitarium/viz"
)

var (
	sheet = flag.String("sheet", "", "the folder for the contact sheets of all views")
	only  = flag.String("only", "", "of the contact sheets: the labs, by their IDs, with commas")
	of    = flag.String("of", "", "of the contact sheets: those whose names have this, such as 80x24 or light-256")
	glyph = flag.String("glyphs", "", "of the contact sheets: the characters to draw with, as of the program's flag")
)

// TestSheet writes contact sheets, to be looked at: for each lab, size, theme
// and number of colours a PNG of all its views as they open, and beside it one
// at a quarter of the size, which is what the last row of a room sees.
//
//	go test ./ui/labs -run Sheet -sheet /tmp/sheet [-only sampling,norm] [-of 80x24-light] [-glyphs octant]
func TestSheet(t *testing.T) {
	if *sheet == "" {
		t.Skip("-sheet names a folder to write them to")
	}
	b := builtintest.Load(t)
	glyphs, ok := viz.GlyphsByName(cmp.Or(*glyph, "unicode"))
	if !ok {
		t.Fatalf("no glyphs %q", *glyph)
	}
	if err := os.MkdirAll(*sheet, 0o755); err != nil {
		t.Fatal(err)
	}
	all := labs.All(b, b)
	for _, l := range all {
		if *only != "" && !strings.Contains(","+*only+",", ","+l.Info().ID+",") {
			continue
		}
		for _, size := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 120, H: 40}, {W: 200, H: 50}} {
			for _, theme := range []viz.Theme{viz.Dark(), viz.Light()} {
				theme.Glyphs = glyphs
				for _, colors := range []viz.Colors{viz.TrueColor, viz.Colors256, viz.Colors16} {
					suffix := map[viz.Colors]string{viz.TrueColor: "true", viz.Colors256: "256", viz.Colors16: "16"}[colors]
					name := fmt.Sprintf("%s-%dx%d-%s-%s", l.Info().ID, size.W, size.H, theme.Name, strings.Trim(suffix+"-"+*glyph, "-"))
					if strings.Contains(name, *of) {
						writeSheet(t, all, l, size, theme.In(colors), name)
					}
				}
			}
		}
	}
}

// writeSheet writes the views of a lab as one picture, two columns of them or
// three, and the same at a quarter.
func writeSheet(t *testing.T, all []lab.Lab, l lab.Lab, size viz.Size, theme viz.Theme, name string) {
	t.Helper()
	painter, err := raster.NewPainter(1, export.GroundOf(theme), nil)
	if err != nil {
		t.Fatal(err)
	}
	views := l.Views()
	columns := 3
	if size.W > 120 {
		columns = 2
	}
	one := painter.Size(size).Size().Add(image.Pt(8, 8))
	to := image.NewRGBA(image.Rect(0, 0, columns*one.X, (len(views.List)+columns-1)/columns*one.Y))
	for i := range views.List {
		*views.At = i
		g, err := ui.Screen(all, l.Info().ID, size, theme, ui.WithFooter, message.Printer{}, command.Opened{})
		if err != nil {
			t.Fatal(err)
		}
		p := painter.Image(g)
		draw.Draw(to, p.Bounds().Add(image.Pt(i%columns*one.X, i/columns*one.Y)), p, image.Point{}, draw.Src)
	}
	writePNG(t, filepath.Join(*sheet, name+".png"), to)
	writePNG(t, filepath.Join(*sheet, name+"-quarter.png"), quarter(to))
}

// quarter is a picture at half its width and half its height.
func quarter(from *image.RGBA) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, from.Bounds().Dx()/2, from.Bounds().Dy()/2))
	for y := range to.Bounds().Dy() {
		for x := range to.Bounds().Dx() {
			at, below := from.PixOffset(2*x, 2*y), from.PixOffset(2*x, 2*y+1)
			for c := range 4 {
				sum := int(from.Pix[at+c]) + int(from.Pix[at+4+c]) + int(from.Pix[below+c]) + int(from.Pix[below+4+c])
				to.Pix[to.PixOffset(x, y)+c] = uint8(sum / 4)
			}
		}
	}
	return to
}

func writePNG(t *testing.T, path string, p image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, p); err != nil {
		t.Fatal(err)
	}
}
