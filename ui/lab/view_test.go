package lab

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// listing is a lab of readings.
type listing struct {
	Lab
	view int
	open func() []Reading // of the view
	all  func() []Reading
}

func (l *listing) Views() Views {
	return Views{At: &l.view, List: []View{{Readings: l.open}}, Readings: l.all}
}

func readsOf(names string) func() []Reading {
	return func() (list []Reading) {
		for _, n := range strings.Fields(names) {
			list = append(list, Reading{Name: n})
		}
		return list
	}
}

// First come the readings of the view in its order, then those of all views that
// it has not itself; no name comes twice.
func TestReadingsOfAView(t *testing.T) {
	for _, c := range []struct{ view, all, want string }{
		{"", "", ""}, {"a", "", "a"}, {"", "a b", "a b"}, {"b a", "c d", "b a c d"}, {"b a", "a c", "b a c"}, {"a", "b a b", "a b"}, {"a b", "b a", "a b"},
	} {
		var names []string
		for _, r := range Readings(&listing{open: readsOf(c.view), all: readsOf(c.all)}) {
			names = append(names, r.Name)
		}
		if !slices.Equal(names, strings.Fields(c.want)) {
			t.Errorf("%q with %q for all views: %q, want %q", c.view, c.all, names, c.want)
		}
	}
	if got := Readings(&listing{open: readsOf("b a")}); len(got) != 2 {
		t.Errorf("without readings for all views: %v", got)
	}
}

// What is wrong with a value fits on a line with it: sixty characters of it, and
// nothing is cut of one that has no more.
func TestClip(t *testing.T) {
	for _, letter := range []string{"x", "é", "日"} {
		for n := range 70 {
			text := strings.Repeat(letter, n)
			got := clip(text)
			if n <= 60 && got != text || n > 60 && got != strings.Repeat(letter, 60)+"…" || utf8.RuneCountInString(got) > 61 {
				t.Errorf("%d times %s is shown as %q", n, letter, got)
			}
		}
	}
}
