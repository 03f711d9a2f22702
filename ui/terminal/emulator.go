package terminal

import (
	"io"

	tea "charm.land/bubbletea/v2"
)

// Emulator is a terminal that is no file: it says itself what the system knows
// of one. A page in a browser is such.
type Emulator interface {
	io.ReadWriter
	// Size is the present size.
	Size() (columns, rows int)
	// Resized is sent to when that changes.
	Resized() <-chan struct{}
}

// sized returns an option with the size of an output that tells its own, and
// what is sent to when that changes; nothing for others, which Bubble Tea asks.
func sized(out io.Writer) (options []tea.ProgramOption, resized <-chan struct{}) {
	e, ok := out.(Emulator)
	if !ok {
		return nil, nil
	}
	return []tea.ProgramOption{tea.WithWindowSize(e.Size())}, e.Resized()
}

// resize tells the program how large the output is now.
func resize(program *tea.Program, out io.Writer) {
	if e, ok := out.(Emulator); ok {
		columns, rows := e.Size()
		program.Send(tea.WindowSizeMsg{Width: columns, Height: rows})
	}
}
