// Package gguf reads and writes model files in GGUF, the format of llama.cpp: a
// header with typed metadata and the name, shape and type of every tensor, and
// behind it the numbers, in blocks that share scales. Versions 2 and 3 are
// read, little-endian, in one file or split over several.
//
// Files come from anywhere. Reading is strict and bounded: nothing is
// allocated before its size is known to fit the file, and nothing in a file
// is executed. What is refused, ggml's reader refuses as well, save where a
// comment says otherwise.
//
// Source: ggml's docs/gguf.md and src/gguf.cpp, version 0.27.
package gguf

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"logitarium/core/fault"
)

// Tensor describes one tensor of a file.
type Tensor struct {
	Name string // as in the file: clean it before it is drawn
	Type Type
	// Shape has the dimension whose elements are next to each other last, as
	// matrices are written: [out, in]. The file has it in reverse.
	Shape  []int
	Offset int64 // of its first byte in its file
	Bytes  int64

	of *diskFile
}

// Len returns the number of elements, the product of the shape.
func (t Tensor) Len() int {
	n := 1
	for _, d := range t.Shape {
		n *= d
	}
	return n
}

// File is an open GGUF file, or a split one with all its parts. Its methods can
// be called concurrently if its reader's ReadAt can.
type File struct {
	Version  int // of the format: 2 or 3
	Metadata Metadata

	tensors []Tensor
	byName  map[string]int
	closers []io.Closer
}

// diskFile is one file on the disk.
type diskFile struct {
	r      io.ReaderAt
	size   int64
	mapped []byte // the whole file, if the system can map it
}

// Open reads the header of a file of size bytes. The tensors stay where they
// are until they are asked for. An error about the content is a [*FormatError].
// A part of a split file is an error: it is opened by [OpenPath].
func Open(r io.ReaderAt, size int64) (*File, error) {
	f, err := open(&diskFile{r: r, size: size})
	if err != nil {
		return nil, err
	}
	if n, err := f.parts(); err != nil || n > 1 {
		if err == nil {
			err = &FormatError{What: fault.New("this is one part of a model that is split over %d files", n), Hint: fault.New("open it by its path, with the others beside it")}
		}
		return nil, err
	}
	return f, nil
}

func open(s *diskFile) (*File, error) {
	h, err := parse(s)
	if err != nil {
		return nil, err
	}
	f := &File{Version: h.version, Metadata: h.metadata}
	return f, f.add(h.tensors)
}

// add takes the tensors of one file in.
func (f *File) add(tensors []Tensor) error {
	if f.byName == nil {
		f.byName = make(map[string]int, len(tensors))
	}
	for _, t := range tensors {
		if _, twice := f.byName[t.Name]; twice {
			return malformed(t.Offset, "tensor %s is there twice", quote(t.Name))
		}
		f.byName[t.Name] = len(f.tensors)
		f.tensors = append(f.tensors, t)
	}
	return nil
}

// Close closes what OpenPath opened, and does nothing after Open. What Raw
// returned before must not be read any more.
func (f *File) Close() error {
	var first error
	for _, c := range f.closers {
		if err := c.Close(); err != nil && first == nil {
			first = err
		}
	}
	f.closers = nil
	return first
}

// Tensors lists the tensors in the order of the header.
func (f *File) Tensors() []Tensor { return slices.Clone(f.tensors) }

// Tensor looks a tensor up by its name.
func (f *File) Tensor(name string) (t Tensor, ok bool) {
	i, ok := f.byName[name]
	if !ok {
		return Tensor{}, false
	}
	return f.tensors[i], true
}

// Raw returns the bytes of a tensor as they are in the file. They are not to be
// written to: where the system maps files they are the file's own.
func (f *File) Raw(t Tensor) ([]byte, error) {
	if t.of == nil {
		return nil, fault.Errorf("tensor %s is of no open file", quote(t.Name))
	}
	if t.of.mapped != nil {
		return t.of.mapped[t.Offset : t.Offset+t.Bytes : t.Offset+t.Bytes], nil
	}
	b := make([]byte, t.Bytes)
	if err := readAt(t.of.r, b, t.Offset); err != nil {
		return nil, fault.Errorf("tensor %s: %v", quote(t.Name), err)
	}
	return b, nil
}

// Float32 returns the elements of a tensor, row after row, as float32: those of
// a quantized type are what the type makes of the stored integers. It returns
// an error for a type that [Type.Readable] does not have.
func (f *File) Float32(t Tensor) (values []float32, err error) {
	values = make([]float32, t.Len())
	return values, f.Read(values, t, 0)
}

// Read sets dst to as many elements of a tensor, in the way of [File.Float32],
// from one on. It panics if these are not whole blocks of its type, or not
// there.
func (f *File) Read(dst []float32, t Tensor, from int) error {
	if !t.Type.Readable() {
		return t.refuse()
	}
	weights, size := t.Type.Block()
	if from < 0 || from+len(dst) > t.Len() || from%weights != 0 || len(dst)%weights != 0 {
		panic(fmt.Sprintf("gguf: elements %d to %d of %d in blocks of %d", from, from+len(dst), t.Len(), weights))
	}
	part := t
	part.Offset += int64(from / weights * size)
	part.Bytes = int64(len(dst) / weights * size)
	raw, err := f.Raw(part)
	if err != nil {
		return err
	}
	if err := guard(func() { t.Type.Decode(dst, raw) }); err != nil {
		return fault.Errorf("tensor %s: %v", quote(t.Name), err)
	}
	return nil
}

// Block returns the bytes of block i of a tensor, a copy. It panics if there is no
// such block.
func (f *File) Block(t Tensor, i int) ([]byte, error) {
	weights, size := t.Type.Block()
	if i < 0 || weights == 0 || i >= t.Len()/weights {
		panic(fmt.Sprintf("gguf: block %d of %s, %d elements as %v", i, quote(t.Name), t.Len(), t.Type))
	}
	part := t
	part.Offset += int64(i * size)
	part.Bytes = int64(size)
	raw, err := f.Raw(part)
	if err != nil {
		return nil, err
	}
	b := make([]byte, size)
	if err := guard(func() { copy(b, raw) }); err != nil {
		return nil, fault.Errorf("tensor %s: %v", quote(t.Name), err)
	}
	return b, nil
}

// Q8_0 calls f with the blocks of rows lo to hi of a matrix that is stored as
// Q8_0, until it returns an error. It panics if the matrix is not, or has no
// such rows.
func (f *File) Q8_0(t Tensor, lo, hi int, each func(row, block int, scale float32, ints *[32]int8) error) error {
	if t.Type != Q8_0 || len(t.Shape) != 2 || lo < 0 || hi < lo || hi > t.Shape[0] {
		panic(fmt.Sprintf("gguf: rows %d to %d of %v of %v as Q8_0", lo, hi, t.Shape, t.Type))
	}
	blocks := t.Shape[1] / 32
	part := t
	part.Offset += int64(lo*blocks) * 34
	part.Bytes = int64((hi-lo)*blocks) * 34
	raw, err := f.Raw(part)
	if err != nil {
		return err
	}
	var failed error
	if err := guard(func() {
		var ints [32]int8
		for i := 0; i < (hi-lo)*blocks && failed == nil; i++ {
			for j := range ints {
				ints[j] = int8(raw[i*34+2+j])
			}
			failed = each(lo+i/blocks, i%blocks, fromHalf(raw[i*34:]), &ints)
		}
	}); err != nil {
		return fault.Errorf("tensor %s: %v", quote(t.Name), err)
	}
	return failed
}

// Rows calls use with the bytes of rows lo to hi of a matrix, hi excluded, as
// they are in the file; they are not to be kept. It panics if there are no such
// rows.
func (f *File) Rows(t Tensor, lo, hi int, use func(raw []byte) error) error {
	if len(t.Shape) != 2 || lo < 0 || hi < lo || hi > t.Shape[0] {
		panic(fmt.Sprintf("gguf: rows %d to %d of %v", lo, hi, t.Shape))
	}
	row := t.Bytes / int64(max(t.Shape[0], 1))
	part := t
	part.Offset, part.Bytes = t.Offset+int64(lo)*row, int64(hi-lo)*row
	raw, err := f.Raw(part)
	if err != nil {
		return err
	}
	var failed error
	if err := guard(func() { failed = use(raw) }); err != nil {
		return fault.Errorf("tensor %s: %v", quote(t.Name), err)
	}
	return failed
}

// Forget says that a tensor is not read again soon: of a mapped file it no longer
// takes memory of this program.
func (f *File) Forget(t Tensor) {
	if t.of != nil && t.of.mapped != nil {
		forget(t.of.mapped, t.Offset, t.Bytes)
	}
}

// refuse says why the values of a tensor are not read.
func (t Tensor) refuse() error {
	return &FormatError{
		At: t.Offset, What: fault.New("tensor %s is stored as %v, which is not read", quote(t.Name), t.Type),
		Hint: fault.New("convert it with llama.cpp: llama-quantize --allow-requantize FILE.gguf NEW.gguf Q8_0"),
	}
}

// readAt fills b from the file.
func readAt(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == io.EOF {
		return truncated(at+int64(n), int64(len(b)-n))
	}
	return err
}

// Is reports whether a file begins as a GGUF file does.
func Is(start []byte) bool { return bytes.HasPrefix(start, []byte(magic)) }
