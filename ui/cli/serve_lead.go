//go:build !js

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"logitarium/core/wholefile"
	"logitarium/ui/lesson/player"
	"logitarium/ui/message"
	"logitarium/ui/serve"
	"logitarium/ui/terminal"
	"logitarium/viz"
)

// resume puts those who come back where they were before the server was started
// again, and returns what keeps it for the next time; nil where nothing can.
func (a *app) resume(room *serve.Class) (keep func() error) {
	path, err := a.stateFile("class.json")
	if err != nil {
		return nil // and nobody is known again
	}
	keep = func() error {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		return wholefile.ReplacePrivate(path, func(w io.Writer) error { return room.Keep(w, time.Now()) })
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return keep
	}
	text, err := readSmall(path, serve.MostPlaces)
	if err == nil {
		if err = room.Resume(bytes.NewReader(text), time.Now()); err != nil {
			err = message.Errorf("%s: %v", path, err)
		}
	}
	if err != nil {
		a.say(message.New("%v: all begin anew", message.Of(err)))
	}
	return keep
}

// stateFile is where the XDG base directory specification keeps what a program
// leaves behind.
func (a *app) stateFile(name string) (string, error) {
	env := environ(a.env)
	if dir := env.get("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "logitarium", name), nil
	}
	if dir := env.get("LOCALAPPDATA"); runtime.GOOS == "windows" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "logitarium", name), nil
	}
	if home := env.get("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "logitarium", name), nil
	}
	return "", message.Errorf("neither XDG_STATE_HOME nor HOME is set")
}

// unled lets a class in that nobody leads, until a signal ends it.
func (a *app) unled(ctx context.Context, s *serve.Server, c classes, word string, encrypted bool) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, terminal.Hangup)
	defer stop()
	if err := a.welcome(s, c, word, encrypted); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// lead shows the teacher's screen: the labs, or a lesson, after which they come.
func (a *app) lead(ctx context.Context, room *serve.Class, d serve.Door, lesson string) error {
	theme, profile := a.look(true, viz.Dark())
	follow := a.shownTheme(profile) == "auto"
	tty := terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true}
	for {
		if lesson != "" {
			p, err := a.classPlayer(lesson, theme, follow)
			if err == nil {
				err = terminal.Run(ctx, serve.LeadLesson(room, p, d, theme, follow, a.words), version(), tty)
			}
			if err != nil {
				return err
			}
		}
		shell := a.shell("", a.newMap(), profile)
		if err := terminal.Run(ctx, serve.Lead(room, shell, d, theme, follow, a.words), version(), tty); err != nil {
			return err
		}
		if lesson = shell.Lesson(); lesson == "" {
			return nil
		}
	}
}

// classPlayer is the player of a lesson for a class.
func (a *app) classPlayer(name string, theme viz.Theme, follow bool) (*player.Player, error) {
	t, err := a.readLesson(name)
	if err != nil {
		return nil, err
	}
	fresh, chart, err := a.scene(t)
	if err != nil {
		return nil, err
	}
	p, err := player.New(t, player.Options{
		Labs: fresh, Map: chart, Theme: theme, Follow: follow, Mouse: a.show.mouse.value != "off",
		ReducedMotion: a.reducedMotion(), Present: a.show.present, Speed: 1, Words: a.lessonWords(), Now: time.Now, Student: student(),
	})
	if err != nil {
		return nil, coded{exitRejected, message.Errorf("%s: %v", name, err)}
	}
	return p, nil
}

// welcome says how to come in.
func (a *app) welcome(s *serve.Server, c classes, word string, encrypted bool) error {
	var b strings.Builder
	for _, line := range append(serve.Commands(s.SSH()), serve.Links(s.HTTP(), encrypted, word)...) {
		fmt.Fprintln(&b, line)
	}
	if err := a.write(b.String()); err != nil {
		return err
	}
	switch {
	case c.open:
		p := a.typesetter(isTerminal(a.err) && drawsScreens(a.env))
		return p.print(a.err, p.paragraph(a.text("open: anybody who reaches this address can come in"), p.theme.Bad))
	case word != "":
		a.say(message.New("class word: %s", word))
	}
	return nil
}
