//go:build !js

package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/ui/web/site"
)

func TestIsFolder(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org": true, "http://127.0.0.1:8080/a/": true, "": false, "course": false, "https://": false, "https:///x": false,
		"file:///tmp": false, "https://example.org/?a": false, "https://example.org/#a": false, "https://example.org/a b": false, `https://a"b`: false,
	} {
		if isFolder(address) != want {
			t.Errorf("%q: %t", address, !want)
		}
	}
}

func TestSite(t *testing.T) {
	folder := t.TempDir()
	tape := filepath.Join(folder, "short.tape")
	if err := os.WriteFile(tape, []byte("#@ title \"Short\"\n#@ chapter \"One\"\nType \"logitarium sampling\"\nEnter\n#@ say \"Here it is.\"\nSleep 1s\nType \"t\"\nRight\n#@ say \"It is hotter.\"\nSleep 1s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "site")
	var stdout, stderr bytes.Buffer
	if code := Main([]string{"site", "-o", out, "--lab", "sampling", "--lesson", tape, "--url", "https://example.org/course"}, nil, &stdout, &stderr, nil); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	for name, texts := range map[string][]string{
		"index.html":         {"labs/sampling.html", "lessons/short.html"},
		"labs/sampling.html": {"temperature", "quit", "Softmax"},
		"lessons/short.html": {"It is hotter.", "logitarium sampling --temperature"},
		"sw.js.br":           {""},
	} {
		page, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if !strings.Contains(string(page), text) {
				t.Errorf("%s is without %q", name, text)
			}
		}
	}
	var embeds []site.OEmbed
	if err := json.Unmarshal(stdout.Bytes(), &embeds); err != nil || len(embeds) != 1 || !strings.Contains(embeds[0].HTML, `"https://example.org/course/labs/sampling.html?embed"`) {
		t.Errorf("%v, %s", err, &stdout)
	}
	for _, args := range [][]string{{"site"}, {"site", "-o", out, "--url", "course"}, {"site", "-o", out, "--url", "file:///tmp"}, {"site", "-o", out, "--lab", "none"}, {"site", "-o", out, "--runtime", folder}, {"site", "-o", out, "--lesson", "none"}} {
		if code := Main(args, nil, &stdout, &stderr, nil); code == 0 {
			t.Errorf("%q is taken", args)
		}
	}
}

// What a runtime is copied over was a runtime, and the one that is read is never
// touched: not where the pages are written beside it, nor when the copy fails.
func TestRuntimeIsNotLost(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(in(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(name, want string) {
		t.Helper()
		if text, err := os.ReadFile(in(name)); string(text) != want {
			t.Errorf("%s holds %q, want %q: %v", name, text, want, err)
		}
	}
	write("made/logitarium.wasm", "new")
	write("beside/runtime/logitarium.wasm", "new")
	write("old/runtime/logitarium.wasm", "old")
	write("old/runtime/gone.js", "old")
	write("mine/runtime/thesis.txt", "mine")
	if err := os.MkdirAll(in("empty/runtime"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		pages, runtime string
		refused        string // is in the error; "" if it is none
	}{
		{"beside", "beside/runtime", ""},
		{"old", "made", ""},
		{"empty", "made", ""},
		{"mine", "made", "holds no runtime, and is not replaced"},
		{"made", "made", "the runtime's own folder"},
		{"made/pages", "made", "the runtime's own folder"},
	} {
		to := filepath.Join(in(tt.pages), "runtime")
		err := mayHoldRuntime(to, in(tt.runtime))
		if (err != nil) != (tt.refused != "") || err != nil && !strings.Contains(err.Error(), tt.refused) {
			t.Errorf("%s from %s: %v, want %q", tt.pages, tt.runtime, err, tt.refused)
		}
		if err != nil {
			continue
		}
		if err := copyRuntime(to, in(tt.runtime)); err != nil {
			t.Error(err)
		}
		holds(tt.pages+"/runtime/logitarium.wasm", "new")
	}
	holds("mine/runtime/thesis.txt", "mine")
	if _, err := os.Stat(in("old/runtime/gone.js")); err == nil {
		t.Error("a file of the runtime before is left")
	}
	if err := copyRuntime(in("old/runtime"), in("none")); err == nil {
		t.Error("a runtime that is not there is copied")
	}
	holds("old/runtime/logitarium.wasm", "new")
	if left, err := os.ReadDir(in("old")); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What can't end well is said before any page is made: that takes minutes.
func TestSiteRefusesAtOnce(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	shut := filepath.Join(folder, "shut")
	if err := os.Mkdir(shut, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"-o", file}, exitFailure, "--output: " + file + " is a file, and no folder"},
		{[]string{"-o", filepath.Join(file, "below")}, exitFailure, "--output: "},
		{[]string{"-o", filepath.Join(shut, "far", "below")}, exitFailure, "below can't be written: permission denied"},
		{[]string{"-o", filepath.Join(folder, "far", "below"), "--lab", "none"}, exitUsage, `no lab "none"`},
	} {
		if os.Getuid() == 0 && strings.HasPrefix(tt.args[1], shut) {
			continue // root may write anywhere
		}
		// A lesson that is not there is what the making of pages begins with.
		code, _, errs := call(nil, append([]string{"site", "--lesson", filepath.Join(folder, "none.tape")}, tt.args...)...)
		if code != tt.code || !strings.Contains(errs, tt.want) {
			t.Errorf("%q: exit code %d, %q, want %d, %q", tt.args, code, errs, tt.code, tt.want)
		}
	}
}
