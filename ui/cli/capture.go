package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/lesson/capture"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/terminal"

	"github.com/charmbracelet/x/term"
)

// mayCapture refuses what can't be written down as a lesson, before anything opens.
func (a *app) mayCapture() error {
	path := a.show.capture
	switch {
	case path == "" && a.show.tidy:
		return usagef("--tidy is about what --capture writes down")
	case path == "":
		return nil
	case filepath.Ext(path) != lessonEnding:
		return usagef("--capture %s: a lesson's file ends in %s", path, lessonEnding)
	case a.show.model != "" || a.show.endpoint.url != "":
		return usagef("--capture: a lesson is played on the built-in model; leave out --model and --endpoint")
	case len(a.show.only) > 0:
		return usagef("--capture: a lesson turns every knob; leave out --only")
	case a.show.print || a.show.plain || a.show.json || a.show.csv || !a.seen():
		return usagef("--capture writes down what is done on a screen, and none is opened here")
	}
	return mayCreate("capture", path)
}

// runCaptured runs the shell, and writes down what was done, however it ends.
func (a *app) runCaptured(ctx context.Context, m *ui.Model, tty terminal.TTY) error {
	begins := a.opened.OfMap()
	if l, _ := m.Lab(); l != nil {
		begins = command.Of(l)
	}
	size := tape.Size{Width: 80, Height: 24}
	if f, ok := a.out.(interface{ Fd() uintptr }); ok {
		if w, h, err := term.GetSize(f.Fd()); err == nil && w > 0 && h > 0 {
			size = tape.Fitting(w, h)
		}
	}
	c := capture.Begin(begins, size, time.Now())
	err := terminal.Run(ctx, capture.Watch(m, c, time.Now), version(), tty)
	if err != nil && c.Empty() {
		return err
	}
	return errors.Join(err, a.writeCaptured(c, m)) // what was done outlives what ended it
}

// writeCaptured writes what was done as a lesson.
func (a *app) writeCaptured(c *capture.Capture, m *ui.Model) error {
	t := c.Tape(a.show.tidy)
	t.Title = strings.TrimSuffix(filepath.Base(a.show.capture), lessonEnding)
	if a.speech.chosen {
		t.Lang = a.words.Language
	}
	draft, end, err := a.writeDrafted(a.show.capture, t, 0)
	if err != nil {
		return err
	}
	for _, k := range c.Left() {
		a.say(message.New("warning: %s was left out: a lesson has no such key", k))
	}
	if l, _ := m.Lab(); l != nil && end != "" && command.Of(l) != end {
		a.say(message.New("warning: played again, it ends at %s; you were at %s", end, command.Of(l)))
	}
	a.say(message.New("%s: %v; now fill in what is said", a.show.capture,
		message.Count(len(draft.Steps), "1 step", "%d steps", len(draft.Steps))))
	return nil
}
