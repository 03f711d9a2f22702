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
