package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The command that a screen names opens that screen from any folder, through a
// real shell: on the same model, its weights held as they were, and over the
// same documents. Its paths are absolute.
func TestAgainOpensTheSameFiles(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here to split the line")
	}
	fox := writeFolder(t)
	here := filepath.Join(filepath.Dir(fox), "it's $here")
	if err := os.MkdirAll(filepath.Join(here, "my docs"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(here, "my docs", "a.md"), []byte("Bread needs flour."), 0o600); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	for _, args := range [][]string{
		{"sampling", "--model", "../fox", "--weights", "int8", "--temperature", "0.7"},
		{"sampling", "--model", "../fox"},
		{"rag", "--documents", "./my docs", "--query", "flour"},
		{"rag", "--documents", "my docs"},
		{"rag", "--documents", "world"},
	} {
		t.Chdir(here)
		code, first, errs := callAll(t, append(args, "--json")...)
		if code != 0 {
			t.Fatalf("%q: %s", args, errs)
		}
		command := commandOf(t, first)
		_, plain, _ := callAll(t, append(args, "--plain")...)
		if !strings.Contains(plain, "Again: "+command+"\n") {
			t.Errorf("%q: --plain and --json don't name the same command, %s:\n%s", args, command, plain)
		}
		for _, path := range []string{"../fox", "./my", " 'my"} {
			if strings.Contains(command, path) {
				t.Errorf("%s holds a path that depends on the folder", command)
			}
		}
		split, err := exec.Command(bash, "-c", "printf '%s\\0' "+command).Output()
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		t.Chdir(elsewhere)
		words := strings.Split(strings.TrimSuffix(string(split), "\x00"), "\x00")
		code, again, errs := callAll(t, append(words[1:], "--json")...)
		if code != 0 {
			t.Fatalf("%s: %s", command, errs)
		}
		if got := commandOf(t, again); got != command {
			t.Errorf("%s names itself %s", command, got)
		}
		if a, b := numbersOf(t, first), numbersOf(t, again); a != b {
			t.Errorf("%s shows\n%s\nand not\n%s", command, b, a)
		}
	}
}

func commandOf(t *testing.T, document string) string {
	t.Helper()
	var d struct{ Command string }
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatal(err)
	}
	return d.Command
}

func numbersOf(t *testing.T, document string) string {
	t.Helper()
	var d struct {
		Subject  string
		Readings json.RawMessage
	}
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatal(err)
	}
	return d.Subject + string(d.Readings)
}

// Before a class the frame that is printed is the one that is shown.
func TestPresentPrint(t *testing.T) {
	_, plain, _ := call(nil, "dice", "--print")
	code, out, errs := call(nil, "dice", "--print", "--present")
	if code != 0 || out == plain || strings.Contains(out, "quit") {
		t.Errorf("--present changes nothing: code %d, %s\n%s", code, errs, out)
	}
	for _, way := range []string{"--json", "--csv", "--plain"} {
		if code, _, errs := call(nil, "dice", "--present", way); code != exitUsage || !strings.Contains(errs, "--present is about the picture") {
			t.Errorf("%s --present: code %d, %s", way, code, errs)
		}
	}
}
