package lab

// Listing is a lab that has views which are lists: a ranking, a table of
// models, the tokens of a text. What stands in rows there is handed out whole,
// where a picture shows the part that it has room for.
type Listing interface {
	// Lists returns the lists of the view as it is, in the order of the
	// screen; none where the view is no list, or has nothing to show yet.
	Lists() []List
}

// A List is a table. Each row has a cell for each column.
type List struct {
	Name    string // "passages"
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

// ListsOf returns the lists of a lab, if it has any now.
func ListsOf(l Lab) []List {
	if w, ok := l.(Working); ok && w.Progress().Stale {
		return nil
	}
	if listing, ok := l.(Listing); ok {
		return listing.Lists()
	}
	return nil
}
