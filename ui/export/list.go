package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// list is a [lab.List] as JSON: the rows are objects whose keys are the
// columns, in their order.
type list struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    []row    `json:"rows"`
	Left    int      `json:"left_out,omitempty"`
}

type row struct {
	columns []string
	cells   []lab.Cell
}

func lists(l lab.Lab) []list {
	var out []list
	for _, from := range lab.ListsOf(l) {
		to := list{Name: from.Name, Columns: from.Columns, Rows: []row{}, Left: from.Left}
		for _, cells := range from.Rows {
			to.Rows = append(to.Rows, row{from.Columns, cells})
		}
		out = append(out, to)
	}
	return out
}

// MarshalJSON keeps the order of the columns, which a map would lose. A number
// that JSON does not have is null.
func (r row) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range r.cells {
		if i > 0 {
			b.WriteByte(',')
		}
		var value any = c.Text
		switch {
		case c.Number == nil:
		case math.IsNaN(*c.Number) || math.IsInf(*c.Number, 0):
			value = nil
		default:
			value = *c.Number
		}
		if err := encode(&b, r.columns[i]); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encode(&b, value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes a value without HTML's escapes.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line break
	return nil
}

// Lines writes a list for reading aloud: its name, then a line for each row,
// in which each cell has the name of its column before it. Empty cells are
// left out, and what begins or ends with white space is quoted.
func Lines(l lab.List, words message.Printer) string {
	var b strings.Builder
	n := len(l.Rows) + l.Left
	title := l.Title
	if title.Empty() {
		title = message.Label("list", l.Name)
	}
	head := message.Count(n, "%v, 1 row", "%v, %d rows", title, n)
	fmt.Fprintln(&b, viz.Clean(capital(words.Print(head))))
	for _, cells := range l.Rows {
		var parts []string
		for j, c := range cells {
			if text := shown(c); text != "" {
				parts = append(parts, words.Print(message.New("%v %v", message.Label("column", l.Columns[j]), message.Verbatim(text))))
			}
		}
		fmt.Fprintln(&b, viz.Clean(strings.Join(parts, "; ")))
	}
	if l.Left > 0 {
		fmt.Fprintln(&b, viz.Clean(words.Print(message.Count(l.Left, "… and 1 row more", "… and %d rows more", l.Left))))
	}
	return b.String()
}

// capital begins a line with a capital letter.
func capital(line string) string {
	first, size := utf8.DecodeRuneInString(line)
	return string(unicode.ToUpper(first)) + line[size:]
}

// shown is a cell as the screen has it.
func shown(c lab.Cell) string {
	switch {
	case c.Number != nil:
	case strings.TrimSpace(c.Text) != c.Text:
		return `"` + c.Text + `"`
	default:
		return c.Text
	}
	return strconv.FormatFloat(*c.Number, 'f', c.Digits, 64)
}
