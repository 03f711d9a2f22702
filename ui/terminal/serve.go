package terminal

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"
)

// Serve shows a model on the terminal of somebody elsewhere, an [Emulator] that
// t.In and t.Out are, until it quits or the context ends. Signals, jobs and the
// terminal of this process are left alone, and a program that is stuck in a write
// is waited for: who owns the connection ends it. A panic is a [*Crash] with its
// report, and ends this program alone. A terminal that is gone is no error.
func Serve(ctx context.Context, model tea.Model, version string, t TTY) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	guard := newGuard(model, end, &jobControl{ctx: ctx}) // which hears of no signal
	options, resized := sized(t.Out)
	guard.resized = func() tea.Msg {
		select {
		case <-resized:
			columns, rows := t.Out.(Emulator).Size()
			return resizedMsg{tea.WindowSizeMsg{Width: columns, Height: rows}}
		case <-ctx.Done():
			return nil
		}
	}
	const frames = 30 // a second, at most
	program := tea.NewProgram(guard, append(options,
		tea.WithContext(ctx),
		tea.WithInput(watch(t.In, end, &guard.pastes)),
		tea.WithOutput(t.Out),
		tea.WithEnvironment(t.Env),
		tea.WithColorProfile(t.Profile),
		tea.WithFPS(frames),
		tea.WithFilter(stays),
		tea.WithoutSignalHandler())...)
	_, err := program.Run()
	err = guard.verdict(ctx, err, version, t.Env)
	if errors.Is(err, errHangup) {
		return nil
	}
	return err
}

// resizedMsg is a new size of a terminal elsewhere.
type resizedMsg struct{ size tea.WindowSizeMsg }

// stays drops what would suspend a program that no shell could continue.
func stays(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.SuspendMsg:
		return nil
	case tea.KeyPressMsg:
		if msg.Keystroke() == "ctrl+z" {
			return nil
		}
	}
	return msg
}
