package languages

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/message/po"
)

// A glossary says how each term is translated, and which words are not used.
type glossary struct {
	terms map[string]term
	avoid map[string]string // and what is used in its place
}

type term struct{ to, note string }

// readGlossary reads the tables of a folder's glossary: of four columns for
// terms, of two for words that are not used.
func readGlossary(t *testing.T, language string) glossary {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(language, "glossary.md"))
	if err != nil {
		t.Fatal(err)
	}
	g := glossary{map[string]term{}, map[string]string{}}
	head := true
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "|") {
			head = true
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case head:
			head = !strings.HasPrefix(line, "|-") // the row of dashes ends it
		case len(cells) == 4:
			if _, twice := g.terms[cells[0]]; twice || cells[0] == "" || cells[1] == "" {
				t.Errorf("%s: the term %q is there twice, or has no translation", language, cells[0])
			}
			g.terms[cells[0]] = term{cells[1], cells[3]}
		case len(cells) == 2:
			g.avoid[cells[0]] = cells[1]
		default:
			t.Errorf("%s: a row of %d columns: %s", language, len(cells), line)
		}
	}
	if len(g.terms) == 0 {
		t.Errorf("%s: no terms", language)
	}
	return g
}

// What is shown in the place of a name that is a term is its translation, or
// one with more or less around it, or what the glossary says beside it.
func TestGlossary(t *testing.T) {
	for _, language := range folders() {
		g := readGlossary(t, language)
		text, err := read(language)
		if err != nil {
			t.Fatal(err)
		}
		list, err := po.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		held := 0
		for _, e := range list {
			labels := []string{"view", "knob", "reading", "value", "action", "part", "aspect"}
			known, is := g.terms[e.ID]
			if e.Gone || !is || !slices.Contains(labels, e.About) {
				continue
			}
			held++
			if to := e.To[0]; !strings.Contains(to, known.to) && !strings.Contains(known.to, to) && !strings.Contains(known.note, to) {
				t.Errorf("%s: the %s %s is %q, and the term %q", language, e.About, e.ID, to, known.to)
			}
		}
		if held < 50 {
			t.Errorf("%s: the glossary holds %d labels", language, held)
		}
		for _, e := range list {
			for word, use := range g.avoid {
				if strings.Contains(strings.Join(e.To, " "), word) {
					t.Errorf("%s: %q has %s; use %s", language, e.To, word, use)
				}
			}
		}
	}
}

// The notes and lessons of a language keep to the words of its glossary.
func TestWordsInTexts(t *testing.T) {
	top := os.DirFS("../../..")
	for _, language := range folders() {
		g, found := readGlossary(t, language), 0
		for _, folder := range []string{"ui", "demos"} {
			err := fs.WalkDir(top, folder, func(path string, _ fs.DirEntry, err error) error {
				if err != nil || !strings.Contains(path, "."+language+".") {
					return err
				}
				text, err := fs.ReadFile(top, path)
				found++
				for word, use := range g.avoid {
					if strings.Contains(string(text), word) {
						t.Errorf("%s has %s; use %s", path, word, use)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if found == 0 {
			t.Errorf("%s: no notes, no lessons", language)
		}
	}
}
