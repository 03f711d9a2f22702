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

// A line is straight: in each row it is where its ends say, but for a column on
// either side.
func TestLinksAreStraight(t *testing.T) {
	theme := Dark()
	theme.Glyphs = Braille
	const h = 8
	for _, l := range []Link{{From: 2, To: 30}, {From: 30, To: 2}, {From: 16, To: 16}, {From: 0, To: 31}} {
		g := Links(Size{32, h}, theme, []Link{l})
		for y := range h {
			from, to := l.From+(l.To-l.From)*y/h, l.From+(l.To-l.From)*(y+1)/h
			drawn := 0
			for x, c := range g.Row(y) {
				if c.Rune == ' ' {
					continue
				}
				drawn++
				if x < min(from, to)-1 || x > max(from, to)+1 {
					t.Errorf("from %d to %d: row %d has %q in column %d, outside %d to %d", l.From, l.To, y, c.Rune, x, min(from, to), max(from, to))
				}
			}
			if drawn == 0 {
				t.Errorf("from %d to %d: row %d is empty", l.From, l.To, y)
			}
		}
	}
}
