package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestCopy(t *testing.T) {
	m := shell(t, 80, 24)
	cmd := keys(m, "t right y")
	if cmd == nil || !strings.Contains(onScreen(m), "copied: logitarium toy --temperature 1.05") {
		t.Errorf("nothing copied, or not shown:\n%s", onScreen(m))
	}
	if cmd() == tea.SetClipboard("something else")() {
		t.Error("the wrong text was copied")
	}
	if cmd() != tea.SetClipboard("logitarium toy --temperature 1.05")() {
		t.Errorf("%v was copied", cmd())
	}
}
