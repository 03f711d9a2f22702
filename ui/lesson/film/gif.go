package film

import (
	"image"
	"image/color"
	"image/gif"
	"io"
	"maps"
	"math"

	"logitarium/ui/raster"
	"logitarium/viz"
)

// MaxFPS is the most frames a second that programs which show a GIF keep up with:
// its clock has hundredths, and what is shorter than two is taken for ten.
const MaxFPS = 50

// GIF writes the film as an animated GIF that repeats, with at most fps frames a
// second, drawn by the painter. A frame holds what changed, in colours of its own:
// exact ones, but that edges of letters are smoothed in a few steps.
func (f Film) GIF(w io.Writer, p *raster.Painter, fps float64) error {
	p.Smooth(smoothing)
	shots := thin(f.Shots, min(fps, MaxFPS))
	strip := stripper{p, image.NewRGBA(p.Size(f.Size)), image.NewRGBA(p.Size(f.Size))}
	out := gif.GIF{Config: image.Config{Width: strip.shown.Rect.Dx(), Height: strip.shown.Rect.Dy()}}
	before, now := viz.NewGrid(f.Size), 0
	for i, s := range shots {
		until := (f.End + Rest).Seconds()
		if i+1 < len(shots) {
			until = shots[i+1].At.Seconds()
		}
		parts := strip.frame(s.Grid, before, i == 0)
		before = s.Grid
		end := int(math.Round(100 * until))
		if len(parts) == 0 { // glided there and back
			out.Delay[len(out.Delay)-1] += end - now
			now = end
			continue
		}
		for k, part := range parts {
			delay := 0
			if k == len(parts)-1 {
				delay, now = end-now, end
			}
			out.Image, out.Delay = append(out.Image, part), append(out.Delay, delay)
			out.Disposal = append(out.Disposal, gif.DisposalNone)
		}
	}
	return gif.EncodeAll(w, &out)
}

// smoothing is how many steps an edge has from ground to ink.
const smoothing = 4

// stripper makes pictures of what changes from frame to frame.
type stripper struct {
	p          *raster.Painter
	shown, old *image.RGBA
}

// frame draws a screen, and returns what changed as pictures of at most 256
// colours, of which the first is no colour: there the last frame shows through.
func (s *stripper) frame(g, before viz.Grid, all bool) []*image.Paletted {
	copy(s.old.Pix, s.shown.Pix)
	var parts []*image.Paletted
	var part image.Rectangle // the rows since the last picture
	var colors map[color.RGBA]bool
	flush := func() {
		if len(colors) > 0 {
			parts = append(parts, s.picture(part, all))
		}
		part, colors = image.Rectangle{}, map[color.RGBA]bool{}
	}
	flush()
	for y := range g.H {
		x, end := g.Changed(before, y)
		if all {
			x, end = 0, g.W
		}
		if x == end {
			continue
		}
		s.p.Draw(s.shown, g, x, end, y)
		row := s.p.Rect(max(x-1, 0), y, min(end+1, g.W), y+1) // a wide character may begin before, and end behind
		more := s.colors(row, all)
		joined := maps.Clone(colors)
		maps.Copy(joined, more)
		if len(joined) > 255 {
			flush()
			joined = more
		}
		colors, part = joined, part.Union(row)
	}
	flush()
	return parts
}

// colors returns those of what changed in a part of the screen.
func (s *stripper) colors(in image.Rectangle, all bool) map[color.RGBA]bool {
	found := map[color.RGBA]bool{}
	s.changed(in, all, func(_, _ int, c color.RGBA) { found[c] = true })
	return found
}

// changed calls f for each pixel of a part of the screen that changed, or for all.
func (s *stripper) changed(in image.Rectangle, all bool, f func(x, y int, c color.RGBA)) {
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if c := s.shown.RGBAAt(x, y); all || c != s.old.RGBAAt(x, y) {
				f(x, y, c)
			}
		}
	}
}

// picture makes a part of the screen a picture of its own. Colours are numbered
// as they come; those that are too many are the nearest of the others.
func (s *stripper) picture(in image.Rectangle, all bool) *image.Paletted {
	to := image.NewPaletted(in, color.Palette{color.RGBA{}})
	numbers := map[color.RGBA]uint8{}
	s.changed(in, all, func(x, y int, c color.RGBA) {
		n, ok := numbers[c]
		switch {
		case !ok && len(to.Palette) < 256:
			n = uint8(len(to.Palette))
			to.Palette = append(to.Palette, c)
		case !ok:
			n = uint8(to.Palette[1:].Index(c) + 1)
		}
		numbers[c] = n
		to.SetColorIndex(x, y, n)
	})
	return to
}
