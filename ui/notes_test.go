package ui

import (
	"strings"
	"testing"

	"logitarium/viz"
)

func plainText(p prose) string {
	var b strings.Builder
	for _, line := range p {
		for _, s := range line {
			b.WriteString(s.text.String())
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
	got := markdown(source, dark, 20)
	if plainText(got) != want {
		t.Errorf("got\n%s\nwant\n%s", plainText(got), want)
	}
	styles := map[string]viz.Style{}
	for _, line := range got {
		for _, s := range line {
			styles[strings.TrimSpace(s.text.String())] = s.style
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
		for _, line := range markdown(source, viz.Theme{}, width) {
			n := 0
			for i, s := range line {
				n += s.text.Width()
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

func TestPages(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "?")
	top := onScreen(m)
	for _, want := range []string{"open a lab by its number", "choose any knob by the beginning", "lines 1 to 19 of"} {
		if !strings.Contains(top, want) {
			t.Errorf("no %q on\n%s", want, top)
		}
	}
	if keys(m, "end"); !strings.Contains(onScreen(m), "alphabet         by name") {
		t.Errorf("the end of the help is not on\n%s", onScreen(m))
	}
	if keys(m, "home down up"); onScreen(m) != top {
		t.Error("scrolling does not come back")
	}
	if keys(m, "t right v"); setting(m, "temperature") != "1" || setting(m, "view") != "bars" {
		t.Error("keys under a page are live")
	}
	if keys(m, "n"); !strings.Contains(onScreen(m), "It turns any five numbers") {
		t.Errorf("no notes on\n%s", onScreen(m))
	}
	if keys(m, "esc"); m.page != nil {
		t.Error("esc does not close a page")
	}
}

// TestHelpIsComplete finds every live key in the help.
func TestHelpIsComplete(t *testing.T) {
	m := shell(t, 80, 24)
	help := plainText(m.helpText(76))
	for _, b := range m.keys.browsing() {
		if h := b.Help(); !strings.Contains(help, h.Desc) && !strings.HasPrefix(h.Desc, "lab ") {
			if !strings.Contains(strings.Join(strings.Fields(help), " "), h.Desc) {
				t.Errorf("%s (%s) is not in the help", h.Key, h.Desc)
			}
		}
	}
}
