package cli

import (
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"logitarium/ui/message"
	"logitarium/ui/screen"
	"logitarium/ui/terminal"
)

// pixels says whether the terminal is to be asked for images, or why not. Inside
// tmux and screen it is not: they pass none on, or not to where they belong.
func (a *app) pixels(p colorprofile.Profile) screen.Pixels {
	set, _ := glyphs(a.show.glyphs.value, a.env)
	name := environ(a.env).get("TERM")
	switch {
	case a.show.pixels.value == "off":
		return screen.Pixels{Not: message.Verbatim("--pixels off")}
	case a.show.capture != "": // what is looked at is what the lesson will show
		return screen.Pixels{Not: message.New("a lesson has no images")}
	case environ(a.env).get("TMUX") != "" || strings.HasPrefix(name, "tmux") || strings.HasPrefix(name, "screen"):
		return screen.Pixels{Not: message.New("a terminal multiplexer is in between")}
	case p != colorprofile.TrueColor:
		return screen.Pixels{Not: message.New("images are for terminals with 16 million colours")}
	case set == "ascii":
		return screen.Pixels{Not: message.New("ASCII alone is drawn")}
	}
	return screen.Pixels{Unnamed: a.show.pixels.value == "on"}
}

// foundPixels asks the terminal and says what it answered.
func (a *app) foundPixels(p colorprofile.Profile) message.Text {
	if !a.interactive() {
		return message.New("off: there is no terminal to ask")
	}
	var s screen.Screen
	err := terminal.Aside(a.in, func(tty *os.File) (err error) {
		s, err = screen.Ask(tty, a.pixels(p))
		return err
	})
	if err != nil {
		return message.New("not known: the terminal can't be asked here")
	}
	return s.Found()
}
