package checkpoint_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"logitarium/core/checkpoint"
)

// A file that a path opened is closed once; what was opened as bytes has
// nothing to close.
func TestClose(t *testing.T) {
	const empty = "\x08\x00\x00\x00\x00\x00\x00\x00{}      "
	path := filepath.Join(t.TempDir(), "model.safetensors")
	if err := os.WriteFile(path, []byte(empty), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := checkpoint.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Errorf("closing: %v", err)
	}
	if err := f.Close(); err == nil {
		t.Error("the file was not closed: it can be closed again")
	}
	g, err := checkpoint.Open(bytes.NewReader([]byte(empty)), int64(len(empty)))
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Errorf("closing bytes: %v", err)
	}
}
