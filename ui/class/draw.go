package class

import (
	"strconv"

	qr "github.com/piglig/go-qr"

	"logitarium/ui/message"
	"logitarium/viz"
)

// QR draws a code for a camera. It is empty where there is no room for it, or
// no colour.
func QR(size viz.Size, t viz.Theme, code string) viz.Grid {
	symbol, err := qr.EncodeText(code, qr.Low)
	if err != nil { // longer than any QR code: never a [Sheet.Code]
		return t.Grid(viz.Size{})
	}
	return viz.QR(size, t, symbol.Size(), symbol.Module)
}

// Chart is what a room guessed, as bars: a row an answer, the right one marked.
func (t Tally) Chart(words message.Printer) viz.BarChart {
	print := func(m message.Text) viz.Safe { return viz.Clean(words.Print(m)) }
	c := viz.BarChart{
		Columns: []viz.Column{{Left: true}, {Width: 2}},
		Max:     float64(max(t.Asked, 1)),
	}
	for _, r := range t.Rows {
		c.Rows = append(c.Rows, viz.BarRow{
			Cells: []viz.Safe{print(t.name(r)), viz.Clean(strconv.Itoa(r.Count))}, Value: float64(r.Count),
			Chosen: r.Kind == Right, Wrong: r.Kind != Right,
		})
	}
	return c
}

// name is what stands before a row.
func (t Tally) name(r Row) message.Text {
	switch {
	case r.Kind == Right:
		return message.Verbatim(t.Question.Answer)
	case r.Kind == Wrong:
		return message.Verbatim(t.Question.Wrong[r.Wrong])
	case r.Kind == Other:
		return message.New("something else")
	case r.From == r.To:
		return message.Verbatim(amount(r.From))
	}
	return message.New("%s to %s", amount(r.From), amount(r.To))
}

// amount writes a number with its four digits.
func amount(v float64) string {
	digits := strconv.FormatFloat(v, 'f', -1, 64)
	if len(digits) > 9 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	return digits
}

// Sentence says which row of the chart is the answer, how many are right, and how
// near the others came.
func (t Tally) Sentence() message.Text {
	if t.Asked == 0 {
		return message.New("▸ is the answer. Nobody has answered yet.")
	}
	var near, empty message.Text
	if t.Near > 0 {
		near = message.Count(t.Near, "One more is within a tenth.", "%d more are within a tenth.", t.Near)
	}
	if t.Empty > 0 {
		empty = message.Count(t.Empty, "One looked without a guess.", "%d looked without a guess.", t.Empty)
	}
	return message.Join(message.Count(t.Right, "▸ is the answer: %d of %d has it.", "▸ is the answer: %d of %d have it.", t.Right, t.Asked), near, empty)
}
