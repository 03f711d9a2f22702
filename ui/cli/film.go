package cli

import (
	"path/filepath"
	"strings"

	"logitarium/ui/export"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/film"
	"logitarium/ui/message"
	"logitarium/ui/raster"
)

// forms are the endings that a recording's file may have.
var forms = []string{".cast", ".gif", ".svg", ".html"}

// maxFont is how large a font's file may be.
const maxFont = 64 << 20

// pixels are the flags of what is drawn in pixels.
type pixelFlags struct {
	fps   float64
	scale int
	font  string // a file
}

// form returns the ending that says what is written; standard output gets a cast.
func (r recording) form() (string, error) {
	if r.out == stdout || r.out == "" {
		return ".cast", nil
	}
	ending := strings.ToLower(filepath.Ext(r.out))
	for _, f := range forms {
		if f == ending {
			return f, nil
		}
	}
	known := strings.Join(forms, " ")
	if ending == "" {
		return "", usagef("%s has no ending; give one of %s", r.out, known)
	}
	return "", mistyped(ending, forms, "a recording can't be written as %s; give one of %s", ending, known)
}

// pointless refuses a flag that was given and changes nothing of what is written.
func (r recording) pointless(form string, given func(flag string) bool) error {
	pixels := form == ".gif" || r.frames != ""
	switch {
	case given("format") && (form != ".cast" || r.out == "" && r.frames != ""):
		return usagef("--format is about a .cast, and none is written here")
	case given("fps") && form != ".gif":
		return usagef("--fps is about a .gif, and none is written here")
	case given("scale") && !pixels:
		return usagef("--scale is about a .gif and the pictures of --frames, and none is written here")
	case given("font") && !pixels:
		return usagef("--font is about a .gif and the pictures of --frames, and none is written here")
	}
	return nil
}

// recorded is the file of a recording, in a form.
func (a *app) recorded(done lesson.Recorded, form string, r recording, on export.Ground) (written, error) {
	w := written{path: r.out, about: about(done.Cast)}
	of := done.Film
	switch n := len(of.Chapters); {
	case r.chapter == 0:
	case form == ".cast":
		return w, usagef("--chapter: a cast has the whole lesson, its chapters as marks")
	case r.chapter < 0 || r.chapter > n:
		return w, usagef("--chapter: there is no chapter %d; the lesson has %d", r.chapter, n)
	default:
		of = of.Chapter(r.chapter)
		w.about = message.Verbatim(of.Chapters[0].Text)
	}
	var err error
	switch form {
	case ".svg":
		w.text = of.SVG()
	case ".html":
		w.text = of.HTML(a.wordsIn(done.Lang))
	case ".gif":
		w.text, err = a.gif(of, r.pixels, on)
	default:
		w.text, w.isCast = string(done.Cast.Encode(r.version())), true
	}
	return w, err
}

// gif draws a film, and warns of characters that no font had.
func (a *app) gif(f film.Film, as pixelFlags, on export.Ground) (string, error) {
	p, err := a.painter(as, on)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := f.GIF(&b, p, as.fps); err != nil {
		return "", err
	}
	a.warnOfBoxes(p)
	return b.String(), nil
}

// painter draws with Go Mono, and the font that the flags name.
func (a *app) painter(as pixelFlags, on export.Ground) (*raster.Painter, error) {
	var more []byte
	if as.font != "" {
		text, err := readPlain(as.font, maxFont)
		if err != nil {
			return nil, coded{exitRejected, message.Errorf("--font: %v", err)}
		}
		more = []byte(text)
	}
	p, err := raster.NewPainter(as.scale, on, more)
	if err != nil {
		return nil, coded{exitRejected, message.Errorf("--font: %s: %v", as.font, err)}
	}
	return p, nil
}

func (a *app) warnOfBoxes(p *raster.Painter) {
	if n := p.Lacks(); n > 0 {
		a.say(message.Count(n, "warning: 1 character is drawn as a box, for Go Mono lacks it; --font FILE names a font that has it",
			"warning: %d characters are drawn as boxes, for Go Mono lacks them; --font FILE names a font that has them", n))
	}
}

// settle refuses what has no meaning.
func (f pixelFlags) settle() error {
	switch {
	case !(f.fps >= 1 && f.fps <= film.MaxFPS):
		return usagef("--fps: %v is outside %v to %v", f.fps, 1, film.MaxFPS)
	case f.scale < 1 || f.scale > raster.MaxScale:
		return usagef("--scale: %d is outside %d to %d", f.scale, 1, raster.MaxScale)
	}
	return nil
}
