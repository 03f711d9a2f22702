package ui

import (
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/markdown"
	"logitarium/ui/message"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
)

// helpText lists every key that is live here, then the knobs, then where every
// number comes from, and the long lists of values last.
func (m *Model) helpText(width int) prose {
	h := helper{theme: m.win.Theme, printer: m.options.Printer, width: width}
	h.head(message.New("Keys"))
	live := m.liveKeys()
	if m.mapped {
		live = m.keys.onMap()
	}
	for _, b := range live {
		if len(m.keys.labs) > 0 && b.Help().Key > "1" && b.Help().Key <= "9" {
			continue // told with the first
		}
		h.item(keyNames(m.win.Theme, b), does(b))
	}
	if m.comparing() {
		m.helpDifferences(&h)
	}
	if m.mapped {
		m.helpMap(&h)
		return h.out
	}
	if p := m.here(); p != nil {
		h.lab(p.lab, m.free())
	}
	h.head(message.New("Mouse"))
	clicked := message.New("a tab opens it, a knob chooses it")
	if m.lockedTo() {
		clicked = message.New("a knob is chosen")
	}
	h.item(h.words("click"), clicked)
	if m.readable() {
		h.item(h.words("point"), message.New("at a part of the picture: the line at the bottom reads it"))
	}
	h.item(h.words("drag"), message.New("a slider turns its knob"))
	h.item(h.words("wheel"), message.New("turns the chosen knob; over a picture, scrolls it"))
	h.item(viz.Clean("m"), message.New("frees the mouse, so that the terminal selects text; most do so with shift held too"))
	if p := m.here(); p != nil {
		h.options(p.lab)
	}
	return h.out
}

// helpDifferences lists all numbers of A and B.
func (m *Model) helpDifferences(h *helper) {
	d, ok := m.differences()
	if d.at.Empty() {
		h.head(message.New("A and B"))
	} else {
		h.head(message.New("A and B, %v", d.at))
	}
	if !ok {
		at, _ := m.here().uneven()
		h.item(h.words("not yet"), at)
	}
	for _, pair := range d.pairs {
		h.item(h.print(message.Label("reading", pair[0].Name)), compared(pair))
	}
}

// keyNames lists all keys of a binding: "q ctrl+c".
func keyNames(t viz.Theme, b key.Binding) viz.Safe {
	names := []string{b.Help().Key}
	for _, k := range b.Keys() {
		if len(k) > 1 && k != b.Help().Key && strings.Contains(k, "+") {
			names = append(names, k)
		}
	}
	return KeyName(t, strings.Join(names, " "))
}

// span is a piece of a line.
func span(text viz.Safe, st viz.Style) markdown.Span { return markdown.Span{Text: text, Style: st} }

// helper writes a help page.
type helper struct {
	theme   viz.Theme
	printer message.Printer
	width   int
	out     prose
}

// print is a text as it is drawn.
func (h *helper) print(t message.Text) viz.Safe { return viz.Clean(h.printer.Print(t)) }

// words is a message as it is drawn.
func (h *helper) words(id message.ID) viz.Safe { return h.print(message.New(id)) }

func (h *helper) head(title message.Text) {
	if len(h.out) > 0 {
		h.out = append(h.out, nil)
	}
	h.out = append(h.out, markdown.Line{span(h.print(title), h.theme.Accent)})
}

// item is a name in a column of its own and a text that wraps beside it.
func (h *helper) item(name viz.Safe, text message.Text) {
	const column = 17
	h.beside(column, name, text)
}

// beside is an item whose text begins after so many cells.
func (h *helper) beside(column int, name viz.Safe, text message.Text) {
	lines := viz.Wrap(h.theme.Show(h.print(text)), max(h.width-column, 10))
	if lines == nil {
		lines = []viz.Safe{{}}
	}
	if name = h.theme.Show(name); name.Width() > column-1 { // it is not cut: the text goes below
		h.out = append(h.out, markdown.Line{span(h.theme.Fit(name, h.width), h.theme.Text)})
		name = viz.Safe{}
	}
	for i, line := range lines {
		left := viz.Safe{}
		if i == 0 {
			left = h.theme.Fit(name, column-1)
		}
		gap := strings.Repeat(" ", column-left.Width())
		h.out = append(h.out, markdown.Line{span(left, h.theme.Text), span(viz.Clean(gap), h.theme.Text), span(line, h.theme.Faint)})
	}
}

// lab lists what a lab adds, of its actions these.
func (h *helper) lab(l lab.Lab, list []lab.Action) {
	if len(list) > 0 {
		h.head(message.New("Actions"))
		for _, a := range list {
			h.item(viz.Clean(a.Key), message.New("%v: %v", message.Label("action", a.Name), a.Help))
		}
	}
	h.head(message.New("Knobs of %v", l.Info().Tab))
	for _, k := range lab.Knobs(l) {
		if k.Name == viewKnob {
			continue
		}
		name := h.print(message.Label("knob", k.Name))
		if letter := k.Letter(); letter != "" {
			name = viz.Cleanf("%s %s", letter, name)
		}
		text := message.New(k.Help)
		if _, long := k.Setting.(lab.Choice); !long {
			text = message.New("%v (%v)", text, k.Setting.Allowed())
		}
		h.item(name, text)
	}
	if view, ok := viewOf(l); ok {
		h.head(message.New("Views (v)"))
		for _, o := range view.Options {
			h.item(h.print(message.Label("view", o.Name)), o.Help)
		}
	}
	h.head(message.New("Numbers"))
	for _, r := range lab.Readings(l) {
		text := r.Help
		switch {
		case r.Provenance == lab.Computed:
		case r.Source == "":
			text = message.New("%v (%v)", text, message.Label("provenance", string(r.Provenance)))
		default:
			text = message.New("%v (%v: %s)", text, message.Label("provenance", string(r.Provenance)), viz.Clean(r.Source))
		}
		h.item(h.print(message.Label("reading", r.Name)), text)
	}
}

// options lists the values of the knobs that have a list of them.
func (h *helper) options(l lab.Lab) {
	for _, k := range lab.Knobs(l) {
		c, ok := k.Setting.(lab.Choice)
		if !ok || k.Name == viewKnob {
			continue
		}
		h.head(message.New("Values of %v", message.Label("knob", k.Name)))
		for _, o := range c.Options {
			h.item(h.print(o.Label()), o.Help)
		}
	}
}
