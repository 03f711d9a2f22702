package wholefile_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"logitarium/core/wholefile"
)

// text writes s.
func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// holds fails unless the folder has these files, as name=content.
func holds(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.Name()+"="+string(data))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	for _, s := range []string{"one", "two"} {
		if err := wholefile.Replace(path, text(s)); err != nil {
			t.Fatal(err)
		}
		holds(t, dir, "a.txt="+s)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o644 {
		t.Errorf("a new file is %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := wholefile.Replace(path, text("three")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("a private file became %v, %v", info.Mode(), err)
	}
}

// A link stays a link: what it leads to is replaced, or made.
func TestReplaceFollowsLinks(t *testing.T) {
	dir, far := t.TempDir(), t.TempDir()
	if err := os.Symlink("b", filepath.Join(dir, "a")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := os.Symlink(filepath.Join(far, "c"), filepath.Join(dir, "b")); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"made", "replaced"} {
		if err := wholefile.Replace(filepath.Join(dir, "a"), text(s)); err != nil {
			t.Fatal(err)
		}
		holds(t, far, "c="+s)
	}
	if to, err := os.Readlink(filepath.Join(dir, "a")); err != nil || to != "b" {
		t.Errorf("the link became %q, %v", to, err)
	}
	if err := os.Symlink("loop", filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	if err := wholefile.Replace(filepath.Join(dir, "loop"), text("x")); err == nil || err.Error() != "not written: too many links: loop" {
		t.Error(err)
	}
}

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := wholefile.Create(path, text("one")); err != nil {
		t.Fatal(err)
	}
	if err := wholefile.Create(path, text("two")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a name that is taken: %v", err)
	}
	holds(t, dir, "a.txt=one")
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o644 {
		t.Errorf("a new file is %v, %v", info.Mode(), err)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "b")); err == nil {
		if err := wholefile.Create(filepath.Join(dir, "b"), text("two")); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a link to nothing: %v", err)
		}
	}
}

// A file that somebody else makes while this one is written stays.
func TestCreateOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	err := wholefile.Create(path, func(w io.Writer) error {
		if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
			t.Fatal(err)
		}
		return text("ours")(w)
	})
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("%v, want %v", err, fs.ErrExist)
	}
	holds(t, dir, "a.txt=theirs")
}

// What can't be written leaves all as it was, and says why before it says
// where: a line of 80 cells cuts the end.
func TestNothingIsLost(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := wholefile.Replace(path, text("old")); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	halfway := func(w io.Writer) error { return cmpOr(text("ne")(w), full) }
	err := wholefile.Replace(path, halfway)
	if !errors.Is(err, full) || err.Error() != "not written: no space left on device: a.txt" {
		t.Error(err)
	}
	if err := wholefile.Create(filepath.Join(dir, "b.txt"), halfway); !errors.Is(err, full) {
		t.Error(err)
	}
	holds(t, dir, "a.txt=old")

	for path, why := range map[string]string{
		dir:                               "not written: this is a folder: " + filepath.Base(dir),
		filepath.Join(dir, "no", "a.txt"): "not written: there is no folder " + filepath.Join(dir, "no") + ": a.txt",
		filepath.Join(dir, strings.Repeat("x", 300)): "not written: file name too long: xxx",
		filepath.Join(dir, "a.txt", "under-a-file"):  "not written: not a directory: under-a-file",
	} {
		for name, f := range map[string]func(string, func(io.Writer) error) error{"Replace": wholefile.Replace, "Create": wholefile.Create} {
			err := f(path, text("x"))
			if err == nil || runtime.GOOS == "linux" && !strings.HasPrefix(err.Error(), why) {
				t.Errorf("%s %.40s: %v, want %s", name, path, err, why)
			}
		}
	}
	holds(t, dir, "a.txt=old")
}

// What Writable refuses Replace refuses too, and it leaves nothing behind.
func TestWritable(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := wholefile.Replace(path, text("old")); err != nil {
		t.Fatal(err)
	}
	refused := map[string]string{
		dir:                               "this is a folder",
		filepath.Join(dir, "no", "a.txt"): "there is no folder " + filepath.Join(dir, "no"),
		filepath.Join(dir, strings.Repeat("x", 300)): "file name too long",
		filepath.Join(path, "under-a-file"):          "not a directory",
	}
	if runtime.GOOS == "linux" {
		refused[os.DevNull] = "not a regular file"
	}
	for path, why := range refused {
		err := wholefile.Writable(path)
		if err == nil || runtime.GOOS == "linux" && err.Error() != why {
			t.Errorf("%.40s: %v, want %s", path, err, why)
		}
		if wholefile.Replace(path, text("x")) == nil {
			t.Errorf("%.40s is written all the same", path)
		}
	}
	for _, path := range []string{path, filepath.Join(dir, "new")} {
		if err := wholefile.Writable(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "no", "far"), filepath.Join(dir, "link")); err == nil {
		if err := wholefile.Writable(filepath.Join(dir, "link")); err == nil {
			t.Error("a link into a folder that is not there is taken")
		}
		if err := os.Remove(filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
	}
	holds(t, dir, "a.txt=old")
}

func cmpOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func ExampleReplace() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "frame.txt")
	for _, frame := range []string{"first", "second"} {
		if err := wholefile.Replace(path, text(frame)); err != nil {
			fmt.Println(err)
		}
	}
	data, _ := os.ReadFile(path)
	fmt.Printf("%s\n", data)
	// Output: second
}

func ExampleWritable() {
	fmt.Println(wholefile.Writable("nowhere/frame.txt"))
	// Output: there is no folder nowhere
}

func ExampleCreate() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "frame.txt")
	fmt.Println(wholefile.Create(path, text("first")))
	fmt.Println(wholefile.Create(path, text("second")))
	// Output:
	// <nil>
	// not written: file already exists: frame.txt
}

func TestPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	write := func(w io.Writer) error {
		if files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(files) == 1 {
			if info, err := os.Stat(files[0]); err == nil && runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("while it is written it is %v", info.Mode())
			}
		}
		_, err := io.WriteString(w, "x")
		return err
	}
	if err := wholefile.CreatePrivate(path, write); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := wholefile.CreatePrivate(path, write); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second time: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := wholefile.ReplacePrivate(path, write); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("replaced: %v, %v", info.Mode(), err)
	}
}
