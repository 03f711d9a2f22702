package folder

import (
	"fmt"
	"io/fs"
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

// What the first bytes of a file say it is. A text may hold the same bytes
// anywhere else.
func TestKinds(t *testing.T) {
	for raw, want := range map[string]string{
		"\x1f\x8b\x08":       "is a gzip archive: unpack it",
		"PK\x03\x04rest":     "is a zip archive: unpack it",
		"PK\x05\x06":         "is a zip archive: unpack it",
		"7z\xbc\xaf\x27\x1c": "is a 7z archive: unpack it",
		"BZh91AY":            "is a bzip2 archive: unpack it",
		"\xfd7zXZ\x00":       "is an xz archive: unpack it",
		"\x28\xb5\x2f\xfd":   "is a zstd archive: unpack it",
		"%PDF-1.7":           "is a PDF: convert it, with pdftotext for instance",
		"\x80\x02}":          "is a pickle, which is a program: it is never run",
		"\x80\x03}":          "is a pickle, which is a program: it is never run",
		"\x80\x04}":          "is a pickle, which is a program: it is never run",
		"\x80\x05}":          "is a pickle, which is a program: it is never run",
		"\xff\xfe\x00\x00a":  "is UTF-32: save it as UTF-8",
		"\x00\x00\xfe\xffa":  "is UTF-32: save it as UTF-8",
		"a\x00":              "has bytes of value 0, so it is no text, or UTF-16 without its mark: save it as UTF-8",
		"\x00a":              "has bytes of value 0, so it is no text, or UTF-16 without its mark: save it as UTF-8",
		"":                   "",
		"text":               "",
		"a PK\x03\x04 later": "",
		"\x1f":               "",
		"PK":                 "",
		"\x80\x06":           "",
		"\xff\xfea\x00":      "", // UTF-16, which has such bytes
		"\xfe\xff\x00a":      "",
		"\xff\xfe\x00":       "",
	} {
		if got := string(binaryKind([]byte(raw))); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func TestDecode(t *testing.T) {
	const wide, bytes = "is UTF-16 and was read as that", `has bytes that are no UTF-8; they are shown as \xHH`
	for _, c := range []struct{ why, raw, text, note string }{
		{"nothing", "", "", ""},
		{"a mark alone", "\ufeff", "", ""},
		{"one mark is taken off", "\ufeff\ufeffa", "\ufeffa", ""},
		{"a mark within", "a\ufeffb", "a\ufeffb", ""},
		{"ends of lines", "a\r\nb\rc\nd\r\r\ne", "a\nb\nc\nd\n\ne", ""},
		{"an end at the end", "a\r", "a\n", ""},
		{"a byte that is none", "a\xffb", "a\xffb", bytes},
		{"half a rune", "a\xe4\xb8", "a\xe4\xb8", bytes},
		{"little", "\xff\xfea\x00\r\x00\n\x00", "a\n", wide},
		{"big", "\xfe\xff\x00a\x20\xac", "a€", wide},
		{"a pair", "\xff\xfe\x3d\xd8\x0a\xde", "\U0001f60a", wide},
		{"half a pair", "\xff\xfe\x3d\xd8", "\ufffd", wide},
		{"half a pair before a letter", "\xff\xfe\x3d\xd8a\x00", "\ufffda", wide},
		{"half a unit", "\xff\xfea\x00b", "a\ufffd", wide},
		{"a mark of 16 bits and nothing", "\xff\xfe", "", wide},
	} {
		text, note := decode([]byte(c.raw))
		if text != c.text || string(note) != c.note {
			t.Errorf("%s: %q, %q; want %q, %q", c.why, text, note, c.text, c.note)
		}
	}
}

// Folders are read as deep as is said and no deeper, and what is not read there
// is no file that was left out.
func TestDepth(t *testing.T) {
	name := func(folders int) string { return strings.Repeat("d/", folders) + "a.txt" }
	got, err := read(fstest.MapFS{name(0): file("top"), name(MaxDepth): file("last"), name(MaxDepth + 1): file("beyond")})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Documents) != 2 || got.Documents[0].Text != "top" && got.Documents[1].Text != "top" || len(got.Remarks) != 0 {
		t.Errorf("%d documents, remarks %v", len(got.Documents), got.Remarks)
	}
}

// As many names are looked at as there may be; one more is said.
func TestMostNames(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 5 {
		files[fmt.Sprintf("%d.txt", i)] = file("x")
	}
	for most, want := range map[int]int{6: 5, 5: 4, 2: 1} { // the top is one of them
		r := Begin(files)
		r.most = most
		for r.Step() {
		}
		got, err := r.Result()
		if err != nil || len(got.Documents) != want {
			t.Errorf("of %d names %d documents are read, want %d; %v", most, len(got.Documents), want, err)
			continue
		}
		if said := len(got.Remarks) > 0; said != (want < 5) {
			t.Errorf("of %d names: %v", most, got.Remarks)
		}
		for _, m := range got.Remarks {
			if m.Left {
				t.Errorf("%v is said of a file that was left out", m)
			}
		}
	}
}

// The share of what is done grows from 0 to 1 and never falls while names are
// read, and the counts agree with the result.
func TestShare(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 2000 {
		files[fmt.Sprintf("%04d.txt", i)] = file("some words")
	}
	r := Begin(files)
	if r.Share() != 0 || r.Files() != 0 || r.Listing() != 0 {
		t.Errorf("before the first step: %v, %d files, %d names", r.Share(), r.Files(), r.Listing())
	}
	last, steps := 0.0, 0
	for r.Step() {
		steps++
		now := r.Share()
		if r.Listing() == 0 && now < last || now < 0 || now > 1 || math.IsNaN(now) {
			t.Errorf("step %d: the share falls from %v to %v", steps, last, now)
		}
		last = now
		if r.Listing() > 0 && r.Files() > 0 {
			t.Errorf("step %d lists %d names and has read %d files of one folder", steps, r.Listing(), r.Files())
		}
	}
	got, err := r.Result()
	if err != nil || r.Share() != 1 || r.Files() != 2000 || len(got.Documents) != 2000 || got.Bytes != 2000*len("some words") {
		t.Errorf("at the end: share %v, %d files, %d bytes, %v", r.Share(), r.Files(), got.Bytes, err)
	}
	if steps < 2000/stepFiles {
		t.Errorf("%d steps for 2000 files: more than %d in one", steps, stepFiles)
	}
	if r.Step() {
		t.Error("after the end there is more to do")
	}
}

// Names that begin with a point are passed over in silence, and so is all that
// is below them; a folder may be called like a text.
func TestSilence(t *testing.T) {
	got, err := read(fstest.MapFS{
		".a.txt": file("no"), "x/.b.md": file("no"), ".x/c.txt": file("no"), "x/y.txt/d.md": file("yes"),
		"e.TXT": file("yes"), "f.Md": file("yes"), "g.text": file("no"), "txt": file("no"), "h.txt~": file("no"),
	})
	if err != nil || len(got.Remarks) != 0 {
		t.Fatalf("%v, %v", err, got.Remarks)
	}
	var names []string
	for _, d := range got.Documents {
		names = append(names, d.Name)
		if d.Text != "yes" {
			t.Errorf("%s is read", d.Name)
		}
	}
	if want := "e.TXT f.Md x/y.txt/d.md"; strings.Join(names, " ") != want {
		t.Errorf("read %v, want %s", names, want)
	}
}

// A file that is another thing when it is opened than when it was listed is left
// out.
func TestSwapped(t *testing.T) {
	got, err := read(swaps{fstest.MapFS{"a.txt": file("plain"), "b.txt": file("was plain")}})
	if err != nil || len(got.Documents) != 1 || got.Documents[0].Name != "a.txt" {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(got.Remarks) != 1 || got.Remarks[0].String() != "b.txt: is no plain file" || !got.Remarks[0].Left {
		t.Errorf("remarks: %v", got.Remarks)
	}
}

// swaps is a file system in which b.txt becomes a pipe before it is opened.
type swaps struct{ fstest.MapFS }

func (s swaps) Open(name string) (fs.File, error) {
	if name == "b.txt" {
		return fstest.MapFS{"b.txt": {Mode: fs.ModeNamedPipe}}.Open(name)
	}
	return s.MapFS.Open(name)
}

// The endings that are told can't be changed by who asks.
func TestEndings(t *testing.T) {
	Endings()[0] = ".exe"
	if got := fmt.Sprint(Endings()); got != "[.txt .md]" {
		t.Errorf("endings %s", got)
	}
}
