//go:build unix

package regular

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"logitarium/core/fault"
)

// Nothing but a regular file is opened, and a pipe that nobody writes to does
// not make it wait.
func TestOthersAreRefused(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for path, want := range map[string]string{
		dir:        filepath.Base(dir) + ": this is a directory, not a regular file: no",
		pipe:       "pipe: this is a named pipe, not a regular file: no",
		os.DevNull: "null: this is a device, not a regular file: no",
	} {
		f, size, err := Open(path, fault.New("no"))
		if f != nil || size != 0 || err == nil || err.Error() != want {
			t.Errorf("%s: %d bytes, %v; want %q", path, size, err, want)
		}
	}
}
