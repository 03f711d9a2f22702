package viz

import (
	"math"
	"strings"
	"unicode"
)

// Mark names a thing in a picture whose length or place is a value: the bar of
// a token, the line where something is cut. In the next picture the same thing
// has the same Mark.
type Mark struct {
	kind markKind
	name string
	at   int // of marks without a name: which of them
	of   int // and of how many

	from float64 // of fallMarks: see From
}

// From returns where a thing begins that was not in the picture before, if it
// does not begin where it ends: values that are rounded fall from where they
// were.
func (m Mark) From() (value float64, ok bool) { return m.from, m.kind == fallMark }

type markKind uint8

const (
	barMark  markKind = iota // the length of a bar, as a share of the scale
	onBar                    // the place of a reference on it
	ruleMark                 // the row of a line between rows
	lineMark                 // the place of a vertical line, as a share of the axis
	binMark                  // the height of a bin, as a share of the plot
	fallMark                 // the place of values on their way to their level, as a share of the axis
)

// glide returns the value to draw a mark at: to, or a value on the way there
// while the theme lets it glide.
func (t Theme) glide(m Mark, to float64) float64 {
	if t.Glide == nil || math.IsNaN(to) || math.IsInf(to, 0) {
		return to
	}
	return t.Glide(m, to)
}

// named returns a mark that is named by a text up to its first digit, where its
// values begin.
func named(kind markKind, text Safe) Mark {
	name := text.s
	if i := strings.IndexFunc(name, unicode.IsDigit); i > 0 {
		name = name[:i]
	}
	return Mark{kind: kind, name: name}
}

// mark is that of a row's bar: it is known by the row's first text.
func (r BarRow) mark(kind markKind, i int) Mark {
	if len(r.Cells) == 0 {
		return Mark{kind: kind, at: i}
	}
	return Mark{kind: kind, name: r.Cells[0].s}
}

// gliding returns the rows with the rules at their current places.
func (c BarChart) gliding(t Theme) []BarRow {
	if t.Glide == nil {
		return c.Rows
	}
	var rows, rules []BarRow
	var places []int
	for i, r := range c.Rows {
		if r.Rule.s == "" {
			rows = append(rows, r)
			continue
		}
		at := math.Round(t.glide(named(ruleMark, r.Rule), float64(i)))
		rules, places = append(rules, r), append(places, int(at))
	}
	out := make([]BarRow, 0, len(c.Rows))
	for len(rows)+len(rules) > 0 {
		if len(rules) > 0 && (places[0] <= len(out) || len(rows) == 0) {
			out, rules, places = append(out, rules[0]), rules[1:], places[1:]
			continue
		}
		out, rows = append(out, rows[0]), rows[1:]
	}
	return out
}
