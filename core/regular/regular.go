// Package regular opens regular files and refuses everything else: reading a
// directory fails late, and reading a named pipe waits for a writer.
package regular

import (
	"io/fs"
	"os"
	"path/filepath"

	"logitarium/core/fault"
)

// Open opens a regular file for reading and returns its size in bytes. Symbolic
// links are followed. For anything else the error says what it is, after
// the name, and ends with the hint, which says what to open instead.
func Open(path string, hint fault.Text) (f *os.File, size int64, err error) {
	f, err = os.OpenFile(path, os.O_RDONLY|unwaiting, 0)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fault.Errorf("%s: %v: %v", filepath.Base(path), kindOf(info.Mode()), hint)
	}
	if err != nil {
		f.Close() // opened for reading: nothing can be lost
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// kindOf says what a file is that is not regular.
func kindOf(m fs.FileMode) fault.Text {
	switch {
	case m.IsDir():
		return fault.New("this is a directory, not a regular file")
	case m&fs.ModeNamedPipe != 0:
		return fault.New("this is a named pipe, not a regular file")
	case m&fs.ModeSocket != 0:
		return fault.New("this is a socket, not a regular file")
	}
	return fault.New("this is a device, not a regular file")
}
