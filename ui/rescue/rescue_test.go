package rescue

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/viz"
)

func TestTold(t *testing.T) {
	for _, c := range []struct {
		in    string
		last  byte
		crash string
	}{
		{"", 0, ""},
		{"\x04", ended, ""},
		{"\x05\x06\x05", away, ""},
		{"\x05\x06panic: x\x04\n", back, "panic: x\x04\n"}, // what a panic says is no word of the program
		{strings.Repeat("x", 1<<20), 0, strings.Repeat("x", 48<<10)},
	} {
		var got told
		if n, err := got.Write([]byte(c.in)); n != len(c.in) || err != nil {
			t.Errorf("%.20q: %d bytes are taken, %v", c.in, n, err)
		}
		if got.last != c.last || string(got.crash) != c.crash {
			t.Errorf("%.20q: word %d, crash of %d bytes", c.in, got.last, len(got.crash))
		}
	}
}

// The message is one line, whatever a panic says.
func TestMessage(t *testing.T) {
	for _, c := range []struct{ crash, want string }{
		{"panic: boom\n\ngoroutine 5", "error: a fault in logitarium: boom; its report is in "},
		{"fatal error: concurrent map writes\n", "error: a fault in logitarium: fatal error: concurrent map writes; its report is in "},
		{"panic: \x1b[31mred\u202e", `error: a fault in logitarium: \x1b[31mred\u202e; its report is in `},
		{"panic: " + strings.Repeat("é", 300), "error: a fault in logitarium: " + strings.Repeat("é", 100) + "...; its report is in "},
	} {
		p := Plan{Report: "logitarium test", Folder: filepath.Join(t.TempDir(), "state", "logitarium")}
		got := p.message(&told{crash: []byte(c.crash)})
		path, ok := strings.CutPrefix(strings.TrimSuffix(got, "\n"), c.want)
		if !ok || strings.Count(got, "\n") != 1 {
			t.Errorf("%q says %q", c.crash, got)
			continue
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != "logitarium test\n\n"+viz.CleanLines(c.crash).String() {
			t.Errorf("%q: the report is %q, %v", c.crash, text, err)
		}
	}
	if got := (Plan{}).message(&told{crash: []byte("panic: x")}); got != "error: a fault in logitarium: x; no report could be saved\n" {
		t.Errorf("without a folder: %q", got)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := (Plan{Folder: file}).message(&told{crash: []byte("panic: x")}); !strings.Contains(got, "no report could be saved") {
		t.Errorf("with a file for a folder: %q", got)
	}
}

// Nil is a watcher where there is none.
func TestNoWatcher(t *testing.T) {
	var w *Watcher
	w.Start()
	w.Away()
	w.Back()
	w.End()
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if w := Prepare(file, file, Plan{}); w != nil {
		t.Error("what is no terminal is watched over")
	}
}
