package ui

import (
	"fmt"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/viz"
)

// numbered is a toy with a tab of its own.
type numbered struct {
	*toy.Lab
	id, tab string
}

func (n numbered) Info() lab.Info {
	info := n.Lab.Info()
	info.ID, info.Tab = n.id, message.ID(n.tab)
	return info
}

// Twelve labs fit into the head of 80 cells and nine into one of 60: each has
// its number in sight, the open one its name too.
func TestRoomForTwelve(t *testing.T) {
	names := []string{"Position", "Quantize", "RAG", "Sampling", "Norm", "Pre/Post", "RAG/FT", "GPTs", "Inside", "Tenth one", "Eleventh", "The twelve"}
	for _, c := range []struct{ labs, w int }{{8, 80}, {9, 80}, {12, 80}, {9, 60}, {12, 60}} {
		var list []lab.Lab
		for i, name := range names[:c.labs] {
			list = append(list, numbered{toy.New(), fmt.Sprint("toy-", i), name})
		}
		m := New(list, Options{Theme: "plain"})
		m.resize(viz.Size{W: c.w, H: 24})
		for open := range list {
			m.open(open)
			m.View()
			head := m.win.Drawn.grid.Plain()
			head = head[:strings.IndexByte(head, '\n')]
			if !strings.Contains(head, fmt.Sprintf("▸%d %s", open+1, names[open])) {
				t.Errorf("%d labs in %d cells: %q does not name lab %d", c.labs, c.w, head, open+1)
			}
			for i := range list {
				s := find(t, m, onTab, i)
				if number := fmt.Sprint(i + 1); s.y != 0 || s.w <= len(number) || s.x+s.w > c.w {
					t.Errorf("%d labs in %d cells: tab %d is at %d, %d cells wide", c.labs, c.w, i+1, s.x, s.w)
				}
			}
			roomy := c.w >= 80 || c.labs <= 9
			if n := strings.Count(head, names[max(open-1, 0)]) + strings.Count(head, names[min(open+1, c.labs-1)]); n < 2 && roomy {
				t.Errorf("%d labs in %d cells: %q does not name the neighbours of %d", c.labs, c.w, head, open+1)
			}
		}
	}
}

// Whatever the width, nothing overlaps, and the open lab is there.
func TestTabsFit(t *testing.T) {
	names := []string{"Position", "量化", "RAG", "Sampling", "Norm", "Pre/Post", "RAG/FT", "GPTs", "Inside", "x", "y", "z"}
	for w := range 130 {
		for n := 1; n <= len(names); n++ {
			for open := range n {
				tabs, end, there := divideTabs(names[:n], open, w, 1), 0, false
				for _, tab := range tabs {
					if tab.x < end {
						t.Fatalf("%d cells, %d labs, %d open: tab %d begins at %d, before %d", w, n, open, tab.lab, tab.x, end)
					}
					end = tab.x + tab.text.Width() + 1
					there = there || tab.lab == open
				}
				if !there || len(tabs) > 1 && end-1 > w {
					t.Fatalf("%d cells, %d labs, %d open: %d cells are used, the open one is there: %t", w, n, open, end-1, there)
				}
			}
		}
	}
}
