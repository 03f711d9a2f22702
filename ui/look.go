package ui

import (
	"strings"

	"logitarium/ui/message"
	"logitarium/ui/nearest"
	"logitarium/viz"
)

// themeFor returns the theme with a name and the glyphs with a name. "auto"
// and "" stand for the dark theme, or the light one, until the terminal tells its
// background, and for Unicode. It is limited to the colours that there are.
func themeFor(name string, light bool, glyphs string, colors viz.Colors) (viz.Theme, error) {
	if automatic(name) {
		name = viz.Dark().Name
		if light {
			name = viz.Light().Name
		}
	}
	theme, ok := viz.ThemeByName(name)
	if !ok {
		names := []string{"auto"}
		for _, t := range viz.Themes() {
			names = append(names, t.Name)
		}
		return theme, message.Failure(nearest.Suggest(message.New("no theme %q; there are %s", name, strings.Join(names, ", ")), name, names))
	}
	set, ok := viz.GlyphsByName(glyphs)
	if !ok && !automatic(glyphs) {
		names := append([]string{"auto"}, viz.GlyphNames()...)
		return theme, message.Failure(nearest.Suggest(message.New("no glyphs %q; there are %s", glyphs, strings.Join(names, ", ")), glyphs, names))
	}
	theme.Glyphs = set
	return theme.In(colors), nil
}

func automatic(name string) bool { return name == "" || name == "auto" }
