package ui

import (
	"strconv"

	"logitarium/ui/message"
	"logitarium/viz"
)

// tab is a lab in the head: its index, -1 for the map, and its text.
type tab struct {
	lab  int
	x    int
	text viz.Safe
}

// divideTabs fits the labs into a row of w cells, numbered from a digit on. The
// open lab is always named, and then its neighbours, the nearest first, as long
// as names fit; all others show their number. If not even the numbers fit, the
// farthest labs are left out.
func divideTabs(names []string, open, w, from int) []tab {
	if len(names) == 0 {
		return nil
	}
	named := make([]bool, len(names))
	named[open] = true
	tight := false // all names fit without the blanks that stand for a mark
	text := func(i int) viz.Safe {
		mark := " "
		if tight {
			mark = ""
		}
		if i == open {
			mark = "▸"
		}
		label := mark + strconv.Itoa(i+from)
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
	for i := range named {
		named[i] = true
	}
	if full := width(); full > w && full-len(names)+1 <= w {
		tight = true
	} else {
		clear(named)
		named[open] = true
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
		tabs = append(tabs, tab{i + from - 1, x, s})
		x += s.Width() + 1
	}
	return tabs
}

// drawTabs lists the labs.
func (m *Model) drawTabs(c *canvas, r rect) {
	names, from, open := []string{}, 1, m.at
	if m.options.Map != nil {
		names, from, open = append(names, m.options.Printer.Print(message.New("Map"))), 0, m.at+1
		if m.mapped {
			open = 0
		}
	}
	for _, p := range m.labs {
		names = append(names, m.words(p.lab.Info().Tab).String())
	}
	for _, t := range divideTabs(names, open, r.w, from) {
		st := c.theme.Faint
		if t.lab == open+from-1 {
			st = c.theme.Accent
			st.Attr |= viz.Reverse // a chip
		}
		w := c.text(r.x+t.x, r.y, r.w-t.x, t.text, st)
		if t.lab == open+from-1 && t.x+w < r.w {
			c.grid.Restyle(r.x+t.x+w, r.y, 1, 1, st)
		}
		c.spot(rect{r.x + t.x, r.y, w, 1}, onTab, t.lab)
	}
}
