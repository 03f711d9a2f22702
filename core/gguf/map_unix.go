//go:build unix

package gguf

import (
	"io"
	"os"
	"syscall"
)

// mapFile maps a file of size bytes for reading.
func mapFile(f *os.File, size int) ([]byte, io.Closer, error) {
	if size == 0 {
		return nil, nil, nil
	}
	b, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, err
	}
	return b, closer(func() error { return syscall.Munmap(b) }), nil
}
