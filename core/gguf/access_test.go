package gguf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// readable are the types that are read, in the order of their numbers.
func readable() []Type {
	var all []Type
	for t := range layouts {
		if t.Readable() {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	return all
}

// noise returns a matrix of random bytes, but for scales that are not finite.
func noise(name string, kind Type, rows, blocks int) Stored {
	r := rand.New(rand.NewPCG(uint64(kind), 7))
	weights, size := kind.Block()
	s := Stored{Name: name, Type: kind, Shape: []int{rows, blocks * weights}, Data: make([]byte, rows*blocks*size)}
	for i := range s.Data {
		s.Data[i] = byte(r.Uint32()) &^ 0x40 // no exponent of ones alone
	}
	return s
}

// onDisk and inMemory open the same file in the two ways that there are.
func onDisk(t *testing.T, tensors ...Stored) *File {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, nil, tensors); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "m.gguf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func same(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) || x != x && y != y })
}

// However a tensor is asked for - whole, by rows, by blocks, in parts, mapped or
// read - its bytes and its elements are the same.
func TestAllWaysAgree(t *testing.T) {
	const rows, blocks = 3, 2
	for _, kind := range readable() {
		src := noise("w", kind, rows, blocks)
		weights, size := kind.Block()
		want := make([]float32, rows*blocks*weights)
		kind.Decode(want, src.Data)
		for how, f := range map[string]*File{"mapped": onDisk(t, noise("a", F16, 1, 5), src), "read": written(t, nil, noise("a", F16, 1, 5), src)} {
			say := func(format string, args ...any) {
				t.Errorf("%v, %s: %s", kind, how, fmt.Sprintf(format, args...))
			}
			w, ok := f.Tensor("w")
			if !ok || w.Len() != len(want) || w.Bytes != int64(len(src.Data)) || !slices.Equal(w.Shape, src.Shape) {
				say("%+v", w)
			}
			if raw, err := f.Raw(w); err != nil || !bytes.Equal(raw, src.Data) || cap(raw) != len(raw) {
				say("the bytes are others: %v", err)
			}
			if got, err := f.Float32(w); err != nil || !same(got, want) {
				say("the elements are others: %v", err)
			}
			for from := 0; from <= len(want); from += weights {
				dst := make([]float32, min(weights*blocks, len(want)-from))
				if err := f.Read(dst, w, from); err != nil || !same(dst, want[from:from+len(dst)]) {
					say("elements from %d on are others: %v", from, err)
				}
			}
			for i := range rows * blocks {
				b, err := f.Block(w, i)
				if err != nil || !bytes.Equal(b, src.Data[i*size:(i+1)*size]) {
					say("block %d is another: %v", i, err)
				}
				b[0]++ // a copy: the file is not changed
			}
			for lo := range rows + 1 {
				for hi := lo; hi <= rows; hi++ {
					if err := f.Rows(w, lo, hi, func(raw []byte) error {
						if !bytes.Equal(raw, src.Data[lo*blocks*size:hi*blocks*size]) {
							say("rows %d to %d are others", lo, hi)
						}
						return nil
					}); err != nil {
						say("rows %d to %d: %v", lo, hi, err)
					}
				}
			}
			f.Forget(w)
			if got, err := f.Float32(w); err != nil || !same(got, want) {
				say("after it was forgotten: %v", err)
			}
		}
	}
}

// Blocks of Q8_0 come in order, each with its row and place, until one is an
// error.
func TestQ8_0(t *testing.T) {
	src := noise("w", Q8_0, 4, 3)
	f := written(t, nil, src)
	w, _ := f.Tensor("w")
	values, err := f.Float32(w)
	if err != nil {
		t.Fatal(err)
	}
	for lo := range 5 {
		for hi := lo; hi <= 4; hi++ {
			n := 0
			err := f.Q8_0(w, lo, hi, func(row, block int, scale float32, ints *[32]int8) error {
				if row != lo+n/3 || block != n%3 {
					t.Errorf("rows %d to %d: call %d is block %d of row %d", lo, hi, n, block, row)
				}
				for i, q := range ints {
					if got, want := scale*float32(q), values[row*96+block*32+i]; got != want {
						t.Fatalf("row %d, block %d, element %d: %g, want %g", row, block, i, got, want)
					}
				}
				n++
				return nil
			})
			if err != nil || n != 3*(hi-lo) {
				t.Errorf("rows %d to %d: %d blocks, %v", lo, hi, n, err)
			}
		}
	}
	enough, n := errors.New("enough"), 0
	err = f.Q8_0(w, 0, 4, func(int, int, float32, *[32]int8) error {
		if n++; n == 5 {
			return enough
		}
		return nil
	})
	if err != enough || n != 5 {
		t.Errorf("%v after %d blocks", err, n)
	}
	if err := f.Rows(w, 0, 1, func([]byte) error { return enough }); err != enough {
		t.Errorf("%v", err)
	}
}

// What is not there is a mistake of the program's, and says what was asked for.
func TestPanics(t *testing.T) {
	f := written(t, nil, noise("w", Q8_0, 2, 2), noise("v", F32, 1, 4), Stored{"line", Q8_0, []int{64}, make([]byte, 68)})
	w, _ := f.Tensor("w")
	v, _ := f.Tensor("v")
	line, _ := f.Tensor("line")
	unknown := w
	unknown.Type = 99
	none := func(int, int, float32, *[32]int8) error { return nil }
	skip := func([]byte) error { return nil }
	for want, do := range map[string]func(){
		"elements 0 to 160 of 128 in blocks of 32":   func() { _ = f.Read(make([]float32, 160), w, 0) },
		"elements 128 to 160 of 128 in blocks of 32": func() { _ = f.Read(make([]float32, 32), w, 128) },
		"elements 16 to 48 of 128 in blocks of 32":   func() { _ = f.Read(make([]float32, 32), w, 16) },
		"elements 0 to 31 of 128 in blocks of 32":    func() { _ = f.Read(make([]float32, 31), w, 0) },
		"elements -32 to 0 of 128 in blocks of 32":   func() { _ = f.Read(make([]float32, 32), w, -32) },
		"block 4 of \"w\", 128 elements as Q8_0":     func() { _, _ = f.Block(w, 4) },
		"block -1 of \"w\", 128 elements as Q8_0":    func() { _, _ = f.Block(w, -1) },
		"block 9223372036854775807 of \"w\"":         func() { _, _ = f.Block(w, math.MaxInt) },
		"block 0 of \"w\", 128 elements as Type(99)": func() { _, _ = f.Block(unknown, 0) },
		"rows 0 to 1 of [1 4] of F32 as Q8_0":        func() { _ = f.Q8_0(v, 0, 1, none) },
		"rows 0 to 1 of [64] of Q8_0 as Q8_0":        func() { _ = f.Q8_0(line, 0, 1, none) },
		"rows -1 to 1 of [2 64] of Q8_0 as Q8_0":     func() { _ = f.Q8_0(w, -1, 1, none) },
		"rows 1 to 0 of [2 64] of Q8_0 as Q8_0":      func() { _ = f.Q8_0(w, 1, 0, none) },
		"rows 0 to 3 of [2 64] of Q8_0 as Q8_0":      func() { _ = f.Q8_0(w, 0, 3, none) },
		"rows 0 to 1 of [64]":                        func() { _ = f.Rows(line, 0, 1, skip) },
		"rows -1 to 1 of [2 64]":                     func() { _ = f.Rows(w, -1, 1, skip) },
		"rows 2 to 1 of [2 64]":                      func() { _ = f.Rows(w, 2, 1, skip) },
		"rows 2 to 3 of [2 64]":                      func() { _ = f.Rows(w, 2, 3, skip) },
		"IQ1_S is not read":                          func() { Type(19).Decode(nil, nil) },
		"Type(99) is not read":                       func() { Type(99).Decode(nil, nil) },
		"33 elements from 34 bytes of Q8_0":          func() { Q8_0.Decode(make([]float32, 33), make([]byte, 34)) },
		"32 elements from 35 bytes of Q8_0":          func() { Q8_0.Decode(make([]float32, 32), make([]byte, 35)) },
		"32 elements from 68 bytes of Q8_0":          func() { Q8_0.Decode(make([]float32, 32), make([]byte, 68)) },
		"no such type as Type(99)":                   func() { Type(99).BitsPerWeight() },
		"4 bytes are no block of F32":                func() { F32.Unpack(make([]byte, 4)) },
		"17 bytes are no block of Q4_0":              func() { Q4_0.Unpack(make([]byte, 17)) },
		"50 bytes are no block of IQ1_S":             func() { Type(19).Unpack(make([]byte, 50)) },
		"F32 has no integers":                        func() { F32.integer(nil, 0) },
		"2 bytes are no number of F32":               func() { F32.FloatBits(make([]byte, 2)) },
		"34 bytes are no number of Q8_0":             func() { Q8_0.FloatBits(make([]byte, 34)) },
	} {
		func() {
			defer func() {
				if got, _ := recover().(string); !strings.HasPrefix(got, "gguf: "+want) {
					t.Errorf("panic %q, want %q", got, want)
				}
			}()
			do()
		}()
	}
}

// broken reads a file up to a byte, and then fails.
type broken struct {
	data []byte
	from int64
	err  error
}

func (b broken) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) <= b.from {
		return copy(p, b.data[at:]), nil
	}
	if at >= b.from {
		return 0, b.err
	}
	return copy(p, b.data[at:b.from]), b.err
}

// A disk that fails is not a malformed file; one that gives less than it said is
// cut short, at the byte where it is.
func TestReaderFails(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, []Entry{{"k", "some text"}}, []Stored{noise("w", Q8_0, 2, 2)}); err != nil {
		t.Fatal(err)
	}
	data, lost := b.Bytes(), errors.New("the disk is lost")
	size := int64(len(data))
	whole, err := Open(bytes.NewReader(data), size)
	if err != nil {
		t.Fatal(err)
	}
	w, _ := whole.Tensor("w")
	header := w.Offset - 20 // in the header, whatever pads it
	for at := range header {
		var format *FormatError
		if _, err := Open(broken{data, at, lost}, size); !errors.Is(err, lost) || errors.As(err, &format) {
			t.Fatalf("lost at byte %d: %v", at, err)
		}
		if _, err := Open(broken{data, at, io.EOF}, size); !errors.As(err, &format) || format.At != at {
			t.Fatalf("shorter than it was, %d bytes: %v", at, err)
		}
	}
	for _, tt := range []struct {
		err  error
		want string
	}{{lost, `tensor "w": the disk is lost`}, {io.EOF, fmt.Sprintf(`tensor "w": byte %d: the file ends here, and 100 more bytes should follow`, w.Offset+36)}} {
		f, err := Open(broken{data, size, nil}, size)
		if err != nil {
			t.Fatal(err)
		}
		f.tensors[0].of.r = broken{data, w.Offset + 36, tt.err}
		w, _ := f.Tensor("w")
		_, read := f.Float32(w)
		_, raw := f.Raw(w)
		_, block := f.Block(w, 1)
		for how, err := range map[string]error{"values": read, "bytes": raw,
			"rows": f.Rows(w, 0, 2, func([]byte) error { return nil }), "blocks": f.Q8_0(w, 0, 2, func(int, int, float32, *[32]int8) error { return nil })} {
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("%s: %v, want %q", how, err, tt.want)
			}
		}
		if block == nil || tt.err == lost && !errors.Is(block, lost) {
			t.Errorf("a block: %v", block)
		}
		if _, err := f.Block(w, 0); err != nil {
			t.Errorf("the first block is there: %v", err)
		}
	}
}

// A file that shrinks while it is mapped ends none of the ways to read it.
func TestShrunkFile(t *testing.T) {
	const rows = 1 << 11
	f := shrunk(t, noise("w", Q8_0, rows, 2))
	w, _ := f.Tensor("w")
	_, values := f.Float32(w)
	_, block := f.Block(w, 2*rows-1)
	for how, err := range map[string]error{
		"values": values, "a block": block,
		"rows":   f.Rows(w, rows-1, rows, func(raw []byte) error { _ = slices.Max(raw); return nil }),
		"blocks": f.Q8_0(w, rows-1, rows, func(int, int, float32, *[32]int8) error { return nil }),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), `tensor "w": `) || !strings.Contains(err.Error(), "shorter") && !strings.Contains(err.Error(), "cut short") {
			t.Errorf("%s: %v", how, err)
		}
	}
}

// Another fault than that of a file that is gone goes on.
func TestGuardPassesOn(t *testing.T) {
	defer func() {
		if got := recover(); got != "mine" {
			t.Errorf("panic %v", got)
		}
	}()
	_ = guard(func() { panic("mine") })
}

// Close closes all, also behind one that fails, and once.
func TestClose(t *testing.T) {
	var closed []string
	say := func(name string, err error) closer {
		return func() error { closed = append(closed, name); return err }
	}
	first, second := errors.New("first"), errors.New("second")
	f := &File{closers: []io.Closer{say("a", nil), say("b", first), say("c", second)}}
	if err := f.Close(); err != first || !slices.Equal(closed, []string{"a", "b", "c"}) {
		t.Errorf("%v, closed %v", err, closed)
	}
	if err := f.Close(); err != nil || len(closed) != 3 {
		t.Errorf("closed again: %v, %v", err, closed)
	}
}

// The lists that are handed out are the caller's own.
func TestTensorsAreACopy(t *testing.T) {
	f := written(t, nil, noise("w", F32, 1, 1))
	f.Tensors()[0].Name = "x"
	if got := f.Tensors()[0].Name; got != "w" {
		t.Errorf("the file's tensor is now called %s", got)
	}
	if _, err := f.Raw(Tensor{Name: "w"}); err == nil || err.Error() != `tensor "w" is of no open file` {
		t.Errorf("%v", err)
	}
	f.Forget(Tensor{})
	var none Metadata
	if none.Len() != 0 || none.Has("k") || !reflect.DeepEqual(none, Metadata{}) {
		t.Errorf("%+v", none)
	}
}
