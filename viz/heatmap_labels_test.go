package viz

import (
	"fmt"
	"strings"
	"testing"
)

// labelled are heatmaps of one row, whose columns are as dark and as light in
// turn, each with a cell of its own: of some to many columns, numbered, or with
// names, in some to much room.
func labelled(t *testing.T, try func(name string, size Size, m HeatMap)) {
	tried := 0
	for _, cols := range []int{1, 2, 3, 5, 8, 13, 20} {
		for w := 24; w <= 70; w++ {
			for _, letters := range []int{0, 1, 4, 7, 30} {
				m := HeatMap{Cols: cols, Values: make([]float64, cols)}
				for i := range cols {
					m.Values[i] = float64(i % 2)
					if letters > 0 {
						m.XText = append(m.XText, Clean(strings.Repeat(string(rune('a'+i)), letters)))
					}
				}
				if size := (Size{w, 9}); w-3 >= cols { // the numbers of rows take three cells
					tried++
					try(fmt.Sprintf("%d columns, names of %d, %d cells", cols, letters, w), size, m)
				}
			}
		}
	}
	if tried < 1000 {
		t.Fatalf("only %d were tried", tried)
	}
}

// below returns the row of ticks and the row of labels of a heatmap, a rune for
// each cell, and how far the row of cells is: where it begins and ends.
func below(t *testing.T, size Size, m HeatMap) (g Grid, ticks, labels []rune, from, to int) {
	t.Helper()
	g = Heat(size, said(Dark()), m)
	lines := strings.Split(g.Plain(), "\n")
	for y, l := range lines {
		if strings.Contains(l, "└") {
			pad := func(s string) []rune { return []rune(s + strings.Repeat(" ", size.W-len([]rune(s)))) }
			ticks, labels = pad(l), pad(lines[y+1])
			break
		}
	}
	if ticks == nil {
		t.Fatalf("no axis:\n%s", g.Plain())
	}
	from = strings.IndexRune(string(ticks), '└')
	from = len([]rune(string(ticks)[:from])) + 1
	to = from
	for to < size.W && strings.ContainsRune("─┬^", ticks[to]) {
		to++
	}
	return g, ticks, labels, from, to
}

// A tick stands in the middle of its column, or just before.
func TestTicksStandInTheMiddle(t *testing.T) {
	labelled(t, func(name string, size Size, m HeatMap) {
		for col := range m.Cols {
			m.Cross = &Spot{0, col}
			g, ticks, _, from, to := below(t, size, m)
			each := (to - from) / m.Cols
			for x := from; x < to; x++ {
				if ticks[x] == '─' {
					continue
				}
				first, last := x, x
				for first > from && g.Row(0)[first-1] == g.Row(0)[x] {
					first--
				}
				for last+1 < to && g.Row(0)[last+1] == g.Row(0)[x] {
					last++
				}
				if over := (last - x) - (x - first); last-first+1 != each || over < 0 || over > 1 {
					t.Fatalf("%s: a tick at %d in the column from %d to %d of %d", name, x, first, last, each)
				}
				if (ticks[x] == '^') != ((first-from)/each == col) {
					t.Fatalf("%s: column %d is marked, not %d", name, (first-from)/each, col)
				}
			}
		}
	})
}

// A label is centred below its tick, or stands a blank behind the one before it.
// None is left out but one that would stick out.
func TestLabelsBelowTicks(t *testing.T) {
	labelled(t, func(name string, size Size, m HeatMap) {
		_, ticks, labels, from, to := below(t, size, m)
		each := (to - from) / m.Cols
		want := []rune(strings.Repeat(" ", size.W))
		for x, free := from, from; x < to; x++ {
			if ticks[x] != '┬' {
				continue
			}
			text := Dark().Fit(number(m.XText, (x-from)/each), max(each-1, 6)).String()
			n := len([]rune(text))
			at := max(x-(n-1)/2, free)
			if at+n <= size.W {
				copy(want[at:], []rune(text))
				free = at + n + 1
			}
		}
		if string(labels) != string(want) {
			t.Fatalf("%s:\n%q, want\n%q, below\n%q", name, string(labels), string(want), string(ticks))
		}
	})
}

// The label of the cross is centred below it, or at an end of the axis; the labels
// that it would cover or touch are gone, and the others as they are without it.
func TestLabelOfTheCross(t *testing.T) {
	labelled(t, func(name string, size Size, m HeatMap) {
		_, _, without, _, _ := below(t, size, m)
		for col := range m.Cols {
			m.Cross = &Spot{0, col}
			_, ticks, labels, from, _ := below(t, size, m)
			x := strings.IndexRune(string(ticks), '^')
			x = len([]rune(string(ticks)[:x]))
			text := []rune(Dark().Fit(number(m.XText, col), 12).String())
			at := min(max(x-(len(text)-1)/2, from), size.W-len(text))
			want := []rune(strings.Repeat(" ", size.W))
			for first := 0; first < size.W; first++ {
				last := first
				for last < size.W && without[last] != ' ' {
					last++
				}
				if last < at || first > at+len(text) {
					copy(want[first:last], without[first:last])
				}
				first = last
			}
			copy(want[at:], text)
			if string(labels) != string(want) {
				t.Fatalf("%s, column %d:\n%q, want\n%q, without it\n%q", name, col, string(labels), string(want), string(without))
			}
		}
	})
}
