package cli

import (
	"bytes"
	"image/color"
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"logitarium/viz"
)

// page is how text for a person is set: in the styles of a theme, in the
// colours that are left, no wider than that many cells. Its methods make all
// text safe before they style it.
type page struct {
	theme   viz.Theme
	profile colorprofile.Profile
	width   int
}

const (
	measure   = 80      // cells of a line that the eye still follows
	unlimited = 1 << 16 // cells of a line that a program reads
)

// page is the page of a stream, which may be a terminal. On an unknown
// background it uses attributes alone: they read on any.
func (a *app) page(terminal bool) page {
	theme, profile := a.look(terminal, "plain")
	return page{theme, profile, min(a.size().W, measure)}
}

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

// wrap breaks text into lines. Lip Gloss would break after hyphens too, and
// cut the name of a flag in two.
func (p page) wrap(text viz.Safe, width int) string {
	var lines []string
	for _, line := range viz.Wrap(p.theme.Show(text), width) {
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n")
}

// paragraph is text that keeps its lines, wrapped to the page.
func (p page) paragraph(text string, s viz.Style) string {
	return style(s).Render(p.wrap(viz.CleanLines(text), p.width))
}

// rows are the cells of a table. Where it has no heading the first cell of a
// row names it.
type rows struct {
	head  []string
	body  [][]string
	right []bool // columns of numbers
}

// table sets rows in columns two cells apart. What the page has no room for
// is wrapped in the last column, or comes below the first.
func (p page) table(r rows) string {
	const gap, least = 2, 20 // least: cells of the last column
	if len(r.body) == 0 {
		return ""
	}
	last := len(r.body[0]) - 1
	room := p.width
	for col := range last {
		widest := 0
		for _, row := range append([][]string{r.head}, r.body...) {
			if col < len(row) {
				widest = max(widest, p.theme.Show(viz.Clean(row[col])).Width())
			}
		}
		room -= widest + gap
	}
	set := func(row []string) []string {
		out := make([]string, len(row))
		for col, cell := range row {
			width := unlimited
			if col == last {
				width = max(room, least)
			}
			out[col] = p.wrap(viz.Clean(cell), width)
		}
		return out
	}
	t := p.ruled(r, gap).Headers(set(r.head)...)
	for _, row := range r.body {
		t.Row(set(row)...)
	}
	text := t.String()
	switch {
	case lipgloss.Width(text) <= p.width:
		return text
	case last == 1:
		return p.stacked(r)
	}
	return t.Width(p.width).String()
}

// ruled is an empty table without lines, but for one below a heading.
func (p page) ruled(r rows, gap int) *table.Table {
	border := lipgloss.NormalBorder()
	if p.theme.Glyphs == viz.ASCII {
		border = lipgloss.ASCIIBorder()
	}
	return table.New().Border(border).BorderStyle(style(p.theme.Faint)).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).
		BorderColumn(false).BorderHeader(len(r.head) > 0).
		StyleFunc(func(row, col int) lipgloss.Style {
			s := style(p.theme.Text)
			switch {
			case row == table.HeaderRow:
				s = style(p.theme.Strong)
			case col == 0 && len(r.head) == 0:
				s = style(p.theme.Accent)
			}
			if col < len(r.right) && r.right[col] {
				s = s.Align(lipgloss.Right)
			}
			if col < len(r.body[0])-1 {
				s = s.PaddingRight(gap)
			}
			return s
		})
}

// stacked sets pairs one below the other.
func (p page) stacked(r rows) string {
	var blocks []string
	for _, row := range r.body {
		blocks = append(blocks, p.paragraph(row[0], p.theme.Accent))
		blocks = append(blocks, p.inset(func(in page) string { return in.paragraph(row[1], p.theme.Text) }))
	}
	return lipgloss.JoinVertical(lipgloss.Left, blocks...)
}

// inset moves a block two cells in.
func (p page) inset(block func(page) string) string {
	const indent = 2
	p.width -= indent
	return lipgloss.NewStyle().PaddingLeft(indent).Render(block(p))
}

// print writes blocks of text one below the other.
func (p page) print(to io.Writer, blocks ...string) error {
	var lines []string
	for line := range strings.SplitSeq(lipgloss.JoinVertical(lipgloss.Left, blocks...), "\n") {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	_, err := io.WriteString(to, paint(strings.Join(lines, "\n")+"\n", p.profile))
	return err
}

// paint reduces text in 24-bit colours to those that are left, or to no
// escape at all.
func paint(text string, profile colorprofile.Profile) string {
	if profile <= colorprofile.ASCII {
		lines := strings.Split(ansi.Strip(text), "\n")
		for i, line := range lines {
			lines[i] = strings.TrimRight(line, " ")
		}
		return strings.Join(lines, "\n")
	}
	var out bytes.Buffer
	w := colorprofile.Writer{Forward: &out, Profile: profile}
	_, _ = w.WriteString(text) // a Buffer takes everything
	return out.String()
}
