package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The sections of a WebAssembly module that are read or written here.
const (
	sectionImport = 2
	sectionGlobal = 6
	sectionExport = 7
	sectionData   = 11
)

// wasmHeader begins a module.
var wasmHeader = []byte("\x00asm\x01\x00\x00\x00")

// A reader reads numbers of a module.
type reader struct {
	data []byte
	err  error
}

// take returns the next n bytes; nil, and an error later, if there are fewer.
func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.err = errors.New("a module that ends too early")
		r.data, n = nil, 0
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

// number reads a LEB128, as counts and lengths are written; signed one that may be
// negative, as constants are.
func (r *reader) number() int {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.take(-1)
		return 0
	}
	r.take(n)
	return int(v)
}

func (r *reader) signed() int {
	v, shift := 0, 0
	for {
		b := r.take(1)
		if len(b) == 0 {
			return 0
		}
		v |= int(b[0]&0x7f) << shift
		if shift += 7; b[0]&0x80 == 0 {
			if b[0]&0x40 != 0 {
				v -= 1 << shift
			}
			return v
		}
	}
}

// apart takes a program's data section apart from the rest: what its memory
// begins with. Go writes a hundred thousand segments, whose places alone are some
// two hundred kilobytes when they are packed.
func apart(program []byte) (code, memory []byte, err error) {
	if !bytes.HasPrefix(program, wasmHeader) {
		return nil, nil, errors.New("this is no WebAssembly module")
	}
	code = append(code, wasmHeader...)
	r := reader{data: program[len(wasmHeader):]}
	for len(r.data) > 0 && r.err == nil {
		before := r.data
		id := r.take(1)
		body := r.take(r.number())
		if r.err == nil && id[0] == sectionData {
			memory, r.err = image(body)
			continue
		}
		code = append(code, before[:len(before)-len(r.data)]...)
	}
	if r.err == nil && memory == nil {
		r.err = errors.New("a module without data")
	}
	return code, memory, r.err
}

// image is the memory that the segments of a data section fill.
func image(section []byte) (memory []byte, err error) {
	r := reader{data: section}
	for range r.number() {
		kind, op := r.number(), r.take(1)
		at := r.signed()
		end := r.take(1)
		text := r.take(r.number())
		if r.err != nil {
			return nil, r.err
		}
		if kind != 0 || op[0] != i32Const || end[0] != opEnd || at < 0 {
			return nil, fmt.Errorf("a segment of kind %d at %d", kind, at)
		}
		if grow := at + len(text) - len(memory); grow > 0 {
			memory = append(memory, make([]byte, grow)...)
		}
		copy(memory[at:], text)
	}
	return memory, nil
}

// Of WebAssembly's instructions.
const (
	i32Const = 0x41
	opEnd    = 0x0b
)

// filling returns a module that imports the memory of a program, fills it when it
// is begun, and exports numbers.
func filling(memory []byte, numbers []export) []byte {
	var globals, exports, data []byte
	for i, x := range numbers {
		globals = append(constant(append(globals, typeI32, 0), x.number), opEnd)
		exports = append(append(vector(exports, []byte(x.name)), kindGlobal), byte(i))
	}
	pieces := filled(memory)
	for _, p := range pieces {
		data = append(constant(append(data, 0), p.from), opEnd)
		data = vector(data, memory[p.from:p.to])
	}
	imports := vector(vector([]byte{1}, []byte("go")), []byte("mem"))
	module := bytes.Clone(wasmHeader)
	for _, s := range []struct {
		id   byte
		body []byte
	}{
		{sectionImport, append(imports, kindMemory, 0, 0)}, // of any size
		{sectionGlobal, append(unsigned(nil, len(numbers)), globals...)},
		{sectionExport, append(unsigned(nil, len(numbers)), exports...)},
		{sectionData, append(unsigned(nil, len(pieces)), data...)},
	} {
		module = vector(append(module, s.id), s.body)
	}
	return module
}

// export is a number that a module exports.
type export struct {
	name   string
	number int
}

// Of the types and kinds of WebAssembly.
const (
	typeI32    = 0x7f
	kindMemory = 2
	kindGlobal = 3
)

// unsigned appends a number as a LEB128, vector bytes with their count, and
// constant an instruction that gives a number, which is a signed one.
func unsigned(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

func vector(b, text []byte) []byte { return append(unsigned(b, len(text)), text...) }

func constant(b []byte, n int) []byte {
	b = append(b, i32Const)
	for ; n >= 0x40; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// piece is a part of memory, to excluded.
type piece struct{ from, to int }

// filled are the pieces of memory between long runs of zeros.
func filled(memory []byte) (pieces []piece) {
	const long = 4096
	for i, b := range memory {
		if b == 0 {
			continue
		}
		if n := len(pieces); n > 0 && i-pieces[n-1].to < long {
			pieces[n-1].to = i + 1
			continue
		}
		pieces = append(pieces, piece{i, i + 1})
	}
	return pieces
}
