package labs_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Each lab is named in the head of its screen, and in those of the others it
// has its number.
func TestTabsFit(t *testing.T) {
	lm := builtintest.Load(t)
	all := labs.All(lm, lm)
	for _, size := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}} {
		for i, l := range all {
			info := l.Info()
			screen, err := ui.Screen(all, info.ID, size, viz.Plain(), ui.WithFooter, message.Printer{}, command.Opened{})
			if err != nil {
				t.Fatal(err)
			}
			tabs, _, _ := strings.Cut(screen.Plain(), "\n")
			if want := fmt.Sprintf("%d %s", i+1, info.Tab); !strings.Contains(tabs, want) {
				t.Errorf("%d columns have no room for %q: give it a shorter Info.Tab; they show %q", size.W, want, tabs)
			}
			for other := range all {
				if !strings.Contains(tabs, strconv.Itoa(other+1)) {
					t.Errorf("%d columns have no room for the number of lab %d: %q", size.W, other+1, tabs)
				}
			}
		}
	}
}
