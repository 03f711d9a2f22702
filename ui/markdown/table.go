package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"

	"logitarium/viz"
)

// Lines sets a table in columns as wide as their widest cells, two cells apart.
// What does not fit into a line is cut.
func (t *Table) Lines(theme viz.Theme, width int) []Line {
	const gap = 2
	var widest []int
	for _, row := range append([][]string{t.Head}, t.Body...) {
		for col, cell := range row {
			if col == len(widest) {
				widest = append(widest, 0)
			}
			widest[col] = max(widest[col], theme.Show(viz.Clean(cell)).Width())
		}
	}
	set := func(row []string, st viz.Style) Line {
		var text strings.Builder
		for col, cell := range row {
			blanks := strings.Repeat(" ", widest[col]-theme.Show(viz.Clean(cell)).Width())
			if col < len(t.Right) && t.Right[col] {
				cell = blanks + cell
			} else {
				cell += blanks
			}
			text.WriteString(cell + strings.Repeat(" ", gap))
		}
		return Line{{theme.Fit(viz.Clean(strings.TrimRight(text.String(), " ")), width), st}}
	}
	var lines []Line
	if t.Head != nil {
		lines = append(lines, set(t.Head, theme.Strong))
	}
	for _, row := range t.Body {
		lines = append(lines, set(row, theme.Text))
	}
	return lines
}

// readTable reads a table. A single row under many heads reads better as a
// column of names and values.
func readTable(n *tables.Table, src []byte) *Table {
	r := &Table{}
	for line := n.FirstChild(); line != nil; line = line.NextSibling() {
		var cells []string
		for c := line.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, words(c, src))
		}
		if r.Head == nil {
			r.Head = cells
		} else {
			r.Body = append(r.Body, cells)
		}
	}
	if len(r.Body) == 1 {
		values := r.Body[0]
		r.Body = nil
		for i, name := range r.Head {
			r.Body = append(r.Body, []string{name, values[i]})
		}
		r.Head = nil
		return r
	}
	for _, a := range n.Alignments {
		r.Right = append(r.Right, a == tables.AlignRight)
	}
	return r
}

// words is the text of a node on one line.
func words(n ast.Node, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			b.WriteString(words(c, src))
			continue
		}
		b.Write(t.Value(src))
		if t.SoftLineBreak() || t.HardLineBreak() {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
