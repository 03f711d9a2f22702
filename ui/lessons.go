package ui

import "logitarium/viz"

// Lesson is one that the program brings along, as a list has it.
type Lesson struct {
	Name   string // as it is typed after play
	Length string // "5 min"
	Title  string
}

// lessonsText lists the lessons, each with the command that plays it.
func (m *Model) lessonsText(width int) prose {
	h := helper{theme: m.theme, width: width}
	if len(m.options.Lessons) == 0 {
		h.say("No lessons are at hand here: logitarium list names them.")
		return h.out
	}
	h.say("A lesson turns the knobs for you, asks, and lets you explore in between: esc explores and comes back. To play one, leave with q and type its line.")
	for _, l := range m.options.Lessons {
		h.head("logitarium play " + l.Name)
		h.item(viz.Clean(l.Length), l.Title)
	}
	return h.out
}

// say adds a paragraph.
func (h *helper) say(text string) {
	for _, line := range viz.Wrap(h.theme.Show(viz.Clean(text)), h.width) {
		h.out = append(h.out, []span{{line, h.theme.Text}})
	}
}
