package gpt

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// poster is a picture that is filled from its top and from its bottom.
type poster struct {
	g      viz.Grid
	t      viz.Theme
	f      lab.Frame
	y, end int // the first free row, and the first one below that is taken
}

func newPoster(f lab.Frame) *poster {
	g := f.Theme.Grid(f.Size)
	return &poster{g: g, t: f.Theme, f: f, end: g.H}
}

// room is how many rows are free.
func (p *poster) room() int { return max(p.end-p.y, 0) }

// say returns a message in the poster's language.
func (p *poster) say(id message.ID, args ...any) viz.Safe { return p.f.Say(id, args...) }

// line writes one row.
func (p *poster) line(st viz.Style, text viz.Safe) {
	if p.room() > 0 {
		p.g.Text(0, p.y, p.t.Fit(text, p.g.W), st)
		p.y++
	}
}

// title writes the first of some wordings that fits, else the last one, cut.
func (p *poster) title(st viz.Style, wordings ...viz.Safe) {
	for i, w := range wordings {
		if i == len(wordings)-1 || p.t.Show(w).Width() <= p.g.W {
			p.line(st, w)
			return
		}
	}
}

// gap leaves a row free if that many rows are left below it.
func (p *poster) gap(below int) {
	if p.room() > below {
		p.y++
	}
}

// put draws a picture into the next rows.
func (p *poster) put(rows int, draw func(viz.Size) viz.Grid) {
	rows = min(rows, p.room())
	if rows > 0 {
		p.g.Put(0, p.y, draw(viz.Size{W: p.g.W, H: rows}))
		p.y += rows
	}
}

// wrapped writes a text into as many rows as it needs, the later ones indented.
func (p *poster) wrapped(st viz.Style, indent int, text viz.Safe) {
	for i, line := range p.lines(indent, text) {
		if p.room() == 0 {
			return
		}
		x := 0
		if i > 0 {
			x = indent
		}
		p.g.Text(x, p.y, p.t.Fit(line, p.g.W-x), st)
		p.y++
	}
}

// lines breaks a text so that it fits with an indent: the first line is the
// width of the poster, the others are narrower.
func (p *poster) lines(indent int, text viz.Safe) []viz.Safe {
	s := p.t.Show(text)
	first := viz.Wrap(s, p.g.W)
	if len(first) < 2 || indent == 0 {
		return first
	}
	rest := strings.TrimPrefix(s.String(), first[0].String())
	return append(first[:1], viz.Wrap(viz.Clean(strings.TrimLeft(rest, " ")), p.g.W-indent)...)
}

// foot writes a text from the bottom up, at most that many rows of it, if so
// many rows stay free. What does not fit is left out by whole clauses.
func (p *poster) foot(st viz.Style, most, keep int, text viz.Safe) {
	most = min(most, p.room()-keep)
	if most < 1 {
		return
	}
	text = p.whole(most, text)
	if text.String() == "" {
		return
	}
	n := len(p.lines(0, text))
	p.end -= n
	p.g.Put(0, p.end, viz.Paragraph(viz.Size{W: p.g.W, H: n}, p.t, text, st))
}

// whole is as much of a text as so many rows can hold without cutting a clause.
func (p *poster) whole(rows int, text viz.Safe) viz.Safe {
	return viz.Clean(clauses(text.String(), func(text string) bool { return len(p.lines(0, viz.Clean(text))) <= rows }))
}

// A clause ends before another one or before a new sentence.
var clauseEnd = regexp.MustCompile(`; |\. [A-Z]`)

// clauses shortens a text to its first clauses that fit, with a full stop:
// none, if not even the first one does.
func clauses(text string, fits func(string) bool) string {
	if fits(text) {
		return text
	}
	for _, end := range slices.Backward(clauseEnd.FindAllStringIndex(text, -1)) {
		if first := text[:end[0]] + "."; fits(first) {
			return first
		}
	}
	return ""
}

// short writes a number in three digits and a prefix: 908k, 1.56B, 3.14×10²³.
func short(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case v < 1e4:
		return grouped(int(math.RoundToEven(v)))
	case v >= 999.5e9:
		return viz.Scientific(v, 2).String()
	}
	for _, u := range []struct {
		size   float64
		letter string
	}{{1e3, "k"}, {1e6, "M"}, {1e9, "B"}} {
		if n := v / u.size; n < 999.5 {
			return three(n) + u.letter
		}
	}
	return three(v/1e9) + "B"
}

// three writes a number from 1 to 999 in three digits.
func three(n float64) string {
	switch {
	case n < 9.995:
		return fmt.Sprintf("%.2f", n)
	case n < 99.95:
		return fmt.Sprintf("%.1f", n)
	}
	return fmt.Sprintf("%.0f", n)
}

// bytes writes an amount of memory.
func bytes(v float64) string {
	for _, u := range []struct {
		size float64
		unit string
	}{{1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}, {1e12, "TB"}} {
		if n := v / u.size; n < 999.5 {
			return three(n) + " " + u.unit
		}
	}
	return fmt.Sprintf("%.0f TB", v/1e12)
}

// grouped writes 1234567 as 1,234,567.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// fact is a text of a model, see [said].
func (p *poster) fact(text string) viz.Safe { return p.f.Print(said(text)) }

// sentence makes a remark a sentence.
func (p *poster) sentence(s viz.Safe) viz.Safe { return viz.Clean(upper(s.String()) + ".") }
