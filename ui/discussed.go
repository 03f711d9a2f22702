package ui

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// covers is what an open question hides.
type covers struct {
	sentence bool
	readings []string // names
}

// covered stands where the answer to an open question will.
const covered = "?????"

// hide puts marks in the place of the readings that would answer a question.
func (c covers) hide(readings []lab.Reading) []lab.Reading {
	if len(c.readings) == 0 {
		return readings
	}
	out := slices.Clone(readings)
	for i, r := range out {
		if slices.Contains(c.readings, r.Name) {
			out[i] = lab.Reading{Name: r.Name, Text: covered, Unit: r.Unit, Provenance: lab.Computed}
		}
	}
	return out
}

// numbers are the readings of the open lab as they are shown.
func (m *Model) numbers() []lab.Reading {
	p := m.here()
	return m.covers.hide(p.sight(p.lab).numbers(p.lab))
}

// sentence is what the open lab says of its numbers, in lines of a width. One
// that is covered keeps its rows.
func (m *Model) sentence(width int) []viz.Safe {
	lines := viz.Wrap(m.theme.Show(viz.Clean(m.here().lab.Insight())), width)
	if m.covers.sentence && len(lines) > 0 {
		lines = make([]viz.Safe, len(lines))
		lines[0] = viz.Clean(covered)
	}
	return lines
}

// inFront puts the readings under discussion first if there is no room for all.
func (m *Model) inFront(readings []lab.Reading, room int) []lab.Reading {
	if len(readings) <= room {
		return readings
	}
	place := func(r lab.Reading) int {
		if i := slices.Index(m.subjects, r.Name); i >= 0 {
			return i
		}
		return len(m.subjects)
	}
	out := slices.Clone(readings)
	slices.SortStableFunc(out, func(a, b lab.Reading) int { return place(a) - place(b) })
	return out
}

// spokenOf is how many of some readings are under discussion.
func (m *Model) spokenOf(readings []lab.Reading) int {
	n := 0
	for _, r := range readings {
		if slices.Contains(m.subjects, r.Name) {
			n++
		}
	}
	return n
}

// discussed are the readings under discussion, or the lab's first.
func (m *Model) discussed() []lab.Reading {
	var all []lab.Reading
	readings := m.numbers()
	for _, name := range m.subjects {
		if i := slices.IndexFunc(readings, func(r lab.Reading) bool { return r.Name == name }); i >= 0 {
			all = append(all, readings[i])
		}
	}
	if len(all) == 0 && len(readings) > 0 {
		all = readings[:1]
	}
	return all
}
