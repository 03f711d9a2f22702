package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChapterNamed(t *testing.T) {
	names := []string{"Open", "Colder", "Cold and hot"}
	for asked, want := range map[string]int{"": 0, "1": 0, "3": 2, "colder": 1, "COLD AND": 2, "o": 0} {
		if got, err := chapterNamed(names, asked); err != nil || got != want {
			t.Errorf("chapter %q is %d, %v; want %d", asked, got, err, want)
		}
	}
	for asked, want := range map[string]string{"0": "chapters 1 to 3", "4": "chapters 1 to 3", "Coldre": `did you mean "Colder"?`} {
		if _, err := chapterNamed(names, asked); err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want)) {
			t.Errorf("chapter %q: %v, want %q", asked, err, want)
		}
	}
}

// Without a terminal the transcript is written; what play can't do is said.
func TestPlayWithoutTerminal(t *testing.T) {
	path := writeTape(t, colder)
	_, transcript, _ := callReal(t, "transcript", path)
	for _, args := range [][]string{{"play", path}, {"play", path, "--plain"}, {"play", path, "--present", "--chapter", "1"}} {
		if code, out, errs := callReal(t, args...); code != 0 || out != transcript {
			t.Errorf("%q: code %d, %q\n%s", args, code, errs, out)
		}
	}
	for _, tt := range []struct{ args, want string }{
		{"--print", "logitarium record"},
		{"--notes", "this is none"},
		{"--notes --size 80x24", "as large as the terminal"},
		{"--notes --speed 2", "notes follow it"},
		{"--notes --chapter 1", "notes follow it"},
		{"--speed 9", "outside 0.25 to 4"},
		{"--speed NaN", "outside 0.25 to 4"},
		{"--chapter 7", "chapters 1 to"},
		{"other", "plays one lesson"},
	} {
		args := append([]string{"play", path}, strings.Fields(tt.args)...)
		if code, out, errs := callReal(t, args...); code != exitUsage || out != "" || !strings.Contains(errs, tt.want) {
			t.Errorf("%q: code %d, %q, %q", args, code, out, errs)
		}
	}
}

// A recording by anybody, where there is no terminal: its screens as text.
func TestPlayCast(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.cast")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const head = "{\"version\":2,\"width\":20,\"height\":3,\"title\":\"A \\u001b]0;title\"}\n"
	write(head + "[1,\"m\",\"One\"]\n[2,\"o\",\"\\u001b[31mred\\u001b]52;c;eA==\\u0007\"]\n")
	for _, args := range [][]string{{"play", path}, {"play", path, "--plain"}, {"play", path, "--chapter", "one", "--speed", "16"}} {
		if code, out, errs := callReal(t, args...); code != 0 || out != "A ␛]0;title\n\n0:02, 20x3, 1 chapter\n\n0:01 One\n\nred\n" {
			t.Errorf("%q: code %d, %q, %q", args, code, out, errs)
		}
	}
	for args, want := range map[string]string{
		"--notes": "a recording has none", "--json": "but a transcript", "--chapter two": "no chapter \"two\"", "--chapter 2": "chapters 1 to 1",
		"--speed 17": "outside 0.25 to 16", "--present": "is for lessons",
	} {
		if code, out, errs := callReal(t, append([]string{"play", path}, strings.Fields(args)...)...); code != exitUsage || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%s: code %d, %q, %q", args, code, out, errs)
		}
	}
	for text, want := range map[string]string{
		"": "line 1: this is no header", head + "[1,\"o\"]": "line 2: an event is", "{\"version\":2,\"width\":65535,\"height\":3}": "a terminal of 65535x3 cells",
	} {
		write(text)
		if code, out, errs := callReal(t, "play", path); code != exitRejected || out != "" || !strings.Contains(errs, "a.cast: "+want) {
			t.Errorf("%q: code %d, %q, %q", text, code, out, errs)
		}
	}
	if code, _, errs := callReal(t, "play", path+".cast"); code != exitRejected || !strings.Contains(errs, "no such file") {
		t.Errorf("code %d, %q", code, errs)
	}
}
