package ui

import (
	"os"
	"path/filepath"
	"testing"
)

// Whoever agreed to overwrite one file has not agreed to overwrite another:
// with the name, the question is asked anew.
func TestConfirmationIsOfOneName(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.txt", "a.txt2.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for how, edit := range map[string]func(*Model){
		"typed":  func(m *Model) { keys(m, "end"); types(m, "2.txt") },
		"pasted": func(m *Model) { keys(m, "end"); m.paste("2.txt") },
	} {
		m := shell(t, 200, 24)
		saveAs(m, filepath.Join(dir, "a.txt")) // asks
		edit(m)
		finish(m, keys(m, "enter"))
		if text, _ := os.ReadFile(filepath.Join(dir, "a.txt2.txt")); string(text) != "precious" {
			t.Fatalf("%s: another file than the one that was asked about holds %q", how, text)
		}
		if m.edit == nil {
			t.Errorf("%s: nothing is asked about the other name", how)
		}
	}
}

// Nor by going back to a name that was typed before.
func TestConfirmationIsNotOfAnEarlierName(t *testing.T) {
	dir := t.TempDir()
	other, asked := filepath.Join(dir, "other.txt"), filepath.Join(dir, "asked.txt")
	m := shell(t, 200, 24)
	saveAs(m, other) // which is remembered
	for _, path := range []string{other, asked} {
		if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	saveAs(m, asked) // asks
	if m.edit == nil || !m.edit.second {
		t.Fatal("nothing is asked")
	}
	keys(m, "up")
	if got := m.edit.field.Text(); got != other {
		t.Fatalf("before, %q was typed", got)
	}
	finish(m, keys(m, "enter"))
	if text, _ := os.ReadFile(other); string(text) != "precious" {
		t.Errorf("another file than the one that was asked about holds %q", text)
	}
}

// A lab that is opened is seen: no page stays over it, nor what was being
// typed, nor a slider in the hand.
func TestOpenedLabIsSeen(t *testing.T) {
	for _, over := range []string{"?", "n", "t enter"} {
		m := shell(t, 80, 24)
		keys(m, over)
		m.drag = 1
		m.open(1)
		if m.page != nil || m.edit != nil || m.drag >= 0 {
			t.Errorf("after %s, another lab opens behind page %v, edit %v, drag %d", over, m.page, m.edit, m.drag)
		}
	}
}
