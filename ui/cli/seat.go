package cli

import (
	"context"
	"encoding/json"

	"logitarium/core/tensor"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/ui/seat"
	"logitarium/ui/terminal"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// ClassPage is a page of a student in a class.
type ClassPage interface {
	Page
	Say(text []byte)         // to the class
	Hears(func(text []byte)) // is called with what the class says
}

// TakeSeat is the program on the page of a student: it opens as the class says,
// and follows the teacher. It returns the exit code.
func TakeSeat(opening string, p ClassPage, env []string) int {
	tensor.UseExact() // the same numbers on each page
	a, code := load(p, p, p, env)
	if a == nil {
		return code
	}
	a.shows = p
	if err := a.takeSeat(opening, p); err != nil {
		a.complain(err)
		return exitCode(err)
	}
	return 0
}

func (a *app) takeSeat(opening string, p ClassPage) (err error) {
	var o seat.Opening
	if err := json.Unmarshal([]byte(opening), &o); err != nil {
		return err
	}
	if found, fit := languages.Match(o.Lang); fit != languages.None {
		if a.words, err = languages.Printer(found); err != nil {
			a.words = message.Printer{} // a page that can't load it
		}
	}
	profile, _ := colors("auto", true, a.env)
	shell, theme, follows := a.guestShell(profile, a.env, lockedRoom{o.Lab, o.Only}, nil)
	tty := terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true}
	line := seat.NewLine(p.Say)
	p.Hears(func(text []byte) { _ = line.Hear(text) }) // what is none is passed over
	if o.Alone {
		return terminal.Run(context.Background(), a.followed(shell), version(), tty)
	}
	s := seat.New(line, o.Place, shell, theme, follows, a.words)
	return terminal.Run(context.Background(), a.followed(&placed{s, line}), version(), tty)
}

// placed is a seat that says where its student is.
type placed struct {
	*seat.Seat
	line *seat.Line
}

// Update hands the message on.
func (p *placed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := p.Seat.Update(msg)
	p.line.At(p.Place())
	return p, cmd
}

// lockedRoom is the lab that a room is locked to, and the knobs that it may turn;
// the zero value is open.
type lockedRoom struct {
	lab  string
	only []string
}

// guestShell is the program as a student has it: the labs on the model that was
// chosen, without the keys that are refused. The theme is that of what stands around
// it, and follows says whether it is the terminal's.
func (a *app) guestShell(profile colorprofile.Profile, env []string, locked lockedRoom, refused []ui.Refusal) (shell *ui.Model, theme viz.Theme, follows bool) {
	set, _ := glyphs("auto", env)
	fresh := a.freshLabs()
	var chart *atlas.Map
	if m := a.lessonMap(); m != nil {
		chart = m(fresh)
	}
	name := a.theme(profile)
	shell = ui.New(fresh, ui.Options{
		Theme: name, Glyphs: set, Colors: depth(profile), Map: chart, Printer: a.words, Start: locked.lab, Only: locked.only,
		Refused: refused,
	})
	theme, ok := viz.ThemeByName(name)
	if !ok {
		theme = viz.Dark()
	}
	theme.Glyphs, _ = viz.GlyphsByName(set)
	return shell, theme.In(depth(profile)), !ok
}
