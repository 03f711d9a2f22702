package cli

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// markdown sets what model cards are written in: headings, paragraphs and
// tables of plain text.
func (p page) markdown(source string) []string {
	src := []byte(source)
	var blocks []string
	add := func(block string) {
		if len(blocks) > 0 {
			blocks = append(blocks, "")
		}
		blocks = append(blocks, block)
	}
	parser := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
	doc := parser.Parse(text.NewReader(src))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			st := p.theme.Strong
			if n.Level == 1 {
				st = p.theme.Accent
			}
			add(p.paragraph(words(n, src), st))
		case *tables.Table:
			add(p.table(tableRows(n, src)))
		default:
			add(p.paragraph(words(n, src), p.theme.Text))
		}
	}
	return blocks
}

// tableRows reads a table. A single row under many heads reads better as a
// column of names and values.
func tableRows(n *tables.Table, src []byte) rows {
	var r rows
	for line := n.FirstChild(); line != nil; line = line.NextSibling() {
		var cells []string
		for c := line.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, words(c, src))
		}
		if r.head == nil {
			r.head = cells
		} else {
			r.body = append(r.body, cells)
		}
	}
	if len(r.body) == 1 {
		values := r.body[0]
		r.body = nil
		for i, name := range r.head {
			r.body = append(r.body, []string{name, values[i]})
		}
		return rows{body: r.body}
	}
	for _, a := range n.Alignments {
		r.right = append(r.right, a == tables.AlignRight)
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
