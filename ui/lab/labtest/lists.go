package labtest

import (
	"slices"

	"logitarium/ui/lab"
)

// complete says what a list lacks; "" if nothing: a name, columns that are
// named, each once, and rows that have a cell for each of them.
func complete(l lab.List) string {
	switch {
	case l.Name == "":
		return "it has no name"
	case len(l.Columns) == 0 || slices.Contains(l.Columns, ""):
		return "it has no columns, or one without a name"
	case len(slices.Compact(slices.Sorted(slices.Values(l.Columns)))) < len(l.Columns):
		return "two columns have one name"
	}
	for _, row := range l.Rows {
		if len(row) != len(l.Columns) {
			return "a row has not as many cells as there are columns"
		}
	}
	return ""
}
