package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// covers is what the screen hides while a question is open.
type covers struct {
	sentence bool
	readings []string // names
}

// covered stands where the answer to an open question will.
const covered = "?????"

// hide replaces the readings that would answer the question with marks.
func (c covers) hide(readings []lab.Reading) []lab.Reading {
	if len(c.readings) == 0 {
		return readings
	}
	out := slices.Clone(readings)
	for i, r := range out {
		if slices.Contains(c.readings, r.Name) {
			out[i] = lab.Reading{Name: r.Name, Text: message.Verbatim(covered), Unit: r.Unit, Provenance: lab.Computed}
		}
	}
	return out
}

// sentence returns what the open lab says about its numbers, wrapped to width.
// A covered sentence keeps its number of lines.
func (m *Model) sentence(width int) []viz.Safe {
	lines := viz.Wrap(m.win.Theme.Show(m.print(m.said())), width)
	if m.covers.sentence && len(lines) > 0 {
		lines = make([]viz.Safe, len(lines))
		lines[0] = viz.Clean(covered)
	}
	return lines
}

// within returns the sentence in at most rows lines. If it does not fit, whole
// sentences are left out from its end, or else words, and … marks the place.
func (m *Model) within(width, rows int) []viz.Safe {
	lines := m.sentence(width)
	if len(lines) <= rows || m.covers.sentence {
		return lines
	}
	if rows < 1 {
		return nil
	}
	text := m.print(m.said()).String()
	for end := lastSentence(text); end > 0; end = lastSentence(text[:end]) {
		some := viz.Clean(strings.TrimRight(text[:end], " ") + " …")
		if some := viz.Wrap(m.win.Theme.Show(some), width); len(some) <= rows {
			return some
		}
	}
	return append(slices.Clone(lines[:rows-1]), m.breakOff(lines[rows-1], width))
}

// lastSentence is where the last sentence of a text begins, in bytes: 0 for a
// text of one.
func lastSentence(text string) int {
	text = strings.TrimRight(text, " ")
	begins := 0
	for _, stop := range []string{". ", "。", "？", "！"} {
		// One that ends the text begins no other.
		if end := strings.LastIndex(strings.TrimSuffix(text, stop), stop); end >= 0 {
			begins = max(begins, end+len(stop))
		}
	}
	return begins
}

// breakOff ends a line with … and drops as many whole words as that takes: half
// a number would be a wrong number.
func (m *Model) breakOff(line viz.Safe, width int) viz.Safe {
	mark := m.win.Theme.Show(viz.Clean("…"))
	room := width - mark.Width() - 1
	if room < 1 || line.String() == "" {
		return mark
	}
	left := viz.Wrap(line, room)[0]
	rest, _ := strings.CutPrefix(line.String(), left.String())
	if cut, _ := utf8.DecodeRuneInString(rest); rest != "" && cut != ' ' && viz.Clean(string(cut)).Width() < 2 { // in the middle of a word
		left = viz.Clean(left.String()[:strings.LastIndexByte(left.String(), ' ')+1])
	}
	return viz.Clean(strings.TrimLeft(strings.TrimRight(left.String(), " ")+" "+mark.String(), " "))
}

// inFront puts the readings under discussion first if not all of them fit.
func (m *Model) inFront(readings []lab.Reading, room int) []lab.Reading {
	if len(readings) <= room {
		return readings
	}
	rank := func(r lab.Reading) int {
		if i := slices.Index(m.subjects, r.Name); i >= 0 {
			return i
		}
		return len(m.subjects)
	}
	out := slices.Clone(readings)
	slices.SortStableFunc(out, func(a, b lab.Reading) int { return rank(a) - rank(b) })
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

// discussed returns the readings under discussion, or if there are none the one
// that the sentence is about.
func (m *Model) discussed() []lab.Reading {
	var all []lab.Reading
	readings := m.numbers()
	for _, name := range m.subjects {
		if i := slices.IndexFunc(readings, func(r lab.Reading) bool { return r.Name == name }); i >= 0 {
			all = append(all, readings[i])
		}
	}
	if len(all) == 0 && len(readings) > 0 {
		at := 0
		if !m.covers.sentence {
			at = told(m.said().String(), readings)
		}
		all = readings[at : at+1]
	}
	return all
}

// told returns the index of the reading that a sentence is about: the first
// reading if the sentence has its number, else the one whose number comes first
// in the sentence, else the first. Numbers of one or two characters could occur
// in it by chance and do not count.
func told(sentence string, readings []lab.Reading) int {
	foremost, at := len(sentence), 0
	for i, r := range readings {
		shown := number(r).String()
		if !r.Undefined.Empty() || !r.Text.Empty() || len(shown) < 3 {
			continue
		}
		where := numberIn(sentence, shown)
		switch {
		case where < 0:
		case i == 0:
			return 0
		case where < foremost:
			foremost, at = where, i
		}
	}
	return at
}

// numberIn returns the index of a number in a text, or -1. A part of a longer
// number does not count.
func numberIn(text, number string) int {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for from := 0; ; {
		i := strings.Index(text[from:], number)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(number)
		before := digit(i-1) || i > 1 && strings.ContainsRune(".,", rune(text[i-1])) && digit(i-2)
		after := digit(end) || end < len(text) && strings.ContainsRune(".,", rune(text[end])) && digit(end+1)
		if !before && !after {
			return i
		}
		from = end
	}
}
