package ui

import (
	"strconv"

	"logitarium/viz"
)

// tab is the place of a lab in the head: its index and what stands there.
type tab struct {
	lab  int
	x    int
	text viz.Safe
}

// divideTabs fits the labs into a row of w cells. The open one is named as
// long as anything is; the rest of the row goes to the names of its
// neighbours, the nearest first, and all others keep their number. Where not
// even the numbers fit, the farthest labs are left out.
func divideTabs(names []string, open, w int) []tab {
	if len(names) == 0 {
		return nil
	}
	named := make([]bool, len(names))
	named[open] = true
	text := func(i int) viz.Safe {
		mark := " "
		if i == open {
			mark = "▸"
		}
		label := mark + strconv.Itoa(i+1)
		if named[i] {
			label += " " + names[i]
		}
		return viz.Clean(label)
	}
	first, last := 0, len(names)-1
	width := func() int {
		sum := last - first // the blanks in between
		for i := first; i <= last; i++ {
			sum += text(i).Width()
		}
		return sum
	}
	for width() > w && first < last {
		if open-first > last-open {
			first++
		} else {
			last--
		}
	}
	for distance := 1; distance < len(names); distance++ {
		for _, i := range []int{open + distance, open - distance} {
			if i < first || i > last {
				continue
			}
			if named[i] = true; width() > w {
				named[i] = false
			}
		}
	}
	var tabs []tab
	x := 0
	for i := first; i <= last; i++ {
		s := text(i)
		tabs = append(tabs, tab{i, x, s})
		x += s.Width() + 1
	}
	return tabs
}

// drawTabs lists the labs.
func (m *Model) drawTabs(c *canvas, r rect) {
	names := make([]string, len(m.places))
	for i, p := range m.places {
		names[i] = p.lab.Info().Tab
	}
	for _, t := range divideTabs(names, m.at, r.w) {
		st := c.theme.Faint
		if t.lab == m.at {
			st = c.theme.Accent
		}
		w := c.text(r.x+t.x, r.y, r.w-t.x, t.text, st)
		c.spot(rect{r.x + t.x, r.y, w, 1}, onTab, t.lab)
	}
}
