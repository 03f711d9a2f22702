// Package nearest finds what a mistyped name was meant to be.
package nearest

import (
	"strings"

	"logitarium/ui/message"
)

// Suggest adds to what is said of a mistyped name the [Name] that was meant, if
// one is near.
func Suggest(said message.Text, typed string, names []string) message.Text {
	if name := Name(typed, names); name != "" {
		return message.New("%v; did you mean %q?", said, name)
	}
	return said
}

// Name returns the name nearest to what was typed, or "" when none is near: at
// most a third of the letters differ.
func Name(typed string, names []string) string {
	typed = strings.ToLower(typed)
	best, near := "", 0
	for _, name := range names {
		d := distance(typed, strings.ToLower(name))
		if d <= max(len(name)/3, 1) && (best == "" || d < near) {
			best, near = name, d
		}
	}
	return best
}

// distance is the least number of runes to insert, delete, replace or swap with
// their neighbour (Damerau 1964; no rune is touched twice), kept in three rows.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	before, above, row := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		before, above, row = above, row, before
		row[0] = i + 1
		for j, s := range to {
			cost := above[j]
			if r != s {
				cost++
			}
			row[j+1] = min(cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && r == to[j-1] && from[i-1] == s {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(to)]
}
