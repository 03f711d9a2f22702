//go:build unix

package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What is done on a terminal is written down, and holds when it is played.
func TestCaptureOnTerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.tape")
	screen := newTerminal(t)
	var errs bytes.Buffer
	cmd := program([]string{"TERM=xterm-256color"}, "dice", "--capture", file, "--tidy")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen.until("captured")
	if _, err := screen.master.WriteString("\x1b[C\x1b[C\x1b[D" + "q"); err != nil { // a knob, too far and back
		t.Fatal(err)
	}
	if code := exitOf(t, cmd); code != 0 || !strings.Contains(errs.String(), "mine.tape: ") || strings.Contains(errs.String(), "warning") {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	text := textOf(file)
	for _, want := range []string{"#@ title \"mine\"\n#@ size 80x24\n", "Type \"logitarium dice\"\nEnter\nSleep 1s\n", "#@ say \"\"\n#@ expect entropy = "} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	a := program(nil, "test", file)
	if out, err := a.CombinedOutput(); err != nil {
		t.Errorf("it does not hold: %v\n%s\n%s", err, out, text)
	}
}

// What was done is written, too, when the terminal goes away.
func TestCaptureOutlivesTerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.tape")
	screen := newTerminal(t)
	cmd := program([]string{"TERM=xterm-256color"}, "dice", "--capture", file)
	cmd.Stdin, cmd.Stdout = screen.slave, screen.slave
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen.until("captured")
	if _, err := screen.master.WriteString("?"); err != nil {
		t.Fatal(err)
	}
	screen.until("esc") // the page of help is open
	if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(t, cmd); code == 0 {
		t.Error("exit code 0 after a hangup")
	}
	if text := textOf(file); !strings.Contains(text, "\nType \"?\"\n") {
		t.Errorf("what was done is not in\n%s", text)
	}
}

func TestCaptureRefuses(t *testing.T) {
	folder := t.TempDir()
	there := filepath.Join(folder, "there.tape")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"dice", "--tidy"}, exitUsage, "--tidy is about what --capture writes down"},
		{[]string{"dice", "--capture", filepath.Join(folder, "a.txt")}, exitUsage, "a lesson's file ends in .tape"},
		{[]string{"dice", "--capture", there}, exitUsage, "is there already; name a new file"},
		{[]string{"dice", "--capture", filepath.Join(folder, "no", "a.tape")}, exitFailure, "a.tape can't be written: there is no folder"},
		{[]string{"dice", "--capture", filepath.Join(folder, "a.tape"), "--print"}, exitUsage, "none is opened here"},
		{[]string{"dice", "--capture", filepath.Join(folder, "a.tape"), "--model", folder}, exitUsage, "leave out --model"},
	} {
		screen := newTerminal(t)
		var errs bytes.Buffer
		cmd := program([]string{"TERM=xterm-256color"}, tt.args...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		code := exitOf(t, cmd)
		if said := strings.Join(strings.Fields(errs.String()), " "); code != tt.code || !strings.Contains(said, tt.says) {
			t.Errorf("%q: exit code %d: %s", tt.args, code, said)
		}
		if strings.Contains(screen.output(), "\x1b[?1049h") {
			t.Errorf("%q: a live screen was opened", tt.args)
		}
	}
	if textOf(there) != "mine" {
		t.Error("the file that was there was written")
	}
}
