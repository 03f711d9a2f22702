package ui

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// saveAs types the name of a file and lets the write happen.
func saveAs(m *Model, path string) {
	keys(m, "s ctrl+u")
	m.Update(tea.PasteMsg{Content: path})
	finish(m, keys(m, "enter"))
}

func finish(m *Model, cmd tea.Cmd) {
	if cmd != nil {
		m.Update(cmd())
	}
}

func TestSave(t *testing.T) {
	dir := t.TempDir()
	m := shell(t, 80, 24)
	picture := strings.TrimRight(m.draw().grid.Plain(), "\n")
	for name, check := range map[string]func(string) bool{
		"a.txt":  func(s string) bool { return strings.TrimRight(s, "\n") == picture },
		"a.ANSI": func(s string) bool { return s == m.draw().grid.String()+"\n" || strings.Contains(s, "\x1b[1m") },
		"a.csv":  func(s string) bool { return strings.Contains(s, "reading,entropy,1.8") },
		"a.json": func(s string) bool { return json.Valid([]byte(s)) },
		"a.svg":  func(s string) bool { return xml.Unmarshal([]byte(s), new(any)) == nil && strings.Contains(s, "forest") },
	} {
		path := filepath.Join(dir, name)
		saveAs(m, path)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%s: %v; the screen says\n%s", name, err, onScreen(m))
			continue
		}
		if !check(string(text)) {
			t.Errorf("%s holds\n%s", name, text)
		}
		if m.edit != nil || !strings.Contains(onScreen(m), "saved: ") {
			t.Errorf("%s: not told on\n%s", name, onScreen(m))
		}
		keys(m, "esc") // the message goes
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); left != nil {
		t.Errorf("left behind: %q", left)
	}
}

func TestSaveAsksBeforeOverwriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := shell(t, 200, 24)
	saveAs(m, path)
	if text, _ := os.ReadFile(path); string(text) != "precious" || !strings.Contains(onScreen(m), "enter again overwrites") {
		t.Fatalf("the file holds %q; the screen says\n%s", text, onScreen(m))
	}
	finish(m, keys(m, "enter"))
	if text, _ := os.ReadFile(path); string(text) == "precious" || m.edit != nil {
		t.Errorf("a second enter left %q", text)
	}
}

// Of a save that fails, the reason stands on a screen of 80 cells, however
// long the name is.
func TestSaveSaysWhyFirst(t *testing.T) {
	long := strings.Repeat("a name that goes on ", 12) // 240 bytes
	for path, want := range map[string]string{
		filepath.Join(t.TempDir(), "no", long+".txt"): "not written: there is no folder /",
		filepath.Join(t.TempDir(), long+long+".txt"):  "not written: file name too long",
	} {
		m := shell(t, 80, 24)
		saveAs(m, path)
		if s := onScreen(m); !strings.Contains(s, want) {
			t.Errorf("no %q on\n%s", want, s)
		}
	}
}

func TestSaveRefuses(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "d.txt"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"a.jpg":     ".jpg can't be written; give one of .txt .ansi .svg .png .csv .json",
		"a":         "a has no ending; give one of .txt",
		"no/a.txt":  "there is no folder ",
		"d.txt":     "this is a folder",
		"a.svgg":    `did you mean ".svg"?`,
		"\x1b].txt": "saved: ",
	} {
		m := shell(t, 200, 24)
		saveAs(m, filepath.Join(dir, name))
		if s := onScreen(m); !strings.Contains(s, want) {
			t.Errorf("%s: no %q on\n%s", name, want, s)
		}
		checkFrame(t, m, 200, 24)
	}
}
