package gpt

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// difference is what two models have in common in their blocks, and what not.
type difference struct {
	changed, same, unknown []aspects
}

type aspects struct {
	name     string
	from, to family.Cell // of the older and of the newer model
}

// blocks compares two models.
func blocks(from, to family.Model) difference {
	var d difference
	news := to.Aspects()
	for _, a := range from.Aspects() {
		i := slices.IndexFunc(news, func(b family.Aspect) bool { return b.Name == a.Name })
		if i < 0 { // of one of them it is not known, and not said to be kept back
			continue
		}
		row := aspects{a.Name, a.Cell, news[i].Cell}
		switch {
		case !row.from.Known() || !row.to.Known():
			d.unknown = append(d.unknown, row)
		case row.from.Text == row.to.Text:
			d.same = append(d.same, row)
		default:
			d.changed = append(d.changed, row)
		}
	}
	return d
}

// aged returns the two models, the older one first.
func (l *Lab) aged() (older, newer family.Model) {
	if l.model < l.compare && l.model != 0 || l.compare == 0 {
		return l.a(), l.b()
	}
	return l.b(), l.a()
}

// drawBlock draws what changed from one model to the other, and what did not.
func (l *Lab) drawBlock(p *page) {
	older, newer := l.aged()
	d := blocks(older, newer)
	p.title(p.t.Strong,
		older.Name+" ("+older.Released.Text+") → "+newer.Name+" ("+newer.Released.Text+")",
		older.Name+" ("+year(older)+") → "+newer.Name+" ("+year(newer)+")",
		older.Name+" → "+newer.Name)
	p.foot(p.t.Text, 4, 10, "In every open one: "+strings.Join(family.Unchanged(), "; ")+".")
	p.gap(14)
	if len(d.changed) > 0 {
		p.line(p.t.Strong, "changed")
	}
	for i, a := range d.changed {
		if left := len(d.changed) - i; left > 1 && p.room() < 3 {
			p.line(p.t.Faint, "… %d more", left)
			break
		}
		p.pair(a)
	}
	if len(d.changed) == 0 && len(d.unknown) == 0 {
		p.line(p.t.Text, "nothing in the block: its numbers alone")
	}
	if len(d.same) > 0 {
		p.gap(4)
		p.line(p.t.Strong, "the same")
		p.aligned(d.same)
	}
	if len(d.unknown) > 0 {
		p.gap(4)
		var names []string
		for _, a := range d.unknown {
			names = append(names, a.name)
		}
		p.line(p.t.Strong, "undisclosed")
		p.wrapped(p.t.Faint, 2, "  "+strings.Join(names, "; "))
	}
	p.remarks(d.changed)
}

// remarks writes what the words of the changes hide, as far as there is room.
func (p *page) remarks(rows []aspects) {
	p.gap(3)
	for _, a := range rows {
		for _, c := range []family.Cell{a.from, a.to} {
			if c.Note != "" && p.room() > 1 {
				p.wrapped(p.t.Faint, aspectWidth, pad(a.name)+c.Text+": "+c.Note)
			}
		}
	}
}

const aspectWidth = 11 // cells of an aspect's name

// pair writes an aspect that changed: on one line if it fits.
func (p *page) pair(a aspects) {
	name := pad(a.name)
	change := a.from.Text + " → " + a.to.Text
	for _, text := range []string{name + change, a.name + ": " + change} {
		if len(p.lines(0, text)) == 1 {
			p.wrapped(p.t.Text, 0, text)
			return
		}
	}
	p.wrapped(p.t.Text, aspectWidth, name+a.from.Text)
	p.wrapped(p.t.Text, aspectWidth, strings.Repeat(" ", aspectWidth-2)+"→ "+a.to.Text)
}

// aligned writes the aspects that stayed.
func (p *page) aligned(rows []aspects) {
	for _, a := range rows {
		p.wrapped(p.t.Faint, aspectWidth, pad(a.name)+a.to.Text)
	}
}

func pad(name string) string { return viz.Clean(name + " ").PadRight(aspectWidth).String() }

// upper begins a sentence.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// sayBlock says what changed from the older model to the newer one.
func (l *Lab) sayBlock() string {
	older, newer := l.aged()
	d := blocks(older, newer)
	switch {
	case l.model == l.compare:
		return fmt.Sprintf("%s is both gpt and compare. Turn one of them to see what changed.", newer.Name)
	case older.Shape == nil || newer.Shape == nil:
		hidden := newer
		if hidden.Shape != nil {
			hidden = older
		}
		if isClosed(hidden) {
			return fmt.Sprintf("%s tells nothing about its block: whether it changed can't be said.", hidden.Name)
		}
		return fmt.Sprintf("Nothing about the block of %s is published: whether it changed can't be said.", hidden.Name)
	case len(d.changed) == 0:
		return fmt.Sprintf("From %s to %s no aspect changed: the same block, %s.", older.Name, newer.Name, sizes(older, newer))
	}
	var names []string
	for _, a := range d.changed {
		names = append(names, a.name)
	}
	if len(names) > 4 {
		return fmt.Sprintf("%d aspects changed in all: size is not the only difference. Yet it is still a decoder that predicts the next token.", len(names))
	}
	rest := "The rest of the block is the same"
	if names[0] == "training" { // which is none of the block
		rest = "The block is the same"
	}
	return fmt.Sprintf("Changed: %s. %s; %s.", strings.Join(names, ", "), rest, sizes(older, newer))
}

// sizes says whether depth and width differ between two models.
func sizes(older, newer family.Model) string {
	from, to := older.Shape, newer.Shape
	change := func(letter string, a, b int) string {
		if a == b {
			return fmt.Sprintf("%s stays %d", letter, a)
		}
		return fmt.Sprintf("%s goes from %d to %d", letter, a, b)
	}
	if from.Layers == to.Layers && from.Width == to.Width {
		return fmt.Sprintf("L = %d and d = %d too", to.Layers, to.Width)
	}
	return change("L", from.Layers, to.Layers) + ", " + change("d", from.Width, to.Width)
}

// listAspects are the blocks side by side.
func (l *Lab) listAspects() []lab.List {
	a, b := l.a(), l.b()
	two := a.Name != b.Name
	list := lab.List{Name: "the block", Columns: []string{"aspect", a.Name, "source"}}
	if two {
		list.Columns = append(list.Columns, b.Name, "its source")
	}
	ours, theirs := a.Aspects(), b.Aspects()
	names := ours // the longer list: what a model reads is not known of each
	if two && len(theirs) > len(ours) {
		names = theirs
	}
	for _, aspect := range names {
		row := append([]lab.Cell{lab.Word(aspect.Name)}, cellsOf(ours, aspect.Name)...)
		if two {
			row = append(row, cellsOf(theirs, aspect.Name)...)
		}
		list.Add(row...)
	}
	return []lab.List{list}
}

// cellsOf is an aspect's fact and its source, with the place in it.
func cellsOf(aspects []family.Aspect, name string) []lab.Cell {
	i := slices.IndexFunc(aspects, func(a family.Aspect) bool { return a.Name == name })
	if i < 0 {
		return []lab.Cell{lab.Word("no source found"), lab.Word("")}
	}
	c := aspects[i].Cell
	source := c.Source
	if c.Place != "" {
		source += ", " + c.Place
	}
	return []lab.Cell{lab.Word(c.Text), lab.Word(source)}
}
