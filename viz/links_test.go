package viz

import (
	"strings"
	"testing"
)

// Each line begins under its first column and ends over its last one, whatever
// it crosses on its way.
func TestLinksMeetTheirEnds(t *testing.T) {
	links := []Link{{From: 2, To: 30}, {From: 30, To: 2}, {From: 16, To: 16}}
	for _, glyphs := range []Glyphs{Unicode, ASCII, Braille} {
		theme := Dark()
		theme.Glyphs = glyphs
		for _, h := range []int{2, 5, 12} {
			g := Links(Size{32, h}, theme, links)
			for _, l := range links {
				for _, end := range []struct{ x, y int }{{l.From, 0}, {l.To, h - 1}} {
					near := ""
					for x := end.x - 8; x <= end.x+8; x++ {
						if x >= 0 && x < g.W {
							near += string(g.Row(end.y)[x].Rune)
						}
					}
					if strings.TrimSpace(near) == "" {
						t.Errorf("glyphs %v, %d rows: nothing at %+v", glyphs, h, end)
					}
				}
			}
		}
	}
	for _, s := range []Size{{0, 3}, {3, 0}, {1, 1}} {
		if g := Links(s, Dark(), links); g.Size != s {
			t.Errorf("%v became %v", s, g.Size)
		}
	}
}
