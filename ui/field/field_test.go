package field_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"logitarium/ui/field"
	"logitarium/viz"
)

func Example() {
	f := field.New("the fox")
	f.Select()
	f.Press(tea.KeyPressMsg{Code: 'a', Text: "a"}) // takes the place of what is selected
	f.Paste(" wolf")
	fmt.Println(f.Text())
	f.Press(tea.KeyPressMsg{Code: '_', Mod: tea.ModCtrl}) // undoes it
	fmt.Println(f.Text())
	// Output:
	// a wolf
	// a
}

// FuzzField edits at random: the window fits its cells with the cursor in it,
// and nothing is lost but what was deleted.
func FuzzField(f *testing.F) {
	f.Add("the fox", "lrhebdukw", 10)
	f.Add("日本👩‍👩‍👧x́\xff\x1b[0m", "lllbrrd", 3)
	moves := map[rune]tea.KeyPressMsg{
		'l': {Code: tea.KeyLeft}, 'r': {Code: tea.KeyRight}, 'h': {Code: tea.KeyHome}, 'e': {Code: tea.KeyEnd},
		'b': {Code: tea.KeyBackspace}, 'd': {Code: tea.KeyDelete},
		'u': {Code: 'u', Mod: tea.ModCtrl}, 'k': {Code: 'k', Mod: tea.ModCtrl}, 'w': {Code: 'w', Mod: tea.ModCtrl},
	}
	f.Fuzz(func(t *testing.T, text, edits string, cells int) {
		cells = max(cells%200, 1)
		var l field.Editor
		l.Paste(text)
		for _, e := range edits {
			before := l.Text()
			changed := l.Press(moves[e])
			if strings.ContainsRune("lrhe", e) && changed {
				t.Fatalf("moving made %q of %q", l.Text(), before)
			}
			if len(l.Text()) > len(before) {
				t.Fatalf("deleting made %q of %q", l.Text(), before)
			}
			rows, row, column := l.Wrap(viz.Theme{}, max(cells, 3))
			if row < 0 || row >= len(rows) || column < 0 || column >= max(cells, 3) {
				t.Fatalf("%q in %d cells: the cursor is at %d, %d of %d rows", l.Text(), cells, row, column, len(rows))
			}
			shown, at := l.Window(viz.Theme{}, cells)
			if at < 0 || at >= cells || shown.Width() > cells {
				t.Fatalf("%q with its cursor at %d in %d cells", shown, at, cells)
			}
		}
	})
}

// A line is broken behind a blank where there is one, with a cell to spare, and
// the cursor is where the text before it ends, in its row.
func TestWrapByHand(t *testing.T) {
	for _, c := range []struct {
		text        string
		cells, left int // moves to the left
		rows        string
		row, column int
	}{
		{"", 10, 0, "", 0, 0}, {"the fox", 10, 0, "the fox", 0, 7}, {"the fox", 10, 3, "the fox", 0, 4},
		{"the quick fox", 8, 0, "the |quick |fox", 2, 3}, {"the quick fox", 8, 4, "the |quick |fox", 1, 5}, {"the quick fox", 8, 13, "the |quick |fox", 0, 0},
		{"abcdefghij", 5, 0, "abcd|efgh|ij", 2, 2}, {"日本語", 5, 1, "日本|語", 1, 0}, {"日本", 2, 0, "日|本", 1, 1},
	} {
		f := field.New("")
		f.Paste(c.text)
		for range c.left {
			f.Press(tea.KeyPressMsg{Code: tea.KeyLeft})
		}
		rows, row, column := f.Wrap(viz.Theme{}, c.cells)
		var got []string
		for _, r := range rows {
			got = append(got, r.String())
		}
		if strings.Join(got, "|") != c.rows || row != c.row || column != c.column {
			t.Errorf("%q in %d cells: %q, the cursor at %d, %d; want %q, %d, %d", c.text, c.cells, got, row, column, c.rows, c.row, c.column)
		}
	}
}
