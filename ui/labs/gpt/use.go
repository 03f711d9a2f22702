package gpt

import (
	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// series are the models that stand for theirs, oldest first, and the chosen one
// for its own.
func (l *Lab) series() []family.Model {
	var all []family.Model
	for _, m := range l.models {
		if m.ID == loadedID {
			continue
		}
		stands := m.Flagship
		if a := l.a(); a.ID != loadedID && a.Series == m.Series {
			stands = m.ID == a.ID
		}
		if stands {
			all = append(all, m)
		}
	}
	return all
}

// subject is the model of the series that is looked at: the chosen one, or the
// last whose makers said something.
func (l *Lab) subject() family.Model {
	if a := l.a(); a.ID != loadedID {
		return a
	}
	all := l.series()
	return all[len(all)-1]
}

// askedInk is the filling of a way of asking in the ribbon: by glyph as well as
// by colour.
func askedInk(t viz.Theme, asked family.Cell) (rune, viz.Style) {
	fills := []struct {
		asked        string
		glyph, ascii rune
	}{
		{family.Finetuned, '▒', '+'}, {family.ZeroShotUse, '▚', '%'}, {family.ExamplesUse, '▓', '='},
		{family.Instructions, '█', '#'}, {family.ReasonsFirst, '▀', '"'},
	}
	for i, f := range fills {
		if f.asked == asked.Text {
			st := t.Text
			if len(t.Series) > 0 {
				st = t.Series[i%len(t.Series)]
			}
			return glyph(t, f.glyph, f.ascii), st
		}
	}
	return glyph(t, '░', ':'), t.Faint
}

// The quotes below the ribbon have so many rows at most, and leave it so many.
const (
	quoteRows = 5
	quoteKeep = 3
)

// drawUse draws the ribbon: a row a model, what goes in, how it is asked and
// who got what; below, the title and a sentence of the chosen model's report.
func (l *Lab) drawUse(p *poster) {
	u := l.subject().Use()
	p.footLines(p.t.Faint, quoteRows, quoteKeep, l.quote(p, u)...)
	all := l.series()
	const at, name, asked = 6, 14, 31 // where names begin, and cells of the columns
	input := 28
	if p.g.W < at+name+asked+input-2 {
		input = 0
	}
	p.title(p.t.Strong, p.say("How it is asked, what goes in, who got what"), p.say("How it is asked"))
	room := p.room()
	first := max(min(l.rowOf(all)-room/2, len(all)-room), 0)
	for _, m := range all[first:min(first+room, len(all))] {
		st := p.t.Text
		if m.ID == l.a().ID {
			st = p.t.Accent
			p.g.Text(0, p.y, p.t.Show(viz.Clean("▸")), st)
		}
		use := m.Use()
		x := at + name
		p.g.Text(1, p.y, viz.Clean(year(m)), p.t.Faint)
		p.g.Text(at, p.y, p.t.Fit(viz.Clean(m.Name), name-1), st)
		fill, ink := askedInk(p.t, use.Asked)
		p.g.Fill(x, p.y, 2, 1, fill, ink)
		p.cell(x+3, asked-4, use.Asked, st)
		x += asked
		if input > 0 {
			p.cell(x, min(input-1, p.g.W-x), m.Input, st)
			x += input
		}
		if w := p.g.W - x; w >= 20 {
			p.cell(x, w, use.Release, st)
		}
		p.y++
	}
	l.quotes(p, all)
}

// quotes writes what the reports say of safety, in their own words, as far as
// there is room.
func (l *Lab) quotes(p *poster, all []family.Model) {
	p.gap(4)
	for i, m := range all {
		c := m.Use().Safety
		if !c.Known() || m.ID == l.subject().ID {
			continue
		}
		if i > 0 && m.Series == all[i-1].Series { // two sizes of one card
			continue
		}
		text := p.say("%s of safety: “%s” (%v).", m.Name, c.Text, said(c.Source))
		if len(p.lines(2, text)) > p.room() {
			return
		}
		p.wrapped(p.t.Text, 2, text)
	}
}

// rowOf is where the chosen model stands among some.
func (l *Lab) rowOf(all []family.Model) int {
	for i, m := range all {
		if m.ID == l.a().ID {
			return i
		}
	}
	return 0
}

// cell writes a fact, or fog where there is none.
func (p *poster) cell(x, width int, c family.Cell, st viz.Style) {
	if width < 1 {
		return
	}
	if !c.Known() {
		p.g.Fill(x, p.y, min(width, p.g.W-x), 1, glyph(p.t, '░', ':'), p.t.Faint)
		return
	}
	p.g.Text(x, p.y, p.t.Fit(p.fact(c.Text), width), st)
}

// quote is what stands below the ribbon: the title of the report, and what it
// says of safety.
func (l *Lab) quote(p *poster, u family.Use) []viz.Safe {
	m := l.subject()
	lines := []viz.Safe{p.say("%s: no report that this program has a source for.", m.Name)}
	if u.Title.Known() {
		lines[0] = p.say("%s: “%s” (%v).", m.Name, u.Title.Text, origin(u.Title))
	}
	switch {
	case u.Safety.Known():
		said := p.say("%s of safety: “%s” (%v).", m.Name, u.Safety.Text, said(u.Safety.Source))
		title, room := len(p.lines(2, lines[0])), min(quoteRows, p.room()-quoteKeep)
		if title+len(p.lines(2, said)) > room { // of the two the makers' own words
			return append([]viz.Safe{said}, lines...)
		}
		lines = append(lines, p.say("Of safety: “%s” (%v).", u.Safety.Text, origin(u.Safety)))
	case u.Safety.Note != "":
		lines = append(lines, p.say("Of safety: %v.", said(u.Safety.Note)))
	}
	if u.Release.Note != "" {
		lines = append(lines, p.say("Released: %v.", said(u.Release.Note)))
	}
	return lines
}

// footLines writes some texts from the bottom up, whole ones, the first ones
// rather than the last.
func (p *poster) footLines(st viz.Style, most, keep int, texts ...viz.Safe) {
	rows := 0
	var shown []viz.Safe
	for _, text := range texts {
		n := len(p.lines(2, text))
		if rows+n > min(most, p.room()-keep) {
			break
		}
		rows += n
		shown = append(shown, text)
	}
	y, end := p.y, p.end
	p.y = end - rows
	for _, text := range shown {
		p.wrapped(st, 2, text)
	}
	p.y, p.end = y, end-rows
}

// waysOfAsking counts the ways in which the models are asked, where it is known.
func (l *Lab) waysOfAsking() int {
	ways := map[string]bool{}
	for _, m := range l.models {
		if asked := m.Use().Asked; asked.Known() && asked.Text != "" {
			ways[asked.Text] = true
		}
	}
	return len(ways)
}

func (l *Lab) sayUse() message.Text {
	m := l.subject()
	u := m.Use()
	changed := message.New("Since GPT-1 it has been done in %d ways.", l.waysOfAsking())
	switch {
	case m.Series == "GPT-2":
		return message.Join(message.New("GPT-2 came out in four stages, for fear of misuse: the smallest in February 2019, the largest in November."), message.New("How it is asked: %v.", said(u.Asked.Text)))
	case u.Asked.Known() && m.Input.Known():
		return message.Join(message.New("How %s is asked: %v.", m.Name, said(u.Asked.Text)), changed, message.New("In goes: %v.", said(m.Input.Text)))
	case u.Asked.Known():
		return message.Join(message.New("How %s is asked: %v.", m.Name, said(u.Asked.Text)), changed)
	}
	return message.Join(message.New("%s, %s: no source was found for how it is asked.", m.Name, m.Released.Text), message.New("What is not known is fog, not nothing."))
}

func (l *Lab) readUse() []lab.Reading {
	m := l.subject()
	u := m.Use()
	word := func(name string, help message.ID, c family.Cell) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New(help), Provenance: lab.Published, Source: c.Source}
		if !c.Known() {
			r.Provenance, r.Source, r.Undefined = lab.Computed, "", message.New("no source found")
			return r
		}
		r.Text = said(c.Text)
		return r
	}
	return []lab.Reading{
		word("asked", "how the model is told what to do", u.Asked),
		word("input", "what the model reads", m.Input),
		word("release", "who got what of the model", u.Release),
		word("released", "when the model was released", m.Released),
	}
}

// listUse is the ribbon with its sources.
func (l *Lab) listUse() []lab.List {
	list := lab.List{Name: "use", Columns: []string{"model", "released", "aspect", "fact", "note", "source"}}
	for _, m := range l.series() {
		for _, a := range m.UseAspects() {
			text, source := cellsOf(m.UseAspects(), a.Name)[0], cellsOf(m.UseAspects(), a.Name)[1]
			if a.Cell.Origin == "" {
				text, source = lab.Word(message.New("no source found").String()), lab.Word("")
			}
			list.Add(lab.Word(m.Name), lab.Word(m.Released.Text), lab.Word(a.Name), text, lab.Word(a.Cell.Note), source)
		}
	}
	return []lab.List{list}
}
