package viz

import (
	"strings"
	"testing"
)

// TestNoBlankBeforeMore: a chart that leaves rows out has neither a blank row nor,
// in a low table, a rule in their place.
func TestNoBlankBeforeMore(t *testing.T) {
	name := func(i int) []Safe { return []Safe{Cleanf("row %d", i)} }
	columns := []Column{{Title: Clean("name"), Left: true}}
	for rows := 1; rows < 24; rows++ {
		chart, table := BarChart{Columns: columns, Kept: Clean("kept")}, TableData{Columns: columns}
		for i := range rows {
			chart.Rows = append(chart.Rows, BarRow{Cells: name(i), Value: 1})
			table.Rows = append(table.Rows, TableRow{Cells: name(i)})
		}
		for h := 6; h < 30; h++ {
			lines := strings.Split(Bars(Size{30, h}, Plain(), chart).Plain(), "\n")
			cut := strings.Contains(lines[h-2], "…")
			if want := rows > h-2; cut != want { // the header and the legend
				t.Errorf("%d bars in %d rows: %q", rows, h, lines)
			}
			if i, ok := chart.RowAt(h, h-2); !ok && !cut && rows == h-2 || ok && i != rows-1 {
				t.Errorf("%d bars in %d rows: row %d is at the last place, %v", rows, h, i, ok)
			}
			drawn := Table(Size{30, h}, Plain(), table).Plain()
			ruled := strings.Contains(drawn, "──")
			if want := rows <= h-2 || rows > h-1 && h >= 12; ruled != want {
				t.Errorf("%d rows in %d: a rule %v\n%s", rows, h, ruled, drawn)
			}
			table.Ruled = true
			if drawn := Table(Size{30, h}, Plain(), table).Plain(); !strings.Contains(drawn, "──") {
				t.Errorf("%d rows in %d: no rule\n%s", rows, h, drawn)
			}
			table.Ruled = false
		}
	}
}
