package lab

import "logitarium/ui/message"

// A List is the table of a view that is one: a ranking, the models of a
// series, the tokens of a text. What stands in rows there is handed out whole,
// where a picture shows the part that it has room for. Each row has a cell for
// each column.
type List struct {
	Name    string       // "passages"
	Title   message.Text // what is shown in the place of the name, where that is not its label
	Columns []string
	Rows    [][]Cell
	Left    int // rows that are left out at the end, as there are too many
}

// mostRows is how many rows a list has: more are counted.
const mostRows = 1000

// Add adds a row. Beyond the thousandth it only counts.
func (l *List) Add(cells ...Cell) {
	if len(l.Rows) >= mostRows {
		l.Left++
		return
	}
	l.Rows = append(l.Rows, cells)
}

// A Cell is one entry of a list: a text, or a number.
type Cell struct {
	Text   string
	Number *float64 // nil: the cell is Text
	Digits int      // decimals shown
}

// Word is a cell with a text.
func Word(text string) Cell { return Cell{Text: text} }

// Count is a cell with a whole number.
func Count(n int) Cell { return Amount(float64(n), 0) }

// Amount is a cell with a number that is shown with so many decimals.
func Amount(v float64, digits int) Cell { return Cell{Number: &v, Digits: digits} }

// ListsOf returns the lists of the open view of a lab, in the order of the
// screen; none where the view is no list, or has nothing to show yet.
func ListsOf(l Lab) []List {
	if ProgressOf(l).Stale {
		return nil
	}
	if lists := l.Views().Open().Lists; lists != nil {
		return lists()
	}
	return nil
}
