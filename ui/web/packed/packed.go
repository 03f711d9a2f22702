// Package packed writes files as static hosts serve them: each with its
// compressed forms beside it.
package packed

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/andybalholm/brotli"

	"logitarium/core/wholefile"
)

// packs are the endings of what compresses; images and the like do not.
var packs = []string{".html", ".js", ".mjs", ".css", ".wasm", ".json", ".txt", ".ttf", ".safetensors"}

// large is from how many bytes brotli's best level takes minutes; the one used
// then comes to some percent more.
const large = 4 << 20

// Write writes a file into a folder, which it makes, and beside a text or a
// program its compressed forms, name.gz and name.br.
func Write(folder, name string, data []byte) error {
	file := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	if err := write(file, data); err != nil {
		return err
	}
	if !slices.Contains(packs, path.Ext(name)) {
		return nil
	}
	level := brotli.BestCompression
	if len(data) > large {
		level = 9
	}
	for ending, writer := range map[string]func(io.Writer) io.WriteCloser{
		".gz": func(w io.Writer) io.WriteCloser {
			z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // the level is a valid one
			return z
		},
		".br": func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, level) },
	} {
		var packed bytes.Buffer
		w := writer(&packed)
		if _, err := w.Write(data); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := write(file+ending, packed.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func write(file string, data []byte) error {
	return wholefile.Replace(file, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
