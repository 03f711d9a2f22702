package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A translation stays, wherever it stood; what is new is empty, what is gone is
// marked, and comes back with its message.
func TestMerge(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "xx")
	entries := []entry{
		{id: "quit", at: []string{"ui/foot.go:10", "ui/cli/a.go:3"}},
		{about: "knob", id: "draws", at: []string{"ui/labs/sampling/knobs.go:7"}},
		{id: "one of %d", many: "%d of them", at: []string{"core/lm/a.go:1"}},
		{id: "for tests", at: []string{"ui/lab/toy/toy.go:1"}},
	}
	if err := merge(dir, entries); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, map[string]string{
		"ui.po":       "#: ui/cli/a.go\n#: ui/foot.go\nmsgid \"quit\"\nmsgstr \"\"\n",
		"sampling.po": "#: ui/labs/sampling/knobs.go\nmsgctxt \"knob\"\nmsgid \"draws\"\nmsgstr \"\"\n",
		"core.po":     "#: core/lm/a.go\n#, c-format\nmsgid \"one of %d\"\nmsgid_plural \"%d of them\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n",
	})
	// Somebody translates, in one file of their own, for a language without a plural.
	for _, f := range []string{"ui.po", "sampling.po", "core.po"} {
		if err := os.Remove(filepath.Join(dir, f)); err != nil {
			t.Fatal(err)
		}
	}
	all := `msgid ""
msgstr ""
"Language: xx\n"
"Plural-Forms: nplurals=1; plural=0;\n"

# a remark
msgid "quit"
msgstr "QUIT"

msgctxt "knob"
msgid "draws"
msgstr "DRAWS"

msgid "one of %d"
msgid_plural "%d of them"
msgstr[0] "%d OF THEM"
`
	if err := os.WriteFile(filepath.Join(dir, "all.po"), []byte(all), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := merge(dir, entries); err != nil {
		t.Fatal(err)
	}
	whole := map[string]string{
		"ui.po":       "# a remark\n#: ui/cli/a.go\n#: ui/foot.go\nmsgid \"quit\"\nmsgstr \"QUIT\"\n",
		"sampling.po": "#: ui/labs/sampling/knobs.go\nmsgctxt \"knob\"\nmsgid \"draws\"\nmsgstr \"DRAWS\"\n",
		"core.po":     "#: core/lm/a.go\n#, c-format\nmsgid \"one of %d\"\nmsgid_plural \"%d of them\"\nmsgstr[0] \"%d OF THEM\"\n",
	}
	wantFiles(t, dir, whole)
	if err := merge(dir, entries[1:]); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, map[string]string{
		"ui.po":       "# a remark\n#~ msgid \"quit\"\n#~ msgstr \"QUIT\"\n",
		"sampling.po": whole["sampling.po"],
		"core.po":     whole["core.po"],
	})
	if err := merge(dir, entries); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, whole)
}

// wantFiles compares a folder with what its files hold after their headers.
func wantFiles(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(paths) != len(want) {
		t.Errorf("there are %q", paths)
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		header, body, _ := strings.Cut(string(got), "\n\n")
		if body != text || !strings.Contains(header, `"Language: xx\n"`) {
			t.Errorf("%s is\n%s\nwant a header and\n%s", name, got, text)
		}
	}
}
