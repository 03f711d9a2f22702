package ui

import (
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/nearest"
	"logitarium/viz"
)

// found returns the names of knobs that begin with what was typed, followed by
// those that contain it. In another language what is shown in the place of a name
// is as good.
func (m *Model) found(typed string) []string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var whole, begin, within []string
	for _, k := range m.knobs() {
		called := func(as func(name, typed string) bool) bool {
			return as(k.Name, typed) || as(strings.ToLower(m.knobLabel(k.Name).String()), typed)
		}
		switch {
		case k.Name == viewKnob:
		case called(func(name, typed string) bool { return name == typed }): // it is meant, though others begin with it
			whole = append(whole, k.Name)
		case called(strings.HasPrefix):
			begin = append(begin, k.Name)
		case called(strings.Contains):
			within = append(within, k.Name)
		}
	}
	return slices.Concat(whole, begin, within)
}

// knobLabel is what is shown in the place of a knob's name.
func (m *Model) knobLabel(name string) viz.Safe { return m.print(message.Label("knob", name)) }

// goTo chooses the first of the knobs that were found.
func (m *Model) goTo(e *edit) {
	p := m.here()
	typed := e.field.Text()
	names := m.found(typed)
	if len(names) == 0 {
		var all []string
		for _, k := range lab.Knobs(p.lab) {
			if k.Name != viewKnob {
				all = append(all, k.Name)
			}
		}
		e.err = message.Failure(nearest.Suggest(message.New("no knob is called %s", viz.Clean(typed).Cut(30)), typed, all))
		return
	}
	p.choose(slices.IndexFunc(lab.Knobs(p.lab), func(k lab.Knob) bool { return k.Name == names[0] }))
	m.edit = nil
}

// drawFind draws the beginning of a name as it is typed, and what it leads to:
// the knob that enter chooses first.
func (m *Model) drawFind(c *canvas, r rect) {
	e := m.edit
	slash := c.text(r.x+1, r.y, r.w-1, viz.Clean("/"), c.theme.Accent)
	names := m.found(e.field.Text())
	field := rect{r.x + 1 + slash, r.y, min(16, max(r.w-slash-2, 1)), 1}
	e.draw(c, field)
	x := field.x + field.w + 1
	if len(names) == 0 {
		c.text(x, r.y, r.x+r.w-x-1, m.words("no knob has this in its name"), c.theme.Bad)
		return
	}
	for i, name := range names {
		text, st := m.knobLabel(name), c.theme.Faint
		if i == 0 {
			st = c.theme.Strong
		}
		if room := r.x + r.w - x - 1; text.Width() > room-2 && i < len(names)-1 || text.Width() > room {
			c.text(x, r.y, room, viz.Clean("…"), st)
			return
		}
		x += c.text(x, r.y, r.x+r.w-x-1, text, st) + 2
	}
}
