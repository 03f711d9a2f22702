package cli

import (
	"bytes"
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"logitarium/viz"
)

// style is a token of the theme for Lip Gloss.
func style(s viz.Style) lipgloss.Style {
	out := lipgloss.NewStyle().Bold(s.Attr&viz.Bold != 0).Faint(s.Attr&viz.Dim != 0).
		Italic(s.Attr&viz.Italic != 0).Underline(s.Attr&viz.Underline != 0).Reverse(s.Attr&viz.Reverse != 0)
	if s.Fg != 0 {
		out = out.Foreground(rgb(s.Fg))
	}
	if s.Bg != 0 {
		out = out.Background(rgb(s.Bg))
	}
	return out
}

func rgb(c viz.Color) color.Color {
	return color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 0xff}
}

// paint reduces text in 24-bit colours to those that are left, or to no
// escape at all. Blanks that end a line go, and each line ends in a newline.
func paint(text string, profile colorprofile.Profile) string {
	if profile <= colorprofile.ASCII {
		profile = colorprofile.NoTTY // no bold without colours either
	}
	var out bytes.Buffer
	w := colorprofile.Writer{Forward: &out, Profile: profile}
	_, _ = w.WriteString(text) // a Buffer takes everything
	var lines strings.Builder
	for line := range strings.SplitSeq(out.String(), "\n") {
		lines.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return lines.String()
}
