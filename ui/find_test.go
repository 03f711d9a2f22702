package ui

import (
	"strings"
	"testing"

	"logitarium/viz"
)

// What is typed to find a knob stands right behind the slash in a field, and the
// names that it leads to behind that, the one of enter first, two cells apart; those
// that have no room are three points.
func TestFindIsDrawn(t *testing.T) {
	for _, typed := range []string{"te", "o", "e", "l", "xyz", "temperatur"} {
		for w := 40; w <= 120; w += 4 {
			m := shell(t, w, 24)
			keys(m, "/")
			types(m, typed)
			row := ""
			for l := range strings.SplitSeq(onScreen(m), "\n") {
				if strings.HasPrefix(l, "─/"+typed) {
					row = strings.TrimRight(l, "─ ")
				}
			}
			field := "─/" + typed + strings.Repeat(" ", 16-len(typed)) + "─"
			said := m.words("no knob has this in its name").String()
			if names := m.found(typed); len(names) > 0 {
				said = strings.Join(names, "──")
			}
			if whole := viz.Clean(field + said); whole.Width() < w-1 && row != whole.String() {
				t.Errorf("%d cells: %q, want %q", w, row, whole)
			} else if kept, cut := strings.CutSuffix(row, "…"); cut && !strings.HasPrefix(whole.String(), kept) || viz.Clean(row).Width() >= w {
				t.Errorf("%d cells: %q of %q", w, row, whole)
			}
		}
	}
}
