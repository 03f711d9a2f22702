package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestRead(t *testing.T) {
	got, err := Read(fstest.MapFS{
		"b.txt":            file("second"),
		"a.md":             file("# first\r\nline\rlast"),
		"deep/er/C.TXT":    file("\ufeffthird"),
		"program.go":       file("package main"),
		".hidden.txt":      file("no"),
		".git/notes.txt":   file("no"),
		"empty.txt":        file(""),
		"wide.txt":         file("\xff\xfeh\x00i\x00\xb3\x00"),
		"big.txt":          file("\xfe\xff\x00h\x00i"),
		"broken.txt":       file("a\xffb"),
		"link.txt":         {Data: []byte("a.md"), Mode: fs.ModeSymlink},
		"pipe.txt":         {Mode: fs.ModeNamedPipe},
		"pickle.txt":       file("\x80\x04\x95"),
		"zip.md":           file("PK\x03\x04…"),
		"gzip.txt":         file("\x1f\x8b\x08"),
		"nul.txt":          file("a\x00b"),
		"thirty-two.txt":   file("\xff\xfe\x00\x00a\x00\x00\x00"),
		"deep/er/nope.pdf": file("%PDF-"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Document{
		{"a.md", "# first\nline\nlast"}, {"b.txt", "second"}, {"big.txt", "hi"}, {"broken.txt", "a\xffb"},
		{"deep/er/C.TXT", "third"}, {"empty.txt", ""}, {"wide.txt", "hi³"},
	}
	if fmt.Sprint(got.Documents) != fmt.Sprint(want) {
		t.Errorf("documents\n%q\nwant\n%q", got.Documents, want)
	}
	left := map[string]string{}
	for _, r := range got.Remarks {
		left[r.Name] = r.Why
		wantLeft := r.Name != "big.txt" && r.Name != "wide.txt" && r.Name != "broken.txt"
		if r.Left != wantLeft {
			t.Errorf("%v is left out: %v", r, r.Left)
		}
	}
	for name, why := range map[string]string{
		"link.txt": "links are not followed", "pipe.txt": "no plain file", "pickle.txt": "never run",
		"zip.md": "unpack it", "gzip.txt": "unpack it", "nul.txt": "save it as UTF-8",
		"thirty-two.txt": "UTF-32", "wide.txt": "UTF-16", "broken.txt": `\xHH`,
	} {
		if !strings.Contains(left[name], why) {
			t.Errorf("%s: %q, want …%s…", name, left[name], why)
		}
	}
	if got.Bytes != len("# first\nline\nlast")+len("second")+len("hi")+len("a\xffb")+len("third")+len("hi³") {
		t.Errorf("%d bytes", got.Bytes)
	}
}

func TestReadNothing(t *testing.T) {
	got, err := Read(fstest.MapFS{"a.go": file("x")})
	if err != nil || len(got.Documents) != 0 {
		t.Errorf("a folder without texts: %v, %v", got, err)
	}
	_, err = Read(fstest.MapFS{"a.txt": file("\x1f\x8b")})
	if err == nil || !strings.Contains(err.Error(), "a.txt: is a gzip archive") {
		t.Errorf("a folder of archives: %v", err)
	}
	_, err = Read(broken{})
	if err == nil || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a folder that can't be opened: %v", err)
	}
}

type broken struct{}

func (broken) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

// What is too much is left out, and said.
func TestReadSamples(t *testing.T) {
	half := strings.Repeat("word ", MaxBytes/10)
	got, err := Read(fstest.MapFS{"a.txt": file(half), "b.txt": file(half + half), "c.txt": file("late")})
	if err != nil {
		t.Fatal(err)
	}
	if got.Bytes != MaxBytes || len(got.Documents) != 2 {
		t.Errorf("%d documents of %d bytes", len(got.Documents), got.Bytes)
	}
	said := fmt.Sprint(got.Remarks)
	if !strings.Contains(said, "b.txt: only its first") || !strings.Contains(said, "files from c.txt on were not") {
		t.Errorf("remarks: %v", said)
	}
}

func TestReadDeep(t *testing.T) {
	deep := fstest.MapFS{"a.txt": file("x"), strings.Repeat("d/", MaxDepth+1) + "b.txt": file("y")}
	got, err := Read(deep)
	if err != nil || len(got.Documents) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

// Whatever a file holds, what comes out is a document or a remark, the ends of
// lines are \n, and UTF-16 becomes UTF-8.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "plain", "a\r\nb\rc", "\ufeffx", "\xff\xfea", "\xfe\xff\xd8\x00", "\x80\x04", "PK\x03\x04", "\xff\xfe\x00\x00", "\xc3\x28", "\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := Read(fstest.MapFS{"x.txt": {Data: raw}})
		if err != nil {
			if binaryKind(raw) == "" {
				t.Fatalf("%q is refused: %v", raw, err)
			}
			return
		}
		text := got.Documents[0].Text
		if strings.Contains(text, "\r") {
			t.Fatalf("%q has a carriage return", text)
		}
		if (marked16(raw) || utf8.Valid(raw)) && !utf8.ValidString(text) {
			t.Fatalf("%q became %q", raw, text)
		}
		if got.Bytes != len(text) {
			t.Fatalf("%d bytes of %d", got.Bytes, len(text))
		}
	})
}
