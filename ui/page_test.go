package ui

import (
	"strings"
	"testing"
)

func plainText(p prose) string {
	var b strings.Builder
	for _, line := range p {
		for _, s := range line {
			b.WriteString(s.Text.String())
		}
		b.WriteString("\n")
	}
	return b.String()
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
