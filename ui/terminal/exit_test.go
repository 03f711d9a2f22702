//go:build unix

package terminal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	modeSwitch = regexp.MustCompile(`\x1b\[\?([0-9;]+)([hl])`)
	sgr        = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)
	title      = regexp.MustCompile(`\x1b\][012];`)
	kitty      = regexp.MustCompile(`\x1b\[([<>])[0-9;]*u`)
)

// restored fails unless the terminal is as it was before the program.
func (s *session) restored() {
	s.t.Helper()
	if after := s.modes(); after != s.before {
		s.t.Errorf("terminal modes\nbefore %s\nafter  %s", s.before, after)
	}
	// What the program wrote last may still be on its way.
	var left []string
	for start := time.Now(); time.Since(start) < enough; time.Sleep(5 * time.Millisecond) {
		if left = leftOver(s.output()); left == nil {
			return
		}
	}
	s.t.Errorf("left behind: %q\nlast output: %q", left, tail(s.output()))
}

// leftOver lists what a terminal that got this output is still changed by.
func leftOver(output string) (left []string) {
	modes := map[string]bool{}
	for _, m := range modeSwitch.FindAllStringSubmatch(output, -1) {
		for mode := range strings.SplitSeq(m[1], ";") {
			modes[mode] = m[2] == "h"
		}
	}
	for mode, on := range modes {
		if on != (mode == "25" || mode == "7") { // the cursor and wrapping are to be on
			left = append(left, fmt.Sprintf("mode %s: %v", mode, on))
		}
	}
	slices.Sort(left)
	if all := sgr.FindAllStringSubmatch(output, -1); len(all) > 0 {
		if last := all[len(all)-1][1]; last != "" && last != "0" {
			left = append(left, "style "+last)
		}
	}
	if title.MatchString(output) {
		left = append(left, "title")
	}
	depth := 0
	for _, m := range kitty.FindAllStringSubmatch(output, -1) {
		if m[1] == ">" {
			depth++
		} else {
			depth--
		}
	}
	if depth > 0 {
		left = append(left, fmt.Sprintf("%d keyboard modes", depth))
	}
	return left
}

func tail(s string) string { return s[max(len(s)-400, 0):] }

func TestTerminalIsRestored(t *testing.T) {
	tests := []struct {
		name   string
		keys   string
		signal syscall.Signal
		code   int
		says   string
	}{
		{name: "quit", keys: "q", code: 0},
		{name: "ctrl-c", keys: "\x03", code: 0},
		{name: "SIGTERM", signal: syscall.SIGTERM, code: 143},
		{name: "SIGHUP", signal: syscall.SIGHUP, code: 129},
		{name: "SIGINT", signal: syscall.SIGINT, code: 130},
		{name: "SIGQUIT", signal: syscall.SIGQUIT, code: 131},
		{name: "panic in Update", keys: "u", code: 70, says: `in update\x1b[31m; its report is in`},
		{name: "panic in View", keys: "v", code: 70, says: "in view; its report is in"},
		{name: "panic in a command", keys: "m", code: 70, says: "in a command; its report is in"},
		{name: "panic in a batch", keys: "b", code: 70, says: "in a batch; its report is in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := probeSession(t)
			if s.modes() == s.before {
				t.Error("the terminal isn't raw while the program runs: nothing to restore")
			}
			if left := leftOver(s.output()); len(left) < 4 {
				t.Errorf("the program changed too little to prove anything: %q", left)
			}
			if tt.keys != "" {
				s.send(tt.keys)
			} else if err := s.cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			if code := s.exit(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			s.restored()
			if tt.says != "" {
				s.until("a fault in logitarium")
				if got := strings.ReplaceAll(s.output(), "\r\n", ""); !strings.Contains(got, tt.says) {
					t.Errorf("output %q\nlacks %q", tail(got), tt.says)
				}
			}
		})
	}
}

// What a crash says has what it panicked with, and where its report is or why there
// is none.
func TestCrashSays(t *testing.T) {
	for want, c := range map[string]*Crash{
		"a fault in logitarium: out of range; its report is in /tmp/a.txt":         {Value: "out of range", Report: "/tmp/a.txt"},
		"a fault in logitarium: out of range; no report could be saved: disk full": {Value: "out of range", Unsaved: errors.New("disk full")},
		"a fault in logitarium: out of range; no report could be saved":            {Value: "out of range"},
	} {
		if got := c.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCrashReport(t *testing.T) {
	s := probeSession(t)
	s.send("secret")
	s.send("u")
	s.exit()
	var dir string
	for _, v := range s.cmd.Env {
		if d, ok := strings.CutPrefix(v, "XDG_STATE_HOME="); ok {
			dir = d
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "logitarium", "crash-*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d reports in %s (%v)", len(files), dir, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"logitarium test, go1", "TERM xterm-256color, 80 x 24 cells", `panic: in update\x1b[31m`,
		"(*probe).Update", "tea.WindowSizeMsg", "tea.KeyPressMsg",
	} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("report lacks %q:\n%s", want, text)
		}
	}
	if bytes.ContainsAny(text, "\x1b\x00") || len(text) > 64<<10 {
		t.Errorf("report of %d bytes has escapes or is too long", len(text))
	}
}

func TestHangup(t *testing.T) {
	for _, owned := range []bool{true, false} {
		t.Run(fmt.Sprintf("signal %v", owned), func(t *testing.T) {
			s := open(t, owned, []string{"UI_TEST_PROBE=1"}, os.Args[0])
			s.until("ready")
			_ = s.slave.Close()
			_ = s.master.Close()
			if code := s.exit(); code != 129 {
				t.Errorf("exit code %d, want 129", code)
			}
		})
	}
}
