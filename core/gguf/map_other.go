//go:build !unix

package gguf

import (
	"io"
	"os"
)

// mapFile maps nothing: files are read.
func mapFile(*os.File, int) ([]byte, io.Closer, error) { return nil, nil, nil }
