package lab

import (
	"slices"
	"strings"

	"logitarium/ui/message"
	"logitarium/viz"
)

// Named is a value that is shown, and may be typed, as a word.
type Named struct {
	Value float64
	Name  string
}

func nameOf(names []Named, v float64) (string, bool) {
	i := slices.IndexFunc(names, func(n Named) bool { return n.Value == v })
	if i < 0 {
		return "", false
	}
	return names[i].Name, true
}

func valueOf(names []Named, name string) (float64, bool) {
	i := slices.IndexFunc(names, func(n Named) bool { return strings.EqualFold(n.Name, name) })
	if i < 0 {
		return 0, false
	}
	return names[i].Value, true
}

// allowed says which values a range has, and the names besides.
func allowed(low, high string, names []Named) message.Text {
	limits := message.New("%s to %s", low, high)
	if len(names) == 0 {
		return limits
	}
	words := make([]message.Text, len(names))
	for i, n := range names {
		words[i] = message.Typed("value", n.Name)
	}
	return message.New("%v, or %v", limits, message.Series(words...))
}

// named is what is shown in the place of the name of a value.
func named(name string, words message.Printer) viz.Safe {
	return viz.Clean(words.Print(message.Label("value", name)))
}

// longest is the width of the widest name, in cells.
func longest(names []Named, words message.Printer) int {
	n := 0
	for _, each := range names {
		n = max(n, named(each.Name, words).Width())
	}
	return n
}
