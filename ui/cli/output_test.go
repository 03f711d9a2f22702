package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lm"
	"logitarium/ui/lab"

	"github.com/spf13/cobra"
)

var errFull = errors.New("no space left on device")

// full is a disk without room: for the first bytes, or after some.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

// Whatever is written to standard output, a disk that has no room for it is an
// error: of every command, and of what is in every command.
func TestFullOutput(t *testing.T) {
	own := builtintest.Load(t)
	lesson := writeTape(t, "#@ title \"Dice\"\n#@ chapter \"one\"\n#@ say \"A die.\"\nSleep 1s\n")
	asks := writeTape(t, askedLesson)
	codes := filepath.Join(t.TempDir(), "codes.txt")
	if err := os.WriteFile(codes, []byte(codesOf(t, asks, "46")), 0o600); err != nil {
		t.Fatal(err)
	}
	lines := []string{
		"dice --print", "dice --plain", "dice --json", "dice --csv", "dice", "",
		"--help", "-h", "dice --help", "play --help", "train --help", "man --help", "site --help", "serve --help",
		"list", "version", "doctor", "man", "model",
		"completion bash", "completion zsh", "completion fish", "completion powershell", "__complete dice --order fa",
		"play " + lesson, "test " + lesson, "transcript " + lesson, "handout " + lesson, "record -o - " + lesson, "record " + lesson,
		"collect " + asks + " " + codes, "collect --json " + asks + " " + codes,
	}
	build := func(_, _ lm.Model) []lab.Lab { return []lab.Lab{newDice()} }
	for _, room := range []int{0, 5} {
		for _, line := range lines {
			var errs bytes.Buffer
			a := &app{lm: own, labs: build(nil, nil), build: build, in: strings.NewReader(""), out: &full{room}, err: &errs}
			code := a.main(strings.Fields(line))
			if code != exitFailure || strings.Count(errs.String(), "standard output: "+errFull.Error()) != 1 {
				t.Errorf("%q: exit code %d and %q", line, code, errs.String())
			}
		}
	}
	// The list is whole: no command is missing from it.
	a := &app{lm: own, labs: build(nil, nil), build: build}
	a.data = &dataWriter{to: &bytes.Buffer{}}
	for _, c := range a.root().Commands() {
		if !tried(lines, c) {
			t.Errorf("logitarium %s is not tried", c.Name())
		}
	}
}

func tried(lines []string, c *cobra.Command) bool {
	for _, line := range lines {
		if strings.HasPrefix(line, c.Name()) {
			return true
		}
	}
	return c.Hidden
}
