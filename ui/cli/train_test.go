//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"logitarium/core/builtin"
	"logitarium/core/builtin/growth"
	"logitarium/core/checkpoint"
	"logitarium/viz"
)

// tiny is a training that takes a moment.
func tiny(out string, more ...string) []string {
	return append([]string{"train", "--out", out, "--questions", "2"}, more...)
}

var tinyRecipe = []string{"--steps", "5", "--rows", "2", "--length", "8", "--warmup", "2", "--evaluate", "2"}

// interrupter is messages, and sends this process a SIGINT at the first that
// begins with a word. Only when that has arrived the write returns.
type interrupter struct {
	bytes.Buffer
	word string
}

func (i *interrupter) Write(message []byte) (int, error) {
	if i.word != "" && bytes.HasPrefix(message, []byte(i.word)) {
		i.word = ""
		arrived := make(chan os.Signal, 1)
		signal.Notify(arrived, syscall.SIGINT)
		defer signal.Stop(arrived)
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			return 0, err
		}
		<-arrived
	}
	return i.Buffer.Write(message)
}

// A training from beginning to end; and the same stopped by ctrl-c and
// resumed, which must come to the same file.
func TestTrain(t *testing.T) {
	dir := t.TempDir()
	whole, halves := filepath.Join(dir, "whole.safetensors"), filepath.Join(dir, "halves.safetensors")

	code, out, errs := call(nil, tiny(whole, tinyRecipe...)...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	for _, want := range []string{"# tiny-world", "Done: 5 steps, 80 tokens", "| common | ", " | 2 | "} {
		if !strings.Contains(out, want) {
			t.Errorf("the card lacks %q:\n%s", want, out)
		}
	}
	for _, want := range []string{"step 2: common 0.", "step 4: common 0.", "2 questions of each kind", "written: " + whole} {
		if !strings.Contains(errs, want) {
			t.Errorf("the messages lack %q:\n%s", want, errs)
		}
	}
	if strings.ContainsAny(errs, "\r\x1b") {
		t.Errorf("what is no terminal got %q", errs)
	}
	if files := names(t, dir); files != "whole.safetensors" {
		t.Errorf("the training leaves %s", files)
	}
	f, err := checkpoint.OpenPath(whole)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if lm, err := builtin.Read(f); err != nil || lm.Card.Steps != 5 {
		t.Errorf("the model comes back as %+v, %v", lm, err)
	}

	messages := &interrupter{word: "step 2:"}
	a := &app{in: strings.NewReader(""), out: io.Discard, err: messages}
	grows := filepath.Join(t.TempDir(), "growth.zip")
	code = a.main(tiny(halves, append([]string{"--keep", grows}, tinyRecipe...)...))
	if errs = messages.String(); code != 130 || !strings.HasSuffix(errs, "saved in "+halves+".run: --resume goes on\n") {
		t.Errorf("after SIGINT: exit code %d, %q", code, errs)
	}
	if files := names(t, dir); files != "halves.safetensors.run whole.safetensors" {
		t.Errorf("the stopped training leaves %s", files)
	}
	code, _, errs = call(nil, tiny(halves, tinyRecipe...)...)
	if code != exitFailure || !strings.Contains(errs, "holds a training that was stopped: go on with --resume, or throw it away with --force") {
		t.Errorf("a stopped training would be lost: exit code %d, %q", code, errs)
	}
	if err := os.WriteFile(filepath.Join(dir, "other"), read(t, grows)[:9], 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errs = call(nil, tiny(halves, "--resume", "--keep", filepath.Join(dir, "other"))...); code != exitRejected || !strings.Contains(errs, "other: not a record of a training") {
		t.Errorf("a record that is none: exit code %d, %q", code, errs)
	}
	if code, _, errs = call(nil, tiny(halves, "--resume", "--keep", grows)...); code != 0 || strings.Contains(errs, "step 2:") {
		t.Fatalf("resumed: exit code %d, %q", code, errs)
	}
	kept := read(t, grows)
	if r, err := growth.Read(bytes.NewReader(kept), int64(len(kept))); err != nil || !r.Covers(0) || r.Covers(1) || r.Recipe.Rows != 2 {
		t.Errorf("the record comes back as %+v, %v", r, err)
	}
	if !bytes.Equal(read(t, whole), read(t, halves)) {
		t.Error("stopped and resumed, the training gives another model")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

// Two trainings never write to one file, whatever they are told.
func TestTrainLocksItsFile(t *testing.T) {
	out := filepath.Join(t.TempDir(), "model")
	first := training{out: out}
	free, err := first.claim()
	if err != nil {
		t.Fatal(err)
	}
	want := "error: another training is writing to " + out + ": wait for its end, or name another file with --out\n"
	if code, _, errs := call(nil, tiny(out, "--force")...); code != 1 || errs != want {
		t.Errorf("exit code %d, %q", code, errs)
	}
	free()
	if left := names(t, filepath.Dir(out)); left != "" {
		t.Errorf("left behind: %s", left)
	}
	if free, err = first.claim(); err != nil {
		t.Fatalf("the file is free, and yet: %v", err)
	}
	free()
}

// What can't end well is refused before the first step, and no file is
// touched.
func TestTrainRefuses(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, content := range map[string][]byte{
		"there": []byte("a model"), "finished.run": builtin.File(), "short.run": []byte("{}"), "file": nil,
	} {
		if err := os.WriteFile(in(name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(in("folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	before := names(t, dir)
	for _, tt := range []struct {
		args []string
		code int
		err  string
	}{
		{tiny(in("there")), 1, "there is there already: name another file with --out, or replace it with --force\n"},
		{tiny(in("finished")), 1, "finished.run holds a training that was stopped"},
		{tiny(in("folder"), "--force"), 1, "--out: " + in("folder") + " can't be written: this is a folder\n"},
		{tiny(in("none/model")), 1, "can't be written: there is no folder " + in("none") + "\n"},
		{tiny(in("file/model")), 1, "not a directory\n"},
		{tiny(in(strings.Repeat("x", 250))), 1, "file name too long\n"},
		{tiny(""), 2, "--out names no file"},
		{tiny(in("model"), "--keep", ""), 2, "--keep names no file"},
		{tiny(in("model"), "--keep", in("model.run")), 2, "model.run is for the training itself"},
		{tiny(in("model"), "--keep", in("folder")), 1, "--keep: " + in("folder") + " can't be written: this is a folder\n"},
		{tiny(in("model"), "--keep", in("none/record")), 1, "--keep: " + in("none/record") + " can't be written: there is no folder " + in("none") + "\n"},
		{tiny(in("model"), "--keep", in("there")), 1, "there is there already: name another file with --keep, or replace it with --force\n"},
		{tiny(in("model"), "--questions", "0"), 2, "--questions: 0; at least 1"},
		{tiny(in("model"), "--steps", "0"), 2, "steps: 0; at least 1\nhelp:  logitarium train --help\n"},
		{tiny(in("model"), "--length", "129"), 2, "length: 129 is outside 2 to 128"},
		{tiny(in("model"), "--learning-rate", "NaN"), 2, "learning rate: NaN"},
		{tiny(in("finished"), "--resume", "--steps", "9"), 2, "leave --steps out"},
		{tiny(in("finished"), "--resume", "--seed", "1"), 2, "leave --seed out"},
		{tiny(in("finished"), "--resume", "--rows", "1"), 2, "leave --rows out"},
		{tiny(in("none"), "--resume"), 3, "none.run is not there: no training to go on with; begin one without --resume\n"},
		{tiny(in("finished"), "--resume"), 3, "finished.run: the file is a finished model"},
		{tiny(in("short"), "--resume"), 3, "short.run: 2 bytes are too short"},
	} {
		code, out, errs := call(nil, tt.args...)
		if code != tt.code || out != "" || !strings.Contains(errs, tt.err) {
			t.Errorf("%q: exit code %d, %q, want %d, %q", tt.args, code, errs, tt.code, tt.err)
		}
		if lines := strings.Count(errs, "\n"); lines != 1 && (tt.code != exitUsage || lines != 2) {
			t.Errorf("%q: %d lines: %q", tt.args, lines, errs)
		}
	}
	if after := names(t, dir); after != before {
		t.Errorf("there are now %s, and were %s", after, before)
	}
	if os.Getuid() != 0 { // root may write anywhere
		if err := os.Chmod(in("folder"), 0o555); err != nil {
			t.Fatal(err)
		}
		if code, _, errs := call(nil, tiny(in("folder/model"))...); code != 1 || !strings.Contains(errs, "permission denied") {
			t.Errorf("exit code %d, %q", code, errs)
		}
	}
}

// On a terminal one line is written again and again, inside its width, and
// what stays begins on a line of its own.
func TestTrainOnTerminal(t *testing.T) {
	screen := newTerminal(t)
	out := filepath.Join(t.TempDir(), "model")
	cmd := program([]string{"TERM=xterm-256color"},
		tiny(out, "--steps", "1000000", "--rows", "1", "--length", "4", "--evaluate", strconv.Itoa(1<<30))...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, screen.slave
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen.until(" tokens/s\x1b[K\r")
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(t, cmd); code != 130 {
		t.Errorf("exit code %d", code)
	}
	screen.until("--resume goes on")
	shown, stays, _ := strings.Cut(screen.output(), "stopped at ")
	if strings.Contains(shown, "\n") || !strings.HasSuffix(shown, "\r\x1b[K") || !strings.HasSuffix(stays, "goes on\r\n") {
		t.Errorf("%q and then %q", shown, stays)
	}
	for line := range strings.SplitSeq(shown, "\r") {
		if w := ansi.StringWidth(line); w > 79 {
			t.Errorf("%d cells: %q", w, line)
		}
	}
	if !strings.Contains(shown, "░  step") || strings.Contains(shown, "\x1b]") {
		t.Errorf("no bar, or a question to the terminal: %q", shown)
	}
}

func TestBar(t *testing.T) {
	text := viz.Clean("step 5 of 10 … and so on")
	p := typesetter{width: 80}
	for width := range 100 {
		bar := p.bar(0.5, text, width)
		if w := ansi.StringWidth(bar); w > width {
			t.Errorf("%d cells in %d: %q", w, width, bar)
		}
		if full, rest := strings.Count(bar, "█"), strings.Count(bar, "░"); full > rest || rest > full+1 || full+rest > 0 && full+rest < 4 {
			t.Errorf("half is %d full and %d empty", full, rest)
		}
	}
	p.theme.Glyphs = viz.ASCII
	for share, want := range map[float64]string{0: "....", 0.3: "#...", 1: "####"} {
		if got := p.bar(share, viz.Clean("x"), 7); got != want+"  x" {
			t.Errorf("%g: %q, want %q", share, got, want)
		}
	}
}
