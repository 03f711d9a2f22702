// Package window is what every program on the whole screen has: its size, a
// theme that may follow the terminal's background, and the frame drawn last. The
// shell, the player of lessons and the speaker's notes each have a window.
package window

import (
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// most bounds each side of the screen that a terminal may claim to have.
const most = 1000

// Window is a program's part of the terminal: all of it. A frame is an F.
type Window[F any] struct {
	Size   viz.Size
	Theme  viz.Theme
	Follow bool // the theme follows the terminal's background
	Stale  bool // the next frame differs from Drawn
	Drawn  F    // the last frame
}

// New returns a window that has drawn nothing yet.
func New[F any](size viz.Size, theme viz.Theme, follow bool) Window[F] {
	return Window[F]{Size: size, Theme: theme, Follow: follow, Stale: true}
}

// Init asks for the terminal's background if the theme follows it.
func (w *Window[F]) Init() tea.Cmd {
	if !w.Follow {
		return nil
	}
	return tea.RequestBackgroundColor
}

// Update takes the size of the terminal and its background. It reports whether
// the message was one of these.
func (w *Window[F]) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		w.Resize(viz.Size{W: msg.Width, H: msg.Height})
	case tea.BackgroundColorMsg:
		if w.Follow {
			w.Theme, w.Stale = w.Theme.On(msg.IsDark()), true
		}
	default:
		return false
	}
	return true
}

// Resize gives the window a size, within bounds.
func (w *Window[F]) Resize(size viz.Size) {
	w.Size = viz.Size{W: min(max(size.W, 0), most), H: min(max(size.H, 0), most)}
	w.Stale = true
}

// Frame returns the frame, drawn anew only if it is stale.
func (w *Window[F]) Frame(draw func() F) F {
	if w.Stale {
		w.Drawn = draw()
		w.Stale = false
	}
	return w.Drawn
}
