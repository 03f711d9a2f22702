package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// read reads a folder to its end.
func read(f fs.FS) (*Folder, error) {
	r := Begin(f)
	for r.Step() {
	}
	return r.Result()
}

func TestRead(t *testing.T) {
	got, err := read(fstest.MapFS{
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
		left[r.Name] = r.Why.String()
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
	got, err := read(fstest.MapFS{"a.go": file("x")})
	if err != nil || len(got.Documents) != 0 {
		t.Errorf("a folder without texts: %v, %v", got, err)
	}
	_, err = read(fstest.MapFS{"a.txt": file("\x1f\x8b")})
	if err == nil || !strings.Contains(err.Error(), "a.txt: is a gzip archive") {
		t.Errorf("a folder of archives: %v", err)
	}
	_, err = read(broken{})
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
	got, err := read(fstest.MapFS{"a.txt": file(half), "b.txt": file(half + half), "c.txt": file("late")})
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
	got, err := read(deep)
	if err != nil || len(got.Documents) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

// A folder of many names is listed in steps too, and read as one of few.
func TestReadInSteps(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 3000 {
		files[fmt.Sprintf("%d.txt", i)] = file(fmt.Sprint(i))
	}
	files["200/a.md"], files["200.md"], files["empty/.txt"] = file("in a folder"), file("beside it"), file("hidden")
	r := Begin(files)
	for listed := 0; r.Step(); {
		if n := r.Listing(); n != 0 && n < listed && r.Files() == 0 {
			t.Fatalf("%d names are listed after %d, and %d files read", n, listed, r.Files())
		} else if n == 0 && r.Files() == 0 {
			t.Fatal("nothing is listed and nothing read")
		} else {
			listed = max(n, listed)
		}
		if s := r.Share(); s < 0 || s > 1 || r.Files() == 0 && s > 0.01 {
			t.Fatalf("the share is %v with %d files", s, r.Files())
		}
	}
	if r.Listing() != 0 || r.Share() != 1 {
		t.Errorf("in the end %d names are listed, and the share is %v", r.Listing(), r.Share())
	}
	got, err := r.Result()
	if err != nil || len(got.Documents) != 3002 {
		t.Fatalf("%d documents, %v", len(got.Documents), err)
	}
	for i, name := range []string{"0.txt", "1.txt", "10.txt", "100.txt"} {
		if got.Documents[i].Name != name {
			t.Errorf("document %d is %s, want %s", i, got.Documents[i].Name, name)
		}
	}
}

// endless is a folder whose names come to no end.
type endless struct{ at int }

func (e *endless) Open(string) (fs.File, error) { return &endless{}, nil }
func (e *endless) Stat() (fs.FileInfo, error)   { return fstest.MapFS{"a/b": {}}.Stat("a") }
func (e *endless) Read([]byte) (int, error)     { return 0, errors.New("is a folder") }
func (e *endless) Close() error                 { return nil }

func (e *endless) ReadDir(n int) ([]fs.DirEntry, error) {
	list := make([]fs.DirEntry, n)
	for i := range list {
		e.at++
		list[i] = name(e.at)
	}
	return list, nil
}

// name is a file of no interest.
type name int

func (n name) Name() string             { return strconv.Itoa(int(n)) }
func (name) IsDir() bool                { return false }
func (name) Type() fs.FileMode          { return 0 }
func (name) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }

func TestReadEndless(t *testing.T) {
	r := Begin(&endless{})
	r.most = 3000
	for r.Step() {
	}
	got, err := r.Result()
	if err != nil || len(got.Remarks) == 0 || !strings.Contains(got.Remarks[0].Why.String(), "has more than 3000 names") {
		t.Errorf("%v, %v", got, err)
	}
}

// A folder whose listing breaks off is said to be unread, and the rest is read.
func TestReadBrokenListing(t *testing.T) {
	files := fstest.MapFS{"a.txt": file("first"), "bad/x.txt": file("unseen"), "z.txt": file("last")}
	got, err := read(breaks{files})
	if err != nil || len(got.Documents) != 2 || len(got.Remarks) != 1 || got.Remarks[0].String() != "bad: can't be read: input/output error" {
		t.Errorf("%v, %v", got, err)
	}
}

type breaks struct{ fs.FS }

func (b breaks) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if name == "bad" {
		f = badListing{f.(fs.ReadDirFile)}
	}
	return f, err
}

type badListing struct{ fs.ReadDirFile }

func (badListing) ReadDir(int) ([]fs.DirEntry, error) {
	return nil, &fs.PathError{Op: "readdir", Path: "bad", Err: errors.New("input/output error")}
}

// Whatever a file holds, what comes out is a document or a remark, the ends of
// lines are \n, and UTF-16 becomes UTF-8.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "plain", "a\r\nb\rc", "\ufeffx", "\xff\xfea", "\xfe\xff\xd8\x00", "\x80\x04", "PK\x03\x04", "\xff\xfe\x00\x00", "\xc3\x28", "\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := read(fstest.MapFS{"x.txt": {Data: raw}})
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
