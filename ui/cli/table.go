package cli

import (
	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"

	"logitarium/viz"
)

// rows are the cells of a table. Where it has no heading the first cell of a
// row names it.
type rows struct {
	head  []string
	body  [][]string
	right []bool // columns of numbers
}

// table sets rows in columns two cells apart. What the page has no room for
// is wrapped in the last column, or comes below the first.
func (p typesetter) table(r rows) string {
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
func (p typesetter) ruled(r rows, gap int) *table.Table {
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
func (p typesetter) stacked(r rows) string {
	var blocks []string
	for _, row := range r.body {
		blocks = append(blocks, p.paragraph(row[0], p.theme.Accent))
		blocks = append(blocks, p.inset(func(in typesetter) string { return in.paragraph(row[1], p.theme.Text) }))
	}
	return lipgloss.JoinVertical(lipgloss.Left, blocks...)
}
