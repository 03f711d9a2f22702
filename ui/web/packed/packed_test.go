package packed_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"

	"logitarium/ui/web/packed"
)

func TestWrite(t *testing.T) {
	folder := t.TempDir()
	data := bytes.Repeat([]byte("a page of text\n"), 100)
	if err := packed.Write(folder, "lessons/tour.html", data); err != nil {
		t.Fatal(err)
	}
	for ending, reader := range map[string]func(io.Reader) (io.Reader, error){
		"":    func(r io.Reader) (io.Reader, error) { return r, nil },
		".gz": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		".br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	} {
		raw, err := os.ReadFile(filepath.Join(folder, "lessons", "tour.html"+ending))
		if err != nil {
			t.Fatal(err)
		}
		r, err := reader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, data) {
			t.Errorf("tour.html%s holds %d bytes, %v", ending, len(got), err)
		}
	}
}
