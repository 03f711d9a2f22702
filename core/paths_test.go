package core_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What CONTRIBUTING and README say is where, is there.
func TestPathsInTexts(t *testing.T) {
	for _, tt := range []struct {
		file string
		some string // one path that is surely named
	}{
		{"CONTRIBUTING.md", "core/law_test.go"},
		{"CONTRIBUTING.md", "ui/lab/labtest"},
		{"README.md", "core/builtin"},
	} {
		text, err := os.ReadFile(filepath.Join("..", tt.file))
		if err != nil {
			t.Fatal(err)
		}
		named := pathsIn(string(text))
		if !slices.Contains(named, tt.some) {
			t.Errorf("%s names %q: %s is not found among it", tt.file, named, tt.some)
		}
		for _, p := range named {
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(p))); err != nil {
				t.Errorf("%s names %s, which is not there", tt.file, p)
			}
		}
	}
}

var (
	backticks = regexp.MustCompile("`[^`\n]+`")
	fence     = regexp.MustCompile("(?ms)^```.*?^```$")
)

// pathsIn returns the paths in a text, from the top of the module: words in
// backticks that have a slash, but for patterns, placeholders and what begins
// with one, as the paths of a server do, and the entries of the map, the block that begins with main.go.
func pathsIn(text string) []string {
	var named []string
	for _, block := range fence.FindAllString(text, -1) {
		if _, entries, _ := strings.Cut(block, "\n"); strings.HasPrefix(entries, "main.go ") {
			named = append(named, entriesOf(entries)...)
		}
	}
	for _, quoted := range backticks.FindAllString(fence.ReplaceAllString(text, ""), -1) {
		for word := range strings.FieldsSeq(strings.Trim(quoted, "`")) {
			if strings.Contains(word, "/") && !strings.HasPrefix(word, "/") && !strings.ContainsAny(word, "*<=:") {
				named = append(named, path.Clean(strings.TrimSuffix(word, "/...")))
			}
		}
	}
	return named
}

// entriesOf reads a map: a path and what it is on each line, what is inside
// of a folder two blanks further in.
func entriesOf(entries string) []string {
	var named, above []string
	for line := range strings.Lines(entries) {
		words := strings.Fields(line)
		if len(words) < 2 { // the end of the block
			continue
		}
		depth := (len(line) - len(strings.TrimLeft(line, " "))) / 2
		above = append(above[:min(depth, len(above))], words[0])
		named = append(named, path.Join(above...))
	}
	return named
}

func TestPathsIn(t *testing.T) {
	const text = "See `core/a` and `./ui/...`; not `b`, `core/<x>`, `X=1 go test ./viz/...`, `*/x`, `https://a/b`, `/v1/c`.\n" +
		"```\nmain.go  starts\ncore/  numbers\n  a/  one\n    b/c.go  two\nui/  shell\n```\nand `d/e`\n```\ngo run ./none/here\n```\n"
	want := []string{"main.go", "core", "core/a", "core/a/b/c.go", "ui", "core/a", "ui", "viz", "d/e"}
	if got := pathsIn(text); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
