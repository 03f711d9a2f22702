package export_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"logitarium/ui/export"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	holds := func(want string) {
		t.Helper()
		if text, _ := os.ReadFile(path); string(text) != want {
			t.Errorf("the file holds %q, want %q", text, want)
		}
	}
	if err := export.WriteFile(path, "one", false); err != nil {
		t.Fatal(err)
	}
	holds("one")
	if err := export.WriteFile(path, "two", false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a name that is taken: %v", err)
	}
	holds("one")
	if err := export.WriteFile(path, "two", true); err != nil {
		t.Error(err)
	}
	holds("two")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := export.WriteFile(path, "three", true); err != nil {
		t.Error(err)
	}
	holds("three")
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("a private file became %v, %v", info.Mode(), err)
	}
	if err := export.WriteFile(dir, "x", true); err == nil || err.Error() != dir+" is not a file" {
		t.Errorf("a folder: %v", err)
	}
	if err := export.WriteFile(filepath.Join(dir, "no", "a.txt"), "x", true); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}
