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
// those that contain it.
func (m *Model) found(typed string) []string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begin, within []string
	for _, k := range lab.Knobs(m.here().lab) {
		switch {
		case k.Name == viewKnob:
		case strings.HasPrefix(k.Name, typed):
			begin = append(begin, k.Name)
		case strings.Contains(k.Name, typed):
			within = append(within, k.Name)
		}
	}
	// A name that is typed in full is meant, though others begin with it.
	slices.SortStableFunc(begin, func(a, b string) int {
		switch typed {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
	return append(begin, within...)
}

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
		text, st := viz.Clean(name), c.theme.Faint
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
