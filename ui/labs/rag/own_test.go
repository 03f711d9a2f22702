package rag

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// own is a lab on a folder.
func own(t testing.TB, files fstest.MapFS) *Lab {
	t.Helper()
	l := fresh(t)
	if _, err := l.Read("./notes", files); err != nil {
		t.Fatal(err)
	}
	turn(t, l, "documents", "./notes")
	return l
}

var notesFiles = fstest.MapFS{
	"bread.md":      {Data: []byte("# Bread\n\nSourdough needs flour, water, salt and time. Knead it twice.")},
	"deep/cars.txt": {Data: []byte("My automobile is red. It stands in the street, by the oak.")},
	"evil.txt":      {Data: []byte("\x1b]52;c;ZXZpbA==\x07 and \u202e turned, with a \xff in it")},
	"zip.txt":       {Data: []byte("PK\x03\x04")},
	"long.txt":      {Data: []byte(strings.Repeat("word ", 40_000))},
}

func TestSmallFolders(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"none": {"a.go": {}}, "empty": {"a.txt": {}}, "one": {"a.md": notesFiles["bread.md"]},
	} {
		l := own(t, files)
		for _, v := range l.Views().List {
			turn(t, l, "view", v.Name, "rank", "1")
			for l.Busy() {
				_ = l.Step(0)
			}
			if lab.Sentence(l).Empty() || len(lab.Readings(l)) == 0 {
				t.Errorf("%s, %s: nothing is said", name, v.Name)
			}
			for _, s := range []viz.Size{{}, {W: 20, H: 5}, {W: 40, H: 17}, {W: 120, H: 40}} {
				lab.Draw(l, lab.Frame{Size: s})
			}
		}
	}
}

func TestFolder(t *testing.T) {
	l := own(t, notesFiles)
	turn(t, l, "query", "How is sourdough made?", "retriever", "bm25")
	if got := l.corpus.passages[l.found.hits[byBM25][0].Doc]; !strings.HasPrefix(got.id, "bread.md") || !strings.Contains(got.text, "flour") {
		t.Errorf("bm25 finds %q first", got.id)
	}
	for _, p := range l.corpus.passages {
		if len(p.text) > longest {
			t.Errorf("a passage of %d bytes, a sentence has %d at most", len(p.text), longest)
		}
	}
	help := lab.Knobs(l)[1].Setting.(lab.Choice).Options[len(shipped)].Help
	for _, part := range []string{"4 files", "1 left out: zip.txt: is a zip archive"} {
		if !strings.Contains(help.String(), part) {
			t.Errorf("%q says nothing of %q", help, part)
		}
	}
	for _, v := range l.Views().List {
		turn(t, l, "view", v.Name)
		for l.Busy() {
			_ = l.Step(0)
		}
		text := lab.Draw(l, lab.Frame{Size: viz.Size{W: 60, H: 20}}).Plain()
		if strings.ContainsAny(text, "\x1b\u202e") || strings.TrimSpace(text) == "" {
			t.Errorf("%s shows\n%s", v.Name, text)
		}
	}
	if a, b := l.library.indexed, own(t, fstest.MapFS{"b.txt": {Data: []byte("other")}}); len(a) == 0 || len(b.corpus.passages) != 1 {
		t.Errorf("another folder of the same name has %d passages", len(b.corpus.passages))
	}
}

// A large folder is read in steps: what is shown before says how far it is read,
// and in the end it is what reading at once gives.
func TestLargeFolderInSteps(t *testing.T) {
	files := fstest.MapFS{"zip.txt": notesFiles["zip.txt"]}
	for i := range 2000 {
		files[fmt.Sprintf("%02d/%04d.txt", i%40, i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "File %d tells of number%d.", i, i)}
	}
	l := fresh(t)
	if remarks, err := l.Read("./many", files); err != nil || remarks != nil {
		t.Fatal(remarks, err)
	}
	labtest.Turn(t, l, "documents", "./many")
	p := l.Progress()
	if !p.Stale || p.Share >= 1 || !strings.Contains(p.What.String(), " so far") {
		t.Fatalf("after the first steps: %+v", p)
	}
	twin := l.Twin().(*Lab)
	labtest.Turn(t, twin, "documents", "./many")
	for _, l := range []*Lab{l, twin} {
		wait(t, l)
		if n := len(l.corpus.passages); n != 2000 {
			t.Errorf("%d passages", n)
		}
		if remarks, err := l.Outcome(); err != nil || len(remarks) != 1 {
			t.Errorf("%q, %v", remarks, err)
		}
		if !strings.HasPrefix(l.query, "File 0 tells") {
			t.Errorf("the query is %q", l.query)
		}
	}
}

// A large folder of which nothing can be used is an error in the end, and the
// screen says it.
func TestLargeFolderRefused(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 2000 {
		files[fmt.Sprintf("%04d.txt", i)] = notesFiles["zip.txt"]
	}
	l := fresh(t)
	if _, err := l.Read("./many", files); err != nil {
		t.Fatal(err)
	}
	labtest.Turn(t, l, "documents", "./many")
	wait(t, l)
	if _, err := l.Outcome(); err == nil || !strings.Contains(lab.Sentence(l).String(), "can't be searched: none of its text files") {
		t.Errorf("%v; %s", err, lab.Sentence(l))
	}
}

// The query that a folder opens with is of its text, not of what surrounds it.
func TestOpening(t *testing.T) {
	for text, want := range map[string]string{
		"---\ntitle: x\ndate: 2024\n---\n[![Build](https://x.y/z.svg)](https://x.y)\n\n# The café\n\nIt sells bread to all.": "The café It sells bread to",
		"# Bread\n\nSourdough needs flour, water and time.":                                                                  "Bread Sourdough needs flour water and",
		"--- no settings\nbut text": "no settings but text",
		"![only an image](x.png)":   "?",
	} {
		l := own(t, fstest.MapFS{"a.md": {Data: []byte(text)}})
		if l.query != want {
			t.Errorf("%q opens with %q, want %q", text, l.query, want)
		}
	}
}

// What a user asks for stays when other documents are searched; an example is
// replaced by one of theirs.
func TestQueryIsKept(t *testing.T) {
	l := own(t, notesFiles)
	example := l.query
	for _, query := range []string{"How is sourdough made?", "bread?"} {
		turn(t, l, "query", query)
		for _, documents := range []string{"world", "quantum", "./notes"} {
			if turn(t, l, "documents", documents); l.query != query {
				t.Errorf("%s: the query is %q", documents, l.query)
			}
		}
	}
	turn(t, l, "query", example, "documents", "world")
	if l.query != worldExamples[0].text {
		t.Errorf("the folder's words are asked of the world: %q", l.query)
	}
	if turn(t, l, "documents", "./notes"); l.query != example {
		t.Errorf("the world's example is asked of the folder: %q", l.query)
	}
	// An example of the world that is asked for with the folder, as on a
	// command line, is a question of the user's.
	l = fresh(t)
	if _, err := l.Read("./notes", notesFiles); err != nil {
		t.Fatal(err)
	}
	turn(t, l, "documents", "./notes", "query", worldExamples[1].text)
	if l.query != worldExamples[1].text {
		t.Errorf("the query is %q", l.query)
	}
}
