package regular

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"logitarium/core/fault"
)

func ExampleOpen() {
	_, _, err := Open("/", fault.New("name a file in it"))
	fmt.Println(err)
	// Output: /: this is a directory, not a regular file: name a file in it
}

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("seven b"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := path + "-link"
	if err := os.Symlink(path, link); err != nil {
		link = path
	}
	for _, name := range []string{path, link} {
		f, size, err := Open(name, fault.Text{})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if text, err := io.ReadAll(f); size != 7 || string(text) != "seven b" || err != nil {
			t.Errorf("%d bytes, read %q, %v", size, text, err)
		}
	}
	if f, _, err := Open(path+"-gone", fault.Text{}); f != nil || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestKindOf(t *testing.T) {
	for mode, want := range map[fs.FileMode]string{
		fs.ModeDir | 0o700:                "this is a directory, not a regular file",
		fs.ModeNamedPipe | 0o600:          "this is a named pipe, not a regular file",
		fs.ModeSocket | 0o600:             "this is a socket, not a regular file",
		fs.ModeDevice:                     "this is a device, not a regular file",
		fs.ModeDevice | fs.ModeCharDevice: "this is a device, not a regular file",
		fs.ModeIrregular:                  "this is a device, not a regular file",
	} {
		if got := kindOf(mode).String(); got != want {
			t.Errorf("%v: %q", mode, got)
		}
	}
}
