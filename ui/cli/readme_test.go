package cli

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
)

// pages are what says how the program is called.
var pages = []string{"../../README.md", "../../README.zh-Hant.md", "../../demos/README.md"}

// Every command line of a README is one that the program takes: its command is
// there, and so are its flags.
func TestCommandLinesOfREADMEs(t *testing.T) {
	own := builtintest.Load(t)
	for _, page := range pages {
		lines := commandLines(t, page)
		if len(lines) < 5 {
			t.Errorf("%s has %d command lines", page, len(lines))
		}
		for _, line := range lines {
			a := &app{lm: own, labs: labs.All(own, own), build: labs.All}
			root := a.root()
			cmd, rest, err := root.Find(strings.Fields(strings.NewReplacer("[", "", "]", "", `"`, "").Replace(line)))
			if err == nil {
				err = cmd.ParseFlags(rest)
			}
			if left := cmd.Flags().Args(); err == nil && cmd == root && len(left) > 0 {
				err = a.namesModel(root, left)
			}
			if err != nil {
				t.Errorf("%s: logitarium %s: %v", page, line, err)
			}
		}
	}
}

// Every flag that a README speaks of is one of some command, and both languages
// speak of the same and call the program in the same ways.
func TestFlagsOfREADMEs(t *testing.T) {
	own := builtintest.Load(t)
	known := map[string]bool{"--port": true} // of llama-server
	note := func(f *pflag.Flag) { known["--"+f.Name] = true }
	root := (&app{lm: own, labs: labs.All(own, own), build: labs.All}).root()
	for _, c := range append([]*cobra.Command{root}, root.Commands()...) {
		c.Flags().VisitAll(note)
		c.PersistentFlags().VisitAll(note)
	}
	named := map[string][]string{}
	for _, page := range pages {
		all := regexp.MustCompile(`--[a-z][a-z-]*`).FindAllString(pageOf(t, page), -1)
		slices.Sort(all)
		named[page] = slices.Compact(all)
		for _, flag := range named[page] {
			if !known[flag] {
				t.Errorf("%s speaks of %s, which no command has", page, flag)
			}
		}
	}
	if en, zh := named[pages[0]], named[pages[1]]; !slices.Equal(en, zh) {
		t.Errorf("one README speaks of %q and the other of %q", en, zh)
	}
	if en, zh := commandLines(t, pages[0]), commandLines(t, pages[1]); !slices.Equal(en, zh) {
		t.Errorf("one README has the command lines %q and the other %q", en, zh)
	}
}

// commandLines are the lines of a page's blocks that call the program, without its
// name; what comes behind two blanks says what they do. One line may show several
// that are alike, with a bar between.
func commandLines(t *testing.T, page string) []string {
	t.Helper()
	var all []string
	for _, block := range regexp.MustCompile("(?ms)^```[a-z]*\n(.*?)^```$").FindAllStringSubmatch(pageOf(t, page), -1) {
		for line := range strings.Lines(block[1]) {
			typed, calls := strings.CutPrefix(strings.TrimSpace(line), "logitarium")
			if !calls {
				continue
			}
			typed, _, _ = strings.Cut(typed, "  ")
			first, others, _ := strings.Cut(strings.TrimSpace(typed), " | ")
			all = append(all, first)
			words := strings.Fields(first)
			for other := range strings.SplitSeq(others, " | ") {
				if strings.HasPrefix(other, "--") && len(words) > 1 {
					other = words[0] + " " + other
				}
				if other != "" {
					all = append(all, other)
				}
			}
		}
	}
	return all
}

func pageOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
