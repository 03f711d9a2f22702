//go:build !js

package cli

import (
	"strings"

	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/serve"
	"logitarium/viz"
)

// lockedRoom is the lab that a room is locked to, and the knobs that it may turn;
// the zero value is open.
type lockedRoom struct {
	lab  string
	only []string
}

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
	set, _ := glyphs("auto", g.Env)
	fresh := a.freshLabs()
	var chart *atlas.Map
	if m := a.lessonMap(); m != nil {
		chart = m(fresh)
	}
	name := a.theme(profile)
	shell := ui.New(fresh, ui.Options{
		Theme: name, Glyphs: set, Colors: depth(profile), Map: chart, Printer: a.words, Start: locked.lab, Only: locked.only,
		Refused: []ui.Refusal{
			{Key: "s", Why: message.New("no file is written here: this program runs on the machine of the class")},
			{Key: "y", Why: message.New("over ssh the clipboard of a terminal is left alone")},
		},
	})
	if !led {
		return serve.Program{Model: shell, Profile: profile}
	}
	theme, ok := viz.ThemeByName(name)
	if !ok {
		theme = viz.Dark()
	}
	theme.Glyphs, _ = viz.GlyphsByName(set)
	m, leave := serve.Seat(room, g, shell, theme.In(depth(profile)), !ok, a.words)
	return serve.Program{Model: m, Profile: profile, Leave: leave}
}
