package terminal

import (
	"context"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"logitarium/ui/rescue"
)

// jobControl lets a shell stop the program and continue it, by whichever way:
// the terminal is the shell's in between.
type jobControl struct {
	ctx     context.Context
	signals chan os.Signal // SIGTSTP and SIGCONT
	watcher *rescue.Watcher
}

func newJobControl(ctx context.Context) *jobControl {
	j := &jobControl{ctx: ctx, signals: make(chan os.Signal, 4)}
	j.listen()
	return j
}

// jobMsg is a signal about stopping or continuing; see [jobControl.filter].
type jobMsg struct{ signal os.Signal }

// next waits for such a signal.
func (j *jobControl) next() tea.Msg {
	select {
	case s := <-j.signals:
		return jobMsg{s}
	case <-j.ctx.Done():
		return nil
	}
}

// resumedMsg tells that the terminal is the program's again.
type resumedMsg struct{ by jobMsg }

// filter makes ctrl-z stop the program as it stops any other: in raw mode the
// terminal no longer does it. SIGTSTP does the same, and SIGCONT, after a stop
// that nobody told of, takes the terminal anew. Where no shell could wake the
// program again, nothing stops it.
func (j *jobControl) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if msg.Keystroke() != "ctrl+z" {
			return msg
		}
		if !canSuspend() {
			return nil
		}
		return j.leaveFor(j.stopGroup, resumedMsg{})
	case jobMsg:
		if do, ok := j.act(msg.signal); ok {
			return j.leaveFor(do, resumedMsg{msg})
		}
	}
	return msg
}

// leaveFor is the message that gives the terminal back, does something, and
// takes the terminal anew.
func (j *jobControl) leaveFor(do func(), then resumedMsg) tea.Msg {
	return tea.Exec(interlude(func() {
		j.watcher.Away()
		do()
		j.watcher.Back()
	}), func(error) tea.Msg { return then })()
}

// after is what follows when the terminal is the program's again: it is
// painted anew, and the next signal is waited for.
func (j *jobControl) after(msg resumedMsg) tea.Cmd {
	if msg.by == (jobMsg{}) {
		return tea.ClearScreen // it is waited for already
	}
	return tea.Batch(tea.ClearScreen, j.next)
}

// interlude is a tea.ExecCommand.
type interlude func()

// Run waits a little when it is done. The goroutine that drew frames before may
// not have stopped its ticker yet; the next one uses the same, and if it is
// stopped after that one has set it going, nothing is ever drawn again.
func (i interlude) Run() error {
	const settled = 100 * time.Millisecond
	i()
	time.Sleep(settled)
	return nil
}

func (interlude) SetStdin(io.Reader)  {}
func (interlude) SetStdout(io.Writer) {}
func (interlude) SetStderr(io.Writer) {}
