package field_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

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

var (
	left  = tea.KeyPressMsg{Code: tea.KeyLeft}
	right = tea.KeyPressMsg{Code: tea.KeyRight}
	undo  = tea.KeyPressMsg{Code: '_', Mod: tea.ModCtrl}
)

// at is how much of the text stands before the cursor.
func at(f field.Editor) int {
	f.Press(tea.KeyPressMsg{Code: 'k', Mod: tea.ModCtrl})
	return len(f.Text())
}

// From wherever the cursor is, a word back is where the nearest word begins, and
// a word on where one ends; without one, it is the end of the text.
func TestWords(t *testing.T) {
	inWord := func(r rune) bool { return unicode.In(r, unicode.L, unicode.Nd, unicode.M) }
	for _, text := range []string{"", " ", "a", "the quick  fox, 42 times", "  blanks  ", "über-x́ 日本 語", "...", "don't", "a b"} {
		starts, ends := []int{0}, []int{len(text)}
		was := false
		for i, r := range text + " " {
			switch is := inWord(r); {
			case is && !was:
				starts, was = append(starts, i), true
			case !is && was:
				ends, was = append(ends, i), false
			}
		}
		f := field.New(text)
		for {
			from := at(f)
			back, on := f, f
			back.Press(tea.KeyPressMsg{Code: tea.KeyLeft, Mod: tea.ModAlt})
			on.Press(tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModAlt})
			nearest, next := 0, len(text)
			for _, i := range starts {
				if i < from {
					nearest = max(nearest, i)
				}
			}
			for _, i := range ends {
				if i > from {
					next = min(next, i)
				}
			}
			if at(back) != nearest || at(on) != next {
				t.Errorf("%q from %d: a word back is at %d, a word on at %d; want %d and %d", text, from, at(back), at(on), nearest, next)
			}
			if from == 0 {
				break
			}
			f.Press(left)
		}
	}
}

// Undone is edit by edit, the last one first, until the first of a hundred.
func TestUndo(t *testing.T) {
	for _, edits := range []int{0, 1, 7, 100, 130} {
		var f field.Editor
		texts := []string{""}
		for i := range edits {
			f.Press(tea.KeyPressMsg{Code: 'a', Text: fmt.Sprint(i % 10)})
			texts = append(texts, f.Text())
		}
		kept := min(edits, 100)
		for i := range kept {
			if changed := f.Press(undo); !changed || f.Text() != texts[edits-1-i] {
				t.Fatalf("of %d edits %d were undone: %q, want %q", edits, i+1, f.Text(), texts[edits-1-i])
			}
		}
		if f.Press(undo) {
			t.Errorf("of %d edits one more than %d was undone", edits, kept)
		}
	}
}

// A text fills the field to its last byte, and no more of it is taken than has
// room; what is there already stays, however long it is.
func TestRoom(t *testing.T) {
	for _, c := range []struct{ has, pasted, kept int }{
		{0, field.Most, field.Most}, {0, field.Most + 1, field.Most}, {field.Most - 1, 1, 1}, {field.Most, 1, 0}, {field.Most + 9, 1, 0}, {field.Most, 0, 0},
	} {
		f := field.New(strings.Repeat("x", c.has))
		if whole := f.Paste(strings.Repeat("y", c.pasted)); whole != (c.kept == c.pasted) || len(f.Text()) != c.has+c.kept {
			t.Errorf("%d bytes in a field of %d: whole is %v, and it has %d", c.pasted, c.has, whole, len(f.Text()))
		}
	}
}

// A key that neither moves, nor deletes, nor is a character changes nothing: what
// is selected stays so.
func TestOtherKeys(t *testing.T) {
	for _, code := range []rune{tea.KeyF1, tea.KeyUp, tea.KeyDown, tea.KeyTab, tea.KeyEnter} {
		f := field.New("the fox")
		f.Press(left)
		f.Select()
		if changed := f.Press(tea.KeyPressMsg{Code: code}); changed || !f.Selected() || f.Text() != "the fox" {
			t.Errorf("key %v: changed is %v, selected %v, the text %q", code, changed, f.Selected(), f.Text())
		}
	}
}

// What is selected is moved out of at its nearer end, and deleted whole.
func TestSelected(t *testing.T) {
	for i, key := range []tea.KeyPressMsg{left, right} {
		f := field.New("the fox")
		f.Press(left)
		f.Select()
		if f.Press(key); f.Selected() || at(f) != i*len("the fox") {
			t.Errorf("%v: selected is %v, the cursor at %d", key, f.Selected(), at(f))
		}
	}
	ctrl := func(letter rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: letter, Mod: tea.ModCtrl} }
	for _, key := range []tea.KeyPressMsg{{Code: tea.KeyBackspace}, {Code: tea.KeyDelete}, ctrl('u'), ctrl('k'), ctrl('w')} {
		f := field.New("the fox")
		f.Press(left)
		f.Select()
		if changed := f.Press(key); !changed || f.Text() != "" || f.Selected() {
			t.Errorf("%v leaves %q", key, f.Text())
		}
	}
}
