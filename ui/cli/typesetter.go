package cli

import (
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"logitarium/viz"
)

// typesetter is how text for a person is set: in the styles of a theme, in the
// colours that are left, no wider than that many cells. Its methods make all
// text safe before they style it.
type typesetter struct {
	theme   viz.Theme
	profile colorprofile.Profile
	width   int
}

const (
	measure   = 80      // cells of a line that the eye still follows
	unlimited = 1 << 16 // cells of a line that a program reads
)

// typesetter is how text is set for a stream, which may be a terminal. On an unknown
// background it uses attributes alone: they read on any.
func (a *app) typesetter(terminal bool) typesetter {
	theme, profile := a.look(terminal, viz.Plain())
	return typesetter{theme, profile, min(a.size().W, measure)}
}

// wrap breaks text into lines. Lip Gloss would break after hyphens too, and
// cut the name of a flag in two.
func (p typesetter) wrap(text viz.Safe, width int) string {
	var lines []string
	for _, line := range viz.Wrap(p.theme.Show(text), width) {
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n")
}

// paragraph is text that keeps its lines, wrapped to the page.
func (p typesetter) paragraph(text string, s viz.Style) string {
	return style(s).Render(p.wrap(viz.CleanLines(text), p.width))
}

// inset moves a block two cells in.
func (p typesetter) inset(block func(typesetter) string) string {
	const indent = 2
	p.width -= indent
	return lipgloss.NewStyle().PaddingLeft(indent).Render(block(p))
}

// print writes blocks of text one below the other.
func (p typesetter) print(to io.Writer, blocks ...string) error {
	_, err := io.WriteString(to, paint(lipgloss.JoinVertical(lipgloss.Left, blocks...), p.profile))
	return err
}
