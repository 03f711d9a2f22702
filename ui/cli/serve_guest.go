//go:build !js

package cli

import (
	"strings"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/ui/serve"
)

// lockedRoom is the first lab that has all the knobs of --only.
func (a *app) lockedRoom() (lockedRoom, error) {
	if len(a.show.only) == 0 {
		return lockedRoom{}, nil
	}
	for _, l := range a.labs {
		room := lockedRoom{lab: l.Info().ID}
		for _, name := range a.show.only {
			if k, _, err := lab.KnobNamed(l, strings.TrimSpace(name)); err == nil {
				room.only = append(room.only, k.Name)
			}
		}
		if len(room.only) == len(a.show.only) {
			return room, nil
		}
	}
	return lockedRoom{}, usagef("--only: no lab has all of the knobs %s", strings.Join(a.show.only, ", "))
}

// forGuest is the program as a guest has it: the labs on the same weights, and
// nothing that reaches beyond the screen. In a class that is led they follow.
func (a *app) forGuest(g serve.Guest, room *serve.Class, led bool, locked lockedRoom) serve.Program {
	profile, _ := colors("auto", true, g.Env)
	shell, theme, follows := a.guestShell(profile, g.Env, locked, []ui.Refusal{
		{Key: "s", Why: message.New("no file is written here: this program runs on the machine of the class")},
		{Key: "y", Why: message.New("over ssh the clipboard of a terminal is left alone")},
	})
	if !led {
		return serve.Program{Model: shell, Profile: profile}
	}
	m, leave := serve.Seat(room, g, shell, theme, follows, a.words)
	return serve.Program{Model: m, Profile: profile, Leave: leave}
}

// pageSeat is how the program opens on the page of a student; nil where it can't:
// a page has the built-in model alone.
func (a *app) pageSeat(led bool, locked lockedRoom) *seat.Opening {
	if a.chosen != nil {
		return nil
	}
	return &seat.Opening{Lab: locked.lab, Only: locked.only, Lang: a.words.Language, Alone: !led}
}
