package wholefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Where a file can have only one name, a name is claimed all the same: it must
// be free, and if the rename fails it is free again.
func TestClaimOfAnEmptyFile(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	write := func(path, s string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	has := func(path, want string) {
		t.Helper()
		if data, err := os.ReadFile(path); want == "" && !errors.Is(err, fs.ErrNotExist) || want != "" && string(data) != want {
			t.Errorf("%s holds %q (%v), want %q", filepath.Base(path), data, err, want)
		}
	}
	write(from, "new")
	if err := claimEmpty(from, to); err != nil {
		t.Error(err)
	}
	has(from, "")
	has(to, "new")

	write(from, "newer")
	if err := claimEmpty(from, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a name that is taken: %v", err)
	}
	has(from, "newer")
	has(to, "new")

	free := filepath.Join(dir, "free")
	if err := claimEmpty(filepath.Join(dir, "gone"), free); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing is renamed: %v", err)
	}
	has(free, "")
}

// As many links in a row are followed as Linux follows.
func TestLinksInARow(t *testing.T) {
	dir := t.TempDir()
	for i := range 41 {
		if err := os.Symlink(fmt.Sprint(i), filepath.Join(dir, fmt.Sprint(i+1))); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	if to, err := follow(filepath.Join(dir, "40")); err != nil || to != filepath.Join(dir, "0") {
		t.Errorf("40 links lead to %q, %v", to, err)
	}
	if _, err := follow(filepath.Join(dir, "41")); err == nil || err.Error() != "too many links" {
		t.Errorf("41 links: %v", err)
	}
}
