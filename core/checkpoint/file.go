// Package checkpoint reads and writes the weights of models in the safetensors
// format: eight bytes with the length of a header, the header in JSON, which
// names every tensor with its type, shape and place, and the numbers.
//
// Files come from anywhere. Reading is strict and bounded: nothing is
// allocated before its size is known to fit the file, and nothing in a file
// is executed.
package checkpoint

import (
	"encoding/binary"
	"io"
	"maps"
	"path/filepath"
	"slices"

	"logitarium/core/fault"
	"logitarium/core/regular"
)

// TensorInfo describes one tensor of a file.
type TensorInfo struct {
	Name  string // as in the file: clean it before it is drawn
	DType DType
	Shape []int // empty for a single number
	// Begin and End are its first byte and the one after its last, counted
	// from the end of the header.
	Begin, End int64

	count int
}

// Len returns the number of elements, the product of the shape.
func (t TensorInfo) Len() int { return t.count }

// File is an open safetensors file. Its methods can be called concurrently if
// its reader's ReadAt can.
type File struct {
	r        io.ReaderAt
	data     int64 // where the tensors start
	tensors  []TensorInfo
	byName   map[string]int
	metadata map[string]string
	close    func() error
}

// Open reads the header of a file of size bytes. The tensors stay where they
// are until they are asked for. An error about the content is a [*FormatError].
func Open(r io.ReaderAt, size int64) (*File, error) {
	if size < 8 {
		return nil, &FormatError{fault.New("%d bytes are too short for a safetensors file, which starts with 8 bytes for the length of its header", max(size, 0)), fault.New("download it again")}
	}
	start := make([]byte, min(size, 9))
	if err := readAt(r, start, 0); err != nil {
		return nil, err
	}
	if err := refuseOthers(start); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint64(start)
	switch {
	case n == 0:
		return nil, malformed("the header is empty")
	case n > formatHeader:
		return nil, malformed("the header is too large: %d bytes, and the format allows %d", n, formatHeader)
	case n > maxHeader:
		return nil, &FormatError{fault.New("the header has %d bytes; at most %d are read", n, maxHeader), fault.New("a model to look at has a header of some kilobytes: is this the right file?")}
	case int64(n) > size-8:
		return nil, &FormatError{fault.New("the header is truncated: it should have %d bytes, and the file has %d after its start", n, size-8), fault.New("download it again")}
	}
	raw := make([]byte, n)
	if err := readAt(r, raw, 8); err != nil {
		return nil, err
	}
	h, err := parseHeader(raw, size-8-int64(n))
	if err != nil {
		return nil, err
	}
	f := &File{r: r, data: 8 + int64(n), tensors: h.tensors, metadata: h.metadata, byName: make(map[string]int, len(h.tensors))}
	for i, t := range h.tensors {
		f.byName[t.Name] = i
	}
	return f, nil
}

// OpenPath opens a file by its path. It must be a regular file. Close the
// result. Errors name the file.
func OpenPath(path string) (*File, error) {
	f, size, err := regular.Open(path, fault.New("name the .safetensors file itself"))
	if err != nil {
		return nil, err
	}
	file, err := Open(f, size)
	if err != nil {
		f.Close() // opened for reading: nothing can be lost
		return nil, fault.Errorf("%s: %v", filepath.Base(path), err)
	}
	file.close = f.Close
	return file, nil
}

// refuseOthers recognises formats that are often mistaken for safetensors by
// their first bytes. They may also be the length of a header, so that a {
// behind them speaks for safetensors.
func refuseOthers(start []byte) error {
	if len(start) > 8 && start[8] == '{' {
		return nil
	}
	pickle := start[0] == 0x80 && start[1] >= 2 && start[1] <= 5
	const convert fault.Format = "it can run code when it is opened, so it is not; convert it once with Python: " +
		`safetensors.torch.save_file(torch.load(file, weights_only=True), "model.safetensors")`
	switch magic := string(start[:4]); {
	case pickle:
		return &FormatError{fault.New("this is a Python pickle, not a safetensors file"), fault.New(convert)}
	case magic == "PK\x03\x04":
		return &FormatError{fault.New("this is a zip archive, as PyTorch writes for its pickles, not a safetensors file"), fault.New(convert)}
	case magic == "GGUF":
		return &FormatError{fault.New("this is a GGUF file, not a safetensors file"), fault.New("look for model.safetensors beside the model it was made from")}
	case magic[:2] == "\x1f\x8b", magic == "7z\xbc\xaf":
		return &FormatError{fault.New("this is a compressed archive, not a safetensors file"), fault.New("unpack it first")}
	}
	return nil
}

// Close closes a file that OpenPath opened, and does nothing after Open.
func (f *File) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

// Tensors lists the tensors in the order of their bytes.
func (f *File) Tensors() []TensorInfo { return slices.Clone(f.tensors) }

// Metadata returns a copy of the file's own notes, nil if it has none.
func (f *File) Metadata() map[string]string { return maps.Clone(f.metadata) }

// Tensor looks a tensor up by its name.
func (f *File) Tensor(name string) (t TensorInfo, ok bool) {
	i, ok := f.byName[name]
	if !ok {
		return TensorInfo{}, false
	}
	return f.tensors[i], true
}

func (f *File) find(name string) (TensorInfo, error) {
	t, ok := f.Tensor(name)
	if !ok {
		return t, &FormatError{fault.New("no tensor %s among the %d of this file", quote(name), len(f.tensors)), fault.New("is this the weights of another kind of model?")}
	}
	return t, nil
}

// Raw returns a reader of the bytes of a tensor, little-endian, as they are in
// the file.
func (f *File) Raw(name string) (*io.SectionReader, error) {
	t, err := f.find(name)
	if err != nil {
		return nil, err
	}
	return io.NewSectionReader(f.r, f.data+t.Begin, t.End-t.Begin), nil
}
