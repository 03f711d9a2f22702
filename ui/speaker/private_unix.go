//go:build unix

package speaker

import (
	"io/fs"
	"os"
	"syscall"
)

// private reports whether a file is the user's, and nobody else's to read.
func private(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid() && info.Mode().Perm()&0o077 == 0
}
