package viz

import (
	"slices"
	"strings"
	"testing"
)

// rising are the values 0, 1, 2 and so on.
func rising(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = float64(i)
	}
	return values
}

// heatLines are the rows of a heatmap, without what stands in its cells.
func heatLines(size Size, m HeatMap) []string {
	lines := strings.Split(Heat(size, said(Dark()), m).Plain(), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(strings.ReplaceAll(l, "▀", " "), " ")
	}
	return lines
}

// All rows are named as soon as each has a cell of its own, and none is named
// beside another's cell.
func TestRowsWithACellAreNamed(t *testing.T) {
	names := []Safe{Clean("fox"), Clean("owl"), Clean("bee"), Clean("cat"), Clean("elk")}
	m := HeatMap{Values: rising(10), Cols: 2, YText: names}
	want := []string{"fox ┤", "owl ┤", "bee ┤", "cat ┤", "elk ┤"}
	if got := heatLines(Size{30, 9}, m)[:5]; !slices.Equal(got, want) { // five rows of cells are left
		t.Errorf("a cell each: %q", got)
	}
	m.Values, m.YText = rising(20), slices.Concat(names, names) // two rows a cell
	if got := heatLines(Size{30, 9}, m)[:5]; !slices.Equal(got, []string{"fox ┤", "    │", "    │", "    │", "    │"}) {
		t.Errorf("half a cell each: %q", got)
	}
}

// A number stands in one of three rows at most.
func TestNumbersOfRowsHaveRoom(t *testing.T) {
	m := HeatMap{Values: rising(162), Cols: 2}
	var rows []int
	for y, l := range heatLines(Size{30, 19}, m)[:13] {
		if strings.Contains(l, "┤") {
			rows = append(rows, y)
		}
	}
	if want := []int{0, 3, 6, 10}; !slices.Equal(rows, want) {
		t.Errorf("numbers in the rows %v, want %v", rows, want)
	}
}

// The cross stands in the middle of what it marks, and the numbers that its own
// would touch are gone.
func TestCross(t *testing.T) {
	m := HeatMap{Values: rising(12), Cols: 4, Cross: &Spot{1, 1}}
	want := []string{"  │", "0 ┤", "  │", "  │", "  │", "1 ▸", "  │", "  │", "2 ┤", "  │", "  │", "  └────┬────────^────────┬────────┬────", "       0        1        2        3"}
	if got := heatLines(Size{40, 15}, m); !slices.Equal(got[:len(want)], want) {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
	for _, c := range []struct {
		col          int
		marks, below string
	}{
		{5, "└┬────^────┬─────────", "0    5    10"},
		{8, "└┬───────^─┬─────────", "0       8 10"},
		{9, "└┬────────^┬─────────", "0        9"},
		{10, "└┬─────────^─────────", "0         10"},
		{11, "└┬─────────┬^────────", "0          11"},
		{12, "└┬─────────┬─^───────", "0           12"},
		{13, "└┬─────────┬──^──────", "0         10 13"},
	} {
		m = HeatMap{Values: rising(160), Cols: 20, Cross: &Spot{1, c.col}}
		got := heatLines(Size{24, 12}, m)
		if marks, below := strings.TrimSpace(got[8]), strings.TrimSpace(got[9]); marks != c.marks || below != c.below {
			t.Errorf("column %d:\n%s\n%s", c.col, marks, below)
		}
	}
}
