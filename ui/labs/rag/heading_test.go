package rag

import (
	"strings"
	"testing"
	"testing/fstest"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// A heading goes with what follows it.
func TestHeadings(t *testing.T) {
	l := own(t, fstest.MapFS{"notes/on/baking/bread.md": {Data: []byte("# Bread\n\n## Sourdough\n\nIt needs flour and time. Knead it twice.\n\n#hashtag\n\nBye.\n\n# End")}})
	turn(t, l, "query", "sourdough")
	var texts []string
	for _, p := range l.corpus.passages {
		texts = append(texts, p.text)
	}
	if got, want := strings.Join(texts, "|"), "# Bread ## Sourdough It needs flour and time.|Knead it twice.|#hashtag|Bye.|# End"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	const path = "notes/on/baking/bread.md:1"
	for _, s := range []viz.Size{{W: 80, H: 30}, {W: 120, H: 30}} {
		for _, view := range []string{"ranking", "prompt"} {
			turn(t, l, "view", view)
			if text := lab.Draw(l, lab.Frame{Size: s, Theme: viz.Themes()[0]}).Plain(); !strings.Contains(text, path) {
				t.Errorf("%s at %v has no whole path:\n%s", view, s, text)
			}
		}
	}
}
