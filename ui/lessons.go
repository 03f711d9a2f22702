package ui

import (
	"fmt"
	"strings"

	"logitarium/ui/markdown"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// Lesson is one that the program brings along, as a list has it.
type Lesson struct {
	Name   string // as it is typed after play
	Length string // "5 min"
	Title  string
}

// lessonsText lists the lessons, each with the command that plays it.
func (m *Model) lessonsText(width int) prose {
	h := helper{theme: m.win.Theme, printer: m.options.Printer, width: width}
	if len(m.options.Lessons) == 0 {
		h.say("No lessons are at hand here: logitarium list names them.")
		return h.out
	}
	h.say("A lesson turns the knobs for you, asks, and lets you explore in between: esc explores and comes back. A lesson's number plays it now; later, type its line.")
	for i, l := range m.options.Lessons {
		line := fmt.Sprintf("%d  logitarium play %s", i+1, l.Name)
		if i >= numberedLessons {
			_, line, _ = strings.Cut(line, "  ")
		}
		h.head(message.Verbatim(line))
		h.item(viz.Clean(l.Length), message.Verbatim(l.Title))
	}
	return h.out
}

// numberedLessons is how many lessons of the list have a number that plays them.
const numberedLessons = 9

// Lesson is the name of the lesson that was chosen from the list and is to be
// played after the shell has closed; "" for none.
func (m *Model) Lesson() string { return m.lesson }

// pressLessons closes the shell for the lesson whose number was pressed, and
// reports whether there is one.
func (m *Model) pressLessons(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	text := msg.Key().Text
	if m.page.kind != lessonsPage || len(text) != 1 || text[0] < '1' || int(text[0]-'1') >= min(len(m.options.Lessons), numberedLessons) {
		return nil, false
	}
	m.lesson = m.options.Lessons[text[0]-'1'].Name
	return m.quit(), true
}

// say adds a paragraph.
func (h *helper) say(text message.ID) {
	for _, line := range viz.Wrap(h.theme.Show(h.words(text)), h.width) {
		h.out = append(h.out, markdown.Line{span(line, h.theme.Text)})
	}
}
