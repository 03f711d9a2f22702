package ui

import (
	"strconv"

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

// lessonsText lists the lessons: number, name, length and title.
func (m *Model) lessonsText(width int) prose {
	h := helper{theme: m.win.Theme, printer: m.options.Printer, width: width}
	if len(m.options.Lessons) == 0 {
		h.say("No lessons are at hand here: logitarium list names them.")
		return h.out
	}
	h.say("A lesson turns the knobs for you, asks, and lets you explore in between: esc explores and comes back. Its number plays it now; later, logitarium play and its name.")
	h.out = append(h.out, nil)
	var names, lengths int
	for _, l := range m.options.Lessons {
		names, lengths = max(names, viz.Clean(l.Name).Width()), max(lengths, viz.Clean(l.Length).Width())
	}
	const number, gap, title = 3, 2, 24
	column := number + names + gap + lengths + gap
	if width < column+title {
		column = number + gap // titles stand below
	}
	for i, l := range m.options.Lessons {
		press := ""
		if i < numberedLessons {
			press = strconv.Itoa(i + 1)
		}
		first := viz.Cleanf("%-*s%s%*s%s", number, press, viz.Clean(l.Name).PadRight(names), gap, "", viz.Clean(l.Length).PadLeft(lengths))
		h.beside(column, first, message.Verbatim(l.Title))
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
