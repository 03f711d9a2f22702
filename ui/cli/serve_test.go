package cli

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
	"logitarium/ui/serve"

	tea "charm.land/bubbletea/v2"
)

func TestServeRefuses(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, c := range []struct {
		args []string
		code int
		err  string
	}{
		{[]string{"--open", "--keys", "x"}, exitUsage, "give one of them"},
		{[]string{"--idle", "-1s"}, exitUsage, "--idle -1s is less than nothing"},
		{[]string{"--password-file", folder + "/none"}, exitRejected, "--password-file: "},
		{[]string{"--password-file", write("short", "abc\n", 0o600)}, exitRejected, "a class word is one line of 4 to 256 bytes"},
		{[]string{"--keys", write("keys", "no key", 0o600)}, exitRejected, "line 1 is no public key"},
		{[]string{"--host-key", write("host", "no key", 0o600)}, exitRejected, "is no private key"},
		{[]string{"--ssh", "nowhere:x"}, exitUsage, `--ssh: "nowhere:x" is no address and port, as in 0.0.0.0:2222`},
		{[]string{"--ssh", taken.Addr().String()}, exitFailure, "no class can come: "},
		{[]string{"--ssh", "off"}, exitUsage, "nobody can come"},
		{[]string{"--http", "127.0.0.1:0"}, exitUsage, "a browser needs the pages"},
		{[]string{"--site", folder}, exitRejected, "--site: "},
		{[]string{"--site", folder, "--keys", "x"}, exitUsage, "a browser has no ssh key"},
		{[]string{"--site", folder, "--cert", "x"}, exitUsage, "--cert and --key are given together"},
		{[]string{"--report", write("report.csv", "", 0o600)}, exitUsage, "is there already; name a new file"},
		{[]string{"--report", folder + "/no/report.csv"}, exitFailure, "--report: " + folder + "/no/report.csv can't be written: there is no folder " + folder + "/no"},
		{[]string{"--keys", folder}, exitRejected, "--keys: " + folder + " is a folder, and no file\n"},
		{[]string{"--password-file", folder}, exitRejected, "--password-file: " + folder + " is a folder, and no file\n"},
		{[]string{"--lesson", "norm"}, exitUsage, "--lesson is played on the teacher's terminal"},
		{[]string{"--log", folder + "/no/log"}, exitRejected, "--log: "},
		{[]string{"--only", "temperature,bits"}, exitUsage, "--only: no lab has all of the knobs temperature, bits"},
		{[]string{"extra"}, exitUsage, "takes no arguments"},
	} {
		env := []string{"XDG_CONFIG_HOME=" + folder}
		code, _, errs := call(env, append([]string{"serve"}, c.args...)...)
		if code != c.code || !strings.Contains(errs, c.err) {
			t.Errorf("%v: exit code %d, want %d: %q", c.args, code, c.code, errs)
		}
	}
	if code, _, errs := call(nil, "serve"); code != exitUsage || !strings.Contains(errs, "--host-key") {
		t.Errorf("without a place for the key: exit code %d: %q", code, errs)
	}
}

// The word that is shown lets in, and the end is in order.
func TestServe(t *testing.T) {
	var out, errs bytes.Buffer
	own := builtintest.Load(t)
	a := &app{lm: own, labs: labs.All(own, own), build: labs.All, out: &out, err: &errs, env: []string{"XDG_CONFIG_HOME=" + t.TempDir()}}
	a.data = &dataWriter{to: a.out}
	a.root() // the defaults of the flags
	ctx, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	if err := a.serve(ctx, classes{ssh: "127.0.0.1:0"}); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^ssh -p \d+ class@127\.0\.0\.1\n$`).MatchString(out.String()) || !regexp.MustCompile(`^class word: [0-9a-z]{4}-[0-9a-z]{4}\n$`).MatchString(errs.String()) {
		t.Errorf("it says %q, and beside it %q", out.String(), errs.String())
	}
	// What a guest is shown has no way out.
	m := a.forGuest(serve.Guest{Env: []string{"TERM=xterm-256color"}}, &serve.Class{}, false, lockedRoom{})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	if frame := m.View().Content; !strings.Contains(frame, "tiny-world") {
		t.Errorf("a guest is shown %q", frame)
	}
	a.show.only = []string{"temperature", "top-p"}
	locked, err := a.lockedRoom()
	if err != nil || locked.lab != "sampling" {
		t.Errorf("the room is locked to %+v, %v", locked, err)
	}
	m.Update(tea.KeyPressMsg{Code: 's', Text: "s"})
	if frame := m.View().Content; !strings.Contains(frame, "no file is written here") {
		t.Errorf("a guest who saves is shown %q", frame)
	}
}
