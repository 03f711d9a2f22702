package gpt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
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
func (l *Lab) drawBlock(p *poster) {
	older, newer := l.aged()
	d := blocks(older, newer)
	first := p.pictures(older, newer, d.changed)
	if !first || p.room() >= 2*wiringRows+len(d.changed)+4 {
		p.blockTitle(older, newer)
	}
	if first {
		p.drawWirings(0, older, newer, d.changed)
	}
	same := make([]message.Text, 0, len(family.Unchanged()))
	for _, what := range family.Unchanged() {
		same = append(same, said(what))
	}
	for n := len(same); n > 0; n-- {
		const most = 4 // rows
		keep := 10
		if first {
			keep = len(d.changed) + len(d.same) + 3
		}
		text := p.say("In every open one: %s.", apart(same[:n]))
		if len(p.lines(0, text)) <= min(most, p.room()-keep) {
			p.foot(p.t.Text, most, keep, text)
			break
		}
	}
	p.gap(14)
	top := p.y
	if len(d.changed) > 0 && (!first || p.room() > len(d.changed)) {
		p.line(p.t.Strong, p.say("changed"))
	}
	for i, a := range d.changed {
		if left := len(d.changed) - i; left > 1 && p.room() < 3 && !first {
			p.line(p.t.Faint, p.say("… %d more", left))
			break
		}
		p.pair(a)
	}
	if len(d.changed) == 0 && len(d.unknown) == 0 {
		p.line(p.t.Text, p.say("nothing in the block: its numbers alone"))
	}
	if len(d.same) > 0 && (!first || p.room() > 2) {
		p.gap(4)
		p.line(p.t.Strong, p.say("the same"))
		p.aligned(d.same)
	}
	if len(d.unknown) > 0 {
		p.gap(4)
		var names []message.Text
		for _, a := range d.unknown {
			names = append(names, message.Label("aspect", a.name))
		}
		p.line(p.t.Strong, p.say("undisclosed"))
		p.wrapped(p.t.Faint, 2, viz.Clean("  "+p.f.Print(apart(names)).String()))
	}
	p.remarks(d.changed)
	if !first {
		p.wirings(older, newer, d.changed, top)
	}
}

// blockTitle names the two models.
func (p *poster) blockTitle(older, newer family.Model) {
	p.title(p.t.Strong,
		viz.Cleanf("%s (%s) → %s (%s)", older.Name, older.Released.Text, newer.Name, newer.Released.Text),
		viz.Cleanf("%s (%s) → %s (%s)", older.Name, year(older), newer.Name, year(newer)),
		viz.Cleanf("%s → %s", older.Name, newer.Name))
}

// remarks writes what the words of the changes hide, as far as there is room.
func (p *poster) remarks(rows []aspects) {
	p.gap(3)
	for _, a := range rows {
		for _, c := range []family.Cell{a.from, a.to} {
			if c.Note == "" {
				continue
			}
			text := viz.Cleanf("%s%s: %s", p.aspect(a), p.fact(c.Text), p.fact(c.Note))
			if len(p.lines(aspectWidth, text)) < p.room() {
				p.wrapped(p.t.Faint, aspectWidth, text)
			}
		}
	}
}

const aspectWidth = 11 // cells of an aspect's name

// pair writes an aspect that changed: on one line if it fits.
func (p *poster) pair(a aspects) {
	name, from, to := p.aspect(a), p.fact(a.from.Text), p.fact(a.to.Text)
	for _, text := range []viz.Safe{viz.Cleanf("%s%s → %s", name, from, to), viz.Cleanf("%s: %s → %s", p.f.Print(message.Label("aspect", a.name)), from, to)} {
		if len(p.lines(0, text)) == 1 {
			p.wrapped(p.t.Text, 0, text)
			return
		}
	}
	p.wrapped(p.t.Text, aspectWidth, viz.Cleanf("%s%s", name, from))
	p.wrapped(p.t.Text, aspectWidth, viz.Cleanf("%s→ %s", strings.Repeat(" ", aspectWidth-2), to))
}

// aligned writes the aspects that stayed.
func (p *poster) aligned(rows []aspects) {
	for _, a := range rows {
		p.wrapped(p.t.Faint, aspectWidth, viz.Cleanf("%s%s", p.aspect(a), p.fact(a.to.Text)))
	}
}

// aspect is the name of an aspect, in its column.
func (p *poster) aspect(a aspects) viz.Safe {
	return viz.Cleanf("%s ", p.f.Print(message.Label("aspect", a.name))).PadRight(aspectWidth)
}

// upper begins a sentence.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// sayBlock says what changed from the older model to the newer one.
func (l *Lab) sayBlock() message.Text {
	older, newer := l.aged()
	d := blocks(older, newer)
	switch {
	case l.model == l.compare:
		return message.New("%s is both gpt and compare. Turn one of them to see what changed.", newer.Name)
	case older.Shape == nil || newer.Shape == nil:
		hidden := newer
		if hidden.Shape != nil {
			hidden = older
		}
		if isClosed(hidden) {
			return message.New("%s tells nothing about its block: whether it changed can't be said.", hidden.Name)
		}
		return message.New("Nothing about the block of %s is published: whether it changed can't be said.", hidden.Name)
	case len(d.changed) == 0:
		return message.Join(message.New("From %s to %s no aspect changed: the same block.", older.Name, newer.Name), sizes(older, newer))
	}
	var names []message.Text
	for _, a := range d.changed {
		names = append(names, message.Label("aspect", a.name))
	}
	if len(names) > 4 {
		return message.New("%d aspects changed in all: size is not the only difference. Yet it is still a decoder that predicts the next token.", len(names))
	}
	rest := message.New("The rest of the block is the same.")
	if d.changed[0].name == "training" { // which is none of the block
		rest = message.New("The block is the same.")
	}
	return message.Join(message.New("Changed: %v.", message.Series(names...)), rest, sizes(older, newer))
}

// sizes says whether depth and width differ between two models.
func sizes(older, newer family.Model) message.Text {
	from, to := older.Shape, newer.Shape
	switch deep, wide := from.Layers != to.Layers, from.Width != to.Width; {
	case deep && wide:
		return message.New("L goes from %d to %d, d from %d to %d.", from.Layers, to.Layers, from.Width, to.Width)
	case deep:
		return message.New("L goes from %d to %d; d stays %d.", from.Layers, to.Layers, to.Width)
	case wide:
		return message.New("L stays %d; d goes from %d to %d.", to.Layers, from.Width, to.Width)
	}
	return message.New("L = %d and d = %d stay too.", to.Layers, to.Width)
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
		return []lab.Cell{lab.Word(message.New("no source found").String()), lab.Word("")}
	}
	c := aspects[i].Cell
	source := c.Source
	if c.Place != "" {
		source += ", " + c.Place
	}
	return []lab.Cell{lab.Word(c.Text), lab.Word(source)}
}

// apart is things one after the other that may have commas of their own.
func apart(things []message.Text) message.Text {
	var all message.Text
	for i, thing := range things {
		if i == 0 {
			all = thing
		} else {
			all = message.About("a list", "%v; %v", all, thing)
		}
	}
	return all
}
