package ui

// held is what the terminal shows while the images of a frame are under way: the
// frame before it. That it stands a moment longer nobody sees, but a picture that
// turns coarse and fine again with every key flickers.
type held struct {
	shown screenful // what the terminal was given last
	next  screenful // the frame whose images are under way
	any   bool      // a frame was shown
}

// arrive shows the frame whose images have come, though a knob that turns faster
// than they travel has had another one drawn: there would be none to be seen
// before it rests.
func (m *Model) arrive() {
	if h := &m.held; h.any && h.next.grid.Size == h.shown.grid.Size && m.screen.Whole(h.next.grid) {
		h.shown = h.next
		h.shown.content = m.screen.Content(h.next.grid)
	}
}

// show returns the frame to be seen: the one that was drawn, unless its images
// are under way, and what stands there is as large and has all of its own.
func (m *Model) show() screenful {
	h, drawn := &m.held, m.win.Drawn
	waits := h.any && m.screen.Sending() && !m.screen.Whole(drawn.grid)
	if !waits || h.shown.grid.Size != drawn.grid.Size || !m.screen.Whole(h.shown.grid) {
		h.shown, h.any = drawn, true
	}
	return h.shown
}
