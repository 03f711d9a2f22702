//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// openLive opens a folder in the lab about retrieval on a terminal, where it is
// read in the background, waits for what is to be seen, and quits. It returns
// the exit code, what stood on stderr before, and what stands there in the end.
func openLive(t *testing.T, files map[string]string, want string) (code int, before, after string) {
	t.Helper()
	screen := newTerminal(t)
	cmd := program([]string{"TERM=xterm-256color", "CLI_TEST=labs"}, "rag", "--documents", notes(t, files), "--query", "flour")
	errs := &lockedBuffer{}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen.slave, screen.slave, errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen.until(want)
	before = errs.String()
	if _, err := screen.master.WriteString("q"); err != nil {
		t.Fatal(err)
	}
	code = exitOf(t, cmd)
	screen.until("\x1b[?1049l")
	return code, before, errs.String()
}

// evilName is a file name that would forge a line, and colour it.
const evilName = "z\x1b[31m\nerror: forged.txt"

// manyFiles are more than are read before the first frame.
func manyFiles(text string) map[string]string {
	files := map[string]string{}
	for i := range 1500 {
		files[fmt.Sprintf("%02d/%04d.txt", i%30, i)] = text
	}
	return files
}

// A large folder of which nothing can be searched ends with the exit code of
// one that is small.
func TestLargeFolderIsRejected(t *testing.T) {
	files := manyFiles("PK\x03\x04")
	files["00/\x1b[31m\nerror: forged.txt"] = "PK\x03\x04" // the first of all
	code, before, after := openLive(t, files, "searched")
	if code != exitRejected || before != "" {
		t.Errorf("exit code %d, want %d; said before the end: %q", code, exitRejected, before)
	}
	if !strings.HasPrefix(after, "error: --documents: ") || !strings.Contains(after, "is a zip archive: unpack it") ||
		strings.Contains(after, "\x1b") || strings.Count(after, "\n") != 1 {
		t.Errorf("stderr: %q", after)
	}
}

// What was left out of a large folder is said when the screen is gone.
func TestLargeFolderRemarks(t *testing.T) {
	files := manyFiles("Bread needs flour and time.")
	files[evilName], files["zip.txt"] = "PK\x03\x04", "PK\x03\x04"
	code, before, after := openLive(t, files, "Bread")
	if code != 0 || before != "" {
		t.Errorf("exit code %d; said before the end: %q", code, before)
	}
	if !strings.Contains(after, "zip.txt: is a zip archive: unpack it\n") || strings.Count(after, "is a zip archive") != 2 ||
		strings.Contains(after, "\x1b") || strings.Contains(after, "\nerror: forged") {
		t.Errorf("stderr: %q", after)
	}
}

// lockedBuffer can be read while a program writes to it.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
