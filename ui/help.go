package ui

import (
	"strings"

	"logitarium/ui/lab"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
)

// helpText lists every key that is live here, then the knobs, then where every
// number comes from, and the long lists of values last.
func (m *Model) helpText(width int) prose {
	h := helper{theme: m.theme, width: width}
	h.head("Keys")
	for _, b := range m.keys.browsing() {
		if len(m.keys.labs) > 0 && b.Help().Key > "1" && b.Help().Key <= "9" {
			continue // told with the first
		}
		desc := b.Help().Desc
		if b.Help().Key == "1" {
			desc = "open a lab by its number"
		}
		h.item(keyNames(m.theme, b), desc)
	}
	if m.comparing() {
		m.helpDifferences(&h)
	}
	if p := m.here(); p != nil {
		h.lab(p.lab)
	}
	h.head("Mouse")
	h.item(viz.Clean("click"), "a tab opens it, a knob chooses it")
	if m.readable() {
		h.item(viz.Clean("point"), "at a part of the picture: the line at the bottom reads it")
	}
	h.item(viz.Clean("drag"), "a slider turns its knob")
	h.item(viz.Clean("wheel"), "turns the chosen knob; over a picture, scrolls it")
	h.item(viz.Clean("m"), "frees the mouse, so that the terminal selects text; most do so with shift held too")
	if p := m.here(); p != nil {
		h.options(p.lab)
	}
	return h.out
}

// helpDifferences lists all numbers of A and B.
func (m *Model) helpDifferences(h *helper) {
	d, ok := m.differences()
	h.head(strings.TrimSuffix("A and B, "+d.at, ", "))
	if !ok {
		at, _ := m.here().uneven()
		h.item(viz.Clean("not yet"), at)
	}
	for _, pair := range d.pairs {
		h.item(viz.Clean(pair[0].Name), compared(pair))
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

// helper writes a help page.
type helper struct {
	theme viz.Theme
	width int
	out   prose
}

func (h *helper) head(title string) {
	if len(h.out) > 0 {
		h.out = append(h.out, nil)
	}
	h.out = append(h.out, []span{{viz.Clean(title), h.theme.Accent}})
}

// item is a name in a column of its own and a text that wraps beside it.
func (h *helper) item(name viz.Safe, text string) {
	const column = 17
	lines := viz.Wrap(h.theme.Show(viz.Clean(text)), max(h.width-column, 10))
	if lines == nil {
		lines = []viz.Safe{{}}
	}
	if name = h.theme.Show(name); name.Width() > column-1 { // it is not cut: the text goes below
		h.out = append(h.out, []span{{h.theme.Fit(name, h.width), h.theme.Text}})
		name = viz.Safe{}
	}
	for i, line := range lines {
		left := viz.Safe{}
		if i == 0 {
			left = h.theme.Fit(name, column-1)
		}
		gap := strings.Repeat(" ", column-left.Width())
		h.out = append(h.out, []span{{left, h.theme.Text}, {viz.Clean(gap), h.theme.Text}, {line, h.theme.Faint}})
	}
}

// lab lists what a lab adds.
func (h *helper) lab(l lab.Lab) {
	if list := lab.Actions(l); len(list) > 0 {
		h.head("Actions")
		for _, a := range list {
			h.item(viz.Clean(a.Key), a.Name+": "+a.Help)
		}
	}
	h.head("Knobs of " + l.Info().Tab)
	for _, k := range lab.Knobs(l) {
		if k.Name == viewKnob {
			continue
		}
		name := k.Name
		if letter := k.Letter(); letter != "" {
			name = letter + " " + k.Name
		}
		text := k.Help
		if _, long := k.Setting.(lab.Choice); !long {
			text += " (" + k.Setting.Allowed() + ")"
		}
		h.item(viz.Clean(name), text)
	}
	if view, ok := viewOf(l); ok {
		h.head("Views (v)")
		for _, o := range view.Options {
			h.item(viz.Clean(o.Name), o.Help)
		}
	}
	h.head("Numbers")
	for _, r := range lab.Readings(l) {
		text := r.Help
		if r.Provenance != lab.Computed {
			text += " (" + strings.TrimSuffix(string(r.Provenance)+": "+r.Source, ": ") + ")"
		}
		h.item(viz.Clean(r.Name), text)
	}
}

// options lists the values of the knobs that have a list of them.
func (h *helper) options(l lab.Lab) {
	for _, k := range lab.Knobs(l) {
		c, ok := k.Setting.(lab.Choice)
		if !ok || k.Name == viewKnob {
			continue
		}
		h.head("Values of " + k.Name)
		for _, o := range c.Options {
			h.item(viz.Clean(o.Name), o.Help)
		}
	}
}
