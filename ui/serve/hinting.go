package serve

import (
	"slices"

	"logitarium/ui"
	"logitarium/ui/message"

	tea "charm.land/bubbletea/v2"
)

// hinted is a program that knows which keys do something now.
type hinted interface {
	tea.Model
	Hints() []ui.Hint
}

// hinting is such a program on a page with buttons, which are told of them.
type hinting struct {
	hinted
	words message.Printer
	tell  func(keys [][2]string)
	last  [][2]string
}

// Update hands the message on, and tells of the keys that do something else now.
func (h *hinting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := h.hinted.Update(msg)
	var keys [][2]string
	for _, k := range h.Hints() {
		keys = append(keys, [2]string{k.Key, h.words.Print(k.Does)})
	}
	if !slices.Equal(keys, h.last) {
		h.last = keys
		h.tell(keys)
	}
	return h, cmd
}
