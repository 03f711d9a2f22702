// Package markdown sets CommonMark in lines of styled text: the notes of labs,
// and model cards.
package markdown

import (
	"strconv"
	"strings"

	"logitarium/viz"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Span is a piece of a line in one style.
type Span struct {
	Text  viz.Safe
	Style viz.Style
}

// Line is a row of text.
type Line []Span

// Block is a part of a page: lines, or a table, which is set where it is known
// how much room its columns have.
type Block struct {
	Lines []Line
	Table *Table
}

// Table is a table of plain text.
type Table struct {
	Head  []string
	Body  [][]string
	Right []bool // columns of numbers
}

// Set sets CommonMark with tables in lines of at most width cells: headings,
// paragraphs with emphasis and code, lists, quotes, code blocks, rules. The
// rest is shown as its text. Between two blocks is an empty line.
func Set(source string, t viz.Theme, width int) []Block {
	src := []byte(source)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(src))
	var blocks []Block
	for c := doc.FirstChild(); c != nil; c = c.NextSibling() {
		if table, ok := c.(*tables.Table); ok {
			blocks = append(blocks, Block{Table: readTable(table, src)})
			continue
		}
		s := setter{source: src, theme: t, width: max(width, 1)}
		s.block(c, "", "")
		blocks = append(blocks, Block{Lines: s.out})
	}
	return blocks
}

// setter sets blocks one under another.
type setter struct {
	source []byte
	theme  viz.Theme
	width  int
	out    []Line
}

// blocks sets the children of a node; the first line begins with first, the
// others with indent.
func (s *setter) blocks(n ast.Node, first, indent string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		s.block(c, first, indent)
		first = indent
	}
}

func (s *setter) block(n ast.Node, first, indent string) {
	switch n := n.(type) {
	case *ast.Heading:
		s.gap()
		st := s.theme.Strong
		if n.Level == 1 {
			st = s.theme.Accent
		}
		s.flow(s.inline(n, st), first, indent)
	case *ast.Paragraph:
		s.gap()
		s.flow(s.inline(n, s.theme.Text), first, indent)
	case *ast.TextBlock: // a paragraph of a tight list
		s.flow(s.inline(n, s.theme.Text), first, indent)
	case *ast.List:
		s.gap()
		s.list(n, indent)
	case *ast.Blockquote:
		s.blocks(n, first+"│ ", indent+"│ ")
	case *ast.ThematicBreak:
		s.gap()
		s.out = append(s.out, Line{{viz.Clean(strings.Repeat("─", s.width)), s.theme.Faint}})
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		s.gap()
		s.code(n, indent+"  ")
	default:
		s.blocks(n, first, indent)
	}
}

func (s *setter) list(n *ast.List, indent string) {
	i := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		mark := "• "
		if n.IsOrdered() {
			mark = strconv.Itoa(i) + ". "
			i++
		}
		s.blocks(c, indent+mark, indent+viz.Safe{}.PadRight(viz.Clean(mark).Width()).String())
	}
}

// code sets lines as they are.
func (s *setter) code(n ast.Node, indent string) {
	lines := n.Lines()
	for i := range lines.Len() {
		at := lines.At(i)
		line := strings.TrimRight(string(at.Value(s.source)), "\n")
		s.out = append(s.out, Line{{s.theme.Fit(viz.Clean(indent+line), s.width), s.theme.Strong}})
	}
}

// gap leaves a line between blocks.
func (s *setter) gap() {
	if n := len(s.out); n > 0 && len(s.out[n-1]) > 0 {
		s.out = append(s.out, nil)
	}
}

// inline collects the text of a node in its styles.
func (s *setter) inline(n ast.Node, st viz.Style) []Span {
	var out []Span
	add := func(text string, st viz.Style) { out = append(out, Span{viz.Clean(text), st}) }
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			text := string(unescape(c, s.source))
			if c.SoftLineBreak() || c.HardLineBreak() {
				text += " "
			}
			add(text, st)
		case *ast.String:
			add(string(c.Value), st)
		case *ast.CodeSpan:
			out = append(out, s.inline(c, s.theme.Strong)...)
		case *ast.Emphasis:
			inner := st
			inner.Attr |= viz.Italic
			if c.Level > 1 {
				inner = s.theme.Strong
			}
			out = append(out, s.inline(c, inner)...)
		case *ast.AutoLink:
			add(string(c.URL(s.source)), st)
		case *ast.Link:
			out = append(out, s.inline(c, st)...)
			add(" ("+string(c.Destination)+")", s.theme.Faint)
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				at := c.Segments.At(i)
				add(string(at.Value(s.source)), st)
			}
		default:
			out = append(out, s.inline(c, st)...)
		}
	}
	return out
}

// unescape returns what a piece of text says: &lt; and \* are < and *.
func unescape(t *ast.Text, source []byte) []byte {
	raw := t.Segment.Value(source)
	if t.IsRaw() {
		return raw
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(raw)))
}

// flow breaks styled text into lines. The text is wrapped as a whole, and its
// characters then find their styles again: wrapping drops blanks only.
func (s *setter) flow(spans []Span, first, indent string) {
	var whole strings.Builder
	for i := range spans {
		spans[i].Text = s.theme.Show(spans[i].Text)
		whole.WriteString(spans[i].Text.String())
	}
	lead := s.theme.Show(viz.Clean(first))
	rest := s.theme.Show(viz.Clean(indent))
	lines := viz.Wrap(viz.Clean(whole.String()), s.width-lead.Width())
	styles := stylesOf(spans)
	for _, line := range lines {
		row := []Span{{lead, s.theme.Faint}}
		lead = rest
		row, styles = restyle(row, line.String(), styles)
		s.out = append(s.out, row)
	}
}

// styled is one character of a text with its style.
type styled struct {
	r  rune
	st viz.Style
}

func stylesOf(spans []Span) []styled {
	var out []styled
	for _, sp := range spans {
		for _, r := range sp.Text.String() {
			out = append(out, styled{r, sp.Style})
		}
	}
	return out
}

// restyle gives the characters of a line the styles that they had before
// wrapping, and returns those that follow.
func restyle(row []Span, line string, styles []styled) ([]Span, []styled) {
	var piece strings.Builder
	var now viz.Style
	end := func() {
		if piece.Len() > 0 {
			row = append(row, Span{viz.Clean(piece.String()), now})
			piece.Reset()
		}
	}
	for _, r := range line {
		for len(styles) > 0 && styles[0].r != r && styles[0].r == ' ' {
			styles = styles[1:]
		}
		if len(styles) > 0 {
			if styles[0].st != now {
				end()
				now = styles[0].st
			}
			styles = styles[1:]
		}
		piece.WriteRune(r)
	}
	end()
	for len(styles) > 0 && styles[0].r == ' ' {
		styles = styles[1:]
	}
	return row, styles
}
