package markdown

import (
	"strings"
	"testing"

	"logitarium/viz"
)

// lines sets a text that has no tables.
func lines(source string, t viz.Theme, width int) []Line {
	var all []Line
	for i, b := range Set(source, t, width) {
		if i > 0 {
			all = append(all, nil)
		}
		all = append(all, b.Lines...)
		if b.Table != nil {
			all = append(all, b.Table.Lines(t, width)...)
		}
	}
	return all
}

func plainText(p []Line) string {
	var b strings.Builder
	for _, line := range p {
		for _, s := range line {
			b.WriteString(s.Text.String())
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestMarkdown(t *testing.T) {
	source := "# Title\n\nSome *soft* and **loud** `code`\nthat goes on.\n\n- one\n- two that is long enough to wrap\n\n1. first\n2. second\n\n> said\n\n```\nx =  1\n```\n\n---\n\n[name](https://x.y) <b>&amp;"
	want := `Title

Some soft and loud
code that goes on.

• one
• two that is long
  enough to wrap

1. first
2. second

│ said

  x =  1

────────────────────

name (https://x.y)
<b>&
`
	dark := viz.Themes()[0]
	got := lines(source, dark, 20)
	if plainText(got) != want {
		t.Errorf("got\n%s\nwant\n%s", plainText(got), want)
	}
	styles := map[string]viz.Style{}
	for _, line := range got {
		for _, s := range line {
			styles[strings.TrimSpace(s.Text.String())] = s.Style
		}
	}
	if styles["Title"] != dark.Accent || styles["loud"] != dark.Strong || styles["code"] != dark.Strong || styles["soft"].Attr != viz.Italic {
		t.Errorf("styles %v", styles)
	}
}

// FuzzMarkdown holds that no line is wider than asked for and no text is lost.
func FuzzMarkdown(f *testing.F) {
	f.Add("# a\n\n- *b* `c`\n  1. 日本 d\n\n> e\n", 10)
	f.Add("<x>\x1b[0m&#27; [a](b \"c\")\n***\n\tcode", 1)
	f.Fuzz(func(t *testing.T, source string, width int) {
		if width = max(width%80, 1); len(source) > 1000 {
			return
		}
		for _, line := range lines(source, viz.Theme{}, width) {
			n := 0
			for i, s := range line {
				n += s.Text.Width()
				if i == 0 {
					n = 0 // the indentation of deep lists may fill the line
				}
			}
			if n > width {
				t.Fatalf("a line of %d cells of %d", n, width)
			}
		}
	})
}

func TestTable(t *testing.T) {
	source := "| name | n |\n|---|--:|\n| 狐狸 | 7 |\n| fox | 12 |\n"
	want := "name   n\n狐狸   7\nfox   12\n"
	if got := plainText(lines(source, viz.Theme{}, 20)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	want = "name  …\n狐狸  …\nfox   …\n"
	if got := plainText(lines(source, viz.Theme{}, 7)); got != want {
		t.Errorf("in 7 cells\n%s\nwant\n%s", got, want)
	}
	if got, want := plainText(lines("| a | b |\n|---|---|\n| 1 | 2 |\n", viz.Theme{}, 9)), "a  1\nb  2\n"; got != want {
		t.Errorf("one row:\n%s\nwant\n%s", got, want)
	}
}
