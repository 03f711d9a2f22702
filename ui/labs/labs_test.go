package labs_test

import (
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/ui"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/viz"
)

// All labs can be read in the tab bar of an 80x24 screen, and their questions
// in one of 60 columns.
func TestTabsFit(t *testing.T) {
	lm, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := labs.All(lm, lm)
	theme, _ := viz.ThemeByName("plain")
	wide, err := ui.Screen(all, "sampling", viz.Size{W: 80, H: 24}, theme, ui.WithFooter, message.Printer{})
	if err != nil {
		t.Fatal(err)
	}
	tabs, _, _ := strings.Cut(wide.Plain(), "\n")
	for _, l := range all {
		info := l.Info()
		if !strings.Contains(tabs, " "+info.Tab) {
			t.Errorf("%q is missing in the tabs %q", info.Tab, tabs)
		}
		if w := viz.Clean(info.Question).Width(); w > 58 {
			t.Errorf("the question of %s has %d cells", info.ID, w)
		}
	}
}
