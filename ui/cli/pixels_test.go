package cli

import (
	"testing"

	"github.com/charmbracelet/colorprofile"
)

// A terminal is asked for images only where they get to it, and not while what is
// done becomes a lesson, which has none.
func TestPixelsAreAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		show    show
		env     []string
		profile colorprofile.Profile
		not     string
	}{
		"a terminal":  {show{}, []string{"TERM=xterm-kitty"}, colorprofile.TrueColor, ""},
		"off":         {show{pixels: oneOf{value: "off"}}, nil, colorprofile.TrueColor, "--pixels off"},
		"tmux":        {show{}, []string{"TMUX=/tmp/tmux"}, colorprofile.TrueColor, "a terminal multiplexer is in between"},
		"256 colours": {show{}, nil, colorprofile.ANSI256, "images are for terminals with 16 million colours"},
		"ASCII":       {show{glyphs: oneOf{value: "ascii"}}, nil, colorprofile.TrueColor, "ASCII alone is drawn"},
		"captured":    {show{capture: "mine.tape"}, []string{"TERM=xterm-kitty"}, colorprofile.TrueColor, "a lesson has no images"},
		"captured, and on": {show{capture: "mine.tape", pixels: oneOf{value: "on"}}, []string{"TERM=xterm-kitty"}, colorprofile.TrueColor,
			"a lesson has no images"},
	} {
		a := &app{env: c.env, show: c.show}
		if got := a.words.Print(a.pixels(c.profile).Not); got != c.not {
			t.Errorf("%s: %q, want %q", name, got, c.not)
		}
	}
}
