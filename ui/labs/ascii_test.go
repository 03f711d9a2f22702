package labs_test

import (
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/viz"
)

// In ASCII every sign of a screen has a spelling: none is its code point.
func TestEverySignHasASpelling(t *testing.T) {
	b := builtintest.Load(t)
	all := labs.All(b, b)
	theme := viz.Light()
	theme.Glyphs = viz.ASCII
	for _, l := range all {
		views := l.Views()
		for i, v := range views.List {
			*views.At = i
			if v.Name == "tokens" { // of a text in other scripts
				continue
			}
			for _, size := range []viz.Size{{W: 60, H: 18}, {W: 80, H: 24}, {W: 120, H: 40}} {
				g, err := ui.Screen(all, l.Info().ID, size, theme, ui.WithFooter, message.Printer{}, command.Opened{})
				if err != nil {
					t.Fatal(err)
				}
				if text := g.Plain(); strings.Contains(text, "<U+") || strings.ContainsFunc(text, func(r rune) bool { return r >= 0x7f }) {
					t.Errorf("%s, %s at %v:\n%s", l.Info().ID, v.Name, size, text)
				}
			}
		}
	}
}
