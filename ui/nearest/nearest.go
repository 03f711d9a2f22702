// Package nearest finds what a mistyped name was meant to be.
package nearest

import "strings"

// DidYouMean returns `; did you mean "x"?` for the name nearest to what was
// typed, or "" when none is near: at most a third of the letters differ.
func DidYouMean(typed string, names []string) string {
	typed = strings.ToLower(typed)
	best, near := "", 0
	for _, name := range names {
		d := distance(typed, strings.ToLower(name))
		if d <= max(len(name)/3, 1) && (best == "" || d < near) {
			best, near = name, d
		}
	}
	if best == "" {
		return ""
	}
	return `; did you mean "` + best + `"?`
}

// distance is the least number of runes to insert, delete or replace
// (Levenshtein 1966), kept in one row.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(to)]
}
