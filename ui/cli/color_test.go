package cli

import (
	"testing"

	"logitarium/viz"

	"github.com/charmbracelet/colorprofile"
)

func TestColors(t *testing.T) {
	const (
		noTTY = colorprofile.NoTTY
		ascii = colorprofile.ASCII
		c16   = colorprofile.ANSI
		c256  = colorprofile.ANSI256
		full  = colorprofile.TrueColor
	)
	tests := []struct {
		why      string
		flag     string
		terminal bool
		env      environ
		want     colorprofile.Profile
	}{
		{"a plain terminal", "auto", true, environ{"TERM=xterm"}, c16},
		{"256 by name", "auto", true, environ{"TERM=xterm-256color"}, c256},
		{"truecolor by COLORTERM", "auto", true, environ{"TERM=xterm-256color", "COLORTERM=truecolor"}, full},
		{"truecolor by TERM", "auto", true, environ{"TERM=xterm-kitty"}, full},
		{"tmux passes COLORTERM on without meaning it", "auto", true, environ{"TERM=tmux-256color", "COLORTERM=truecolor"}, c256},
		{"screen", "auto", true, environ{"TERM=screen"}, c256},
		{"an unknown terminal", "auto", true, environ{"TERM=nonesuch"}, c16},
		{"dumb", "auto", true, environ{"TERM=dumb", "COLORTERM=truecolor"}, noTTY},
		{"no TERM", "auto", true, environ{"COLORTERM=truecolor"}, noTTY},
		{"a pipe", "auto", false, environ{"TERM=xterm-256color", "COLORTERM=truecolor"}, noTTY},

		{"NO_COLOR=1", "auto", true, environ{"TERM=xterm", "NO_COLOR=1"}, ascii},
		{"NO_COLOR=0 is set too", "auto", true, environ{"TERM=xterm", "NO_COLOR=0"}, ascii},
		{"NO_COLOR=yes", "auto", true, environ{"TERM=xterm", "NO_COLOR=yes"}, ascii},
		{"NO_COLOR=on", "auto", true, environ{"TERM=xterm", "NO_COLOR=on"}, ascii},
		{"NO_COLOR=2", "auto", true, environ{"TERM=xterm", "NO_COLOR=2"}, ascii},
		{"NO_COLOR empty is not set", "auto", true, environ{"TERM=xterm", "NO_COLOR="}, c16},
		{"NO_COLOR over FORCE_COLOR", "auto", true, environ{"TERM=xterm", "NO_COLOR=1", "FORCE_COLOR=1"}, ascii},
		{"NO_COLOR in a pipe", "auto", false, environ{"TERM=xterm", "NO_COLOR=1"}, noTTY},

		{"CLICOLOR_FORCE in a pipe", "auto", false, environ{"TERM=xterm-256color", "CLICOLOR_FORCE=1"}, c256},
		{"FORCE_COLOR in a pipe", "auto", false, environ{"TERM=xterm-256color", "FORCE_COLOR=3"}, c256},
		{"FORCE_COLOR without TERM", "auto", false, environ{"FORCE_COLOR=1"}, c16},
		{"FORCE_COLOR=0 forces nothing", "auto", false, environ{"TERM=xterm", "FORCE_COLOR=0"}, noTTY},
		{"FORCE_COLOR over CLICOLOR=0", "auto", true, environ{"TERM=xterm", "FORCE_COLOR=1", "CLICOLOR=0"}, c16},
		{"CLICOLOR=0", "auto", true, environ{"TERM=xterm", "CLICOLOR=0"}, ascii},
		{"CLICOLOR=1 asks for what is done anyway", "auto", false, environ{"TERM=xterm", "CLICOLOR=1"}, noTTY},

		{"the flag over NO_COLOR", "truecolor", true, environ{"TERM=dumb", "NO_COLOR=1"}, full},
		{"the flag over FORCE_COLOR", "none", true, environ{"TERM=xterm", "FORCE_COLOR=1"}, ascii},
		{"the flag in a pipe", "256", false, environ{}, c256},
		{"16", "16", true, environ{"TERM=xterm-kitty"}, c16},
		{"the last setting counts", "auto", true, environ{"TERM=xterm", "NO_COLOR=1", "NO_COLOR="}, c16},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			if got, by := colors(tt.flag, tt.terminal, tt.env); got != tt.want {
				t.Errorf("%v by %s, want %v", got, by, tt.want)
			}
		})
	}
}

func TestGlyphs(t *testing.T) {
	for _, tt := range []struct {
		flag string
		env  environ
		want string
	}{
		{"auto", environ{"TERM=xterm", "LANG=en_GB.UTF-8"}, "braille"},
		{"auto", environ{"TERM=xterm", "LANG=de_DE.utf8"}, "braille"},
		{"auto", environ{"TERM=xterm"}, "braille"},
		{"auto", environ{"TERM=xterm", "LANG=C"}, "ascii"},
		{"auto", environ{"TERM=xterm", "LC_ALL=POSIX", "LANG=en_GB.UTF-8"}, "ascii"},
		{"auto", environ{"TERM=xterm", "LC_CTYPE=C.UTF-8", "LANG=C"}, "braille"},
		{"auto", environ{"TERM=linux", "LANG=en_GB.UTF-8"}, "ascii"},
		{"auto", environ{"TERM=vt100", "LANG=en_GB.UTF-8"}, "ascii"},
		{"unicode", environ{"TERM=linux"}, "unicode"},
		{"octant", environ{"TERM=xterm"}, "octant"},
		{"ascii", environ{"LANG=en_GB.UTF-8"}, "ascii"},
	} {
		if got, why := glyphs(tt.flag, tt.env); got != tt.want {
			t.Errorf("%s with %v: %s because %s, want %s", tt.flag, tt.env, got, why, tt.want)
		}
	}
}

func TestLightGround(t *testing.T) {
	for setting, want := range map[string]bool{
		"": false, "0;15": true, "0;default;15": true, "12;7": true, "15;0": false, "7;8": false, "0;default": false, "0;16": false, "-1": false, "15": true,
	} {
		if got := lightGround(environ{"COLORFGBG=" + setting}); got != want {
			t.Errorf("COLORFGBG=%s: light %t", setting, got)
		}
	}
	for theme, want := range map[string]string{"auto": "light", "dark": "dark"} {
		a := app{env: environ{"TERM=rxvt-unicode-256color", "COLORFGBG=0;15", "LANG=C.UTF-8"}}
		a.show.theme.value, a.show.color.value, a.show.glyphs.value = theme, "auto", "auto"
		if got, _ := a.look(true, viz.Dark()); got.Name != want {
			t.Errorf("--theme %s is %s", theme, got.Name)
		}
		if got, _ := a.look(true, viz.Plain()); theme == "auto" && got.Name != "plain" {
			t.Errorf("text is %s", got.Name)
		}
	}
}
