package gguf

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// anyFile makes up a file: keys of every kind and tensors of every type, some
// of them empty.
func anyFile(r *rand.Rand) (entries []Entry, tensors []Stored) {
	text := func() string {
		b := make([]byte, r.IntN(9))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return string(b)
	}
	scalars := []func() any{
		func() any { return uint8(r.Uint32()) }, func() any { return int8(r.Uint32()) }, func() any { return uint16(r.Uint32()) }, func() any { return int16(r.Uint32()) },
		func() any { return r.Uint32() }, func() any { return int32(r.Uint32()) }, func() any { return r.Uint64() }, func() any { return int64(r.Uint64()) },
		func() any { return r.Float32() }, func() any { return r.NormFloat64() }, func() any { return r.IntN(2) == 1 }, func() any { return text() },
	}
	for i := range r.IntN(20) {
		next := scalars[r.IntN(len(scalars))]
		v := next()
		if r.IntN(2) == 0 {
			n := r.IntN(5)
			list := reflect.MakeSlice(reflect.SliceOf(reflect.TypeOf(v)), n, n)
			for j := range n {
				list.Index(j).Set(reflect.ValueOf(next()))
			}
			v = list.Interface()
		}
		entries = append(entries, Entry{fmt.Sprintf("key.%d%s", i, text()), v})
	}
	kinds := readable()
	for i := range r.IntN(8) {
		s := Stored{Name: fmt.Sprintf("t%d%s", i, text()), Type: kinds[r.IntN(len(kinds))]}
		weights, size := s.Type.Block()
		n := 1
		for range 1 + r.IntN(maxRank) {
			d := r.IntN(4)
			s.Shape = append(s.Shape, d)
			n *= d
		}
		s.Shape[len(s.Shape)-1] *= weights
		s.Data = make([]byte, n*size)
		for j := range s.Data {
			s.Data[j] = byte(r.Uint32())
		}
		tensors = append(tensors, s)
	}
	return entries, tensors
}

// Whatever is written is read as it was; what is read, written again, is the
// same file.
func TestAnyFile(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		entries, tensors := anyFile(r)
		f := written(t, entries, tensors...)
		if f.Version != 3 || f.Metadata.Len() != len(entries) || len(f.Tensors()) != len(tensors) {
			t.Fatalf("version %d, %d keys of %d, %d tensors of %d", f.Version, f.Metadata.Len(), len(entries), len(f.Tensors()), len(tensors))
		}
		var again []Entry
		for key, v := range f.Metadata.All() {
			if want := entries[len(again)]; key != want.Key || !reflect.DeepEqual(v, want.Value) {
				t.Fatalf("%q = %#v, want %q = %#v", key, v, want.Key, want.Value)
			}
			again = append(again, Entry{key, v})
		}
		var stored []Stored
		for i, x := range f.Tensors() {
			raw, err := f.Raw(x)
			if want := tensors[i]; err != nil || x.Name != want.Name || x.Type != want.Type || !reflect.DeepEqual(x.Shape, want.Shape) || !bytes.Equal(raw, want.Data) {
				t.Fatalf("%+v, %v; want %+v", x, err, want)
			}
			if by, ok := f.Tensor(x.Name); !ok || !reflect.DeepEqual(by, x) {
				t.Fatalf("by its name %q is %+v", x.Name, by)
			}
			stored = append(stored, Stored{x.Name, x.Type, x.Shape, raw})
		}
		var a, b bytes.Buffer
		if err := errors.Join(Write(&a, entries, tensors), Write(&b, again, stored)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Fatalf("written again it is another file: %v", err)
		}
		if a.Len()%defaultAlignment != 0 && len(tensors) > 0 {
			t.Fatalf("%d bytes, not padded", a.Len())
		}
	}
}

// A byte changed anywhere makes another file or an error, and never a panic.
func TestAnyByteChanged(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		entries, tensors := anyFile(r)
		var b bytes.Buffer
		if err := Write(&b, entries, tensors); err != nil {
			t.Fatal(err)
		}
		for range 200 {
			data := bytes.Clone(b.Bytes())
			data[r.IntN(min(len(data), 400))] = byte(r.Uint32())
			f, err := Open(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				var format *FormatError
				if !errors.As(err, &format) || format.At < 0 || format.At > int64(len(data)) {
					t.Fatalf("%v: not where it is", err)
				}
				continue
			}
			for _, x := range f.Tensors() {
				if x.Offset < 0 || x.Bytes < 0 || x.Offset+x.Bytes > int64(len(data)) {
					t.Fatalf("%+v in %d bytes", x, len(data))
				}
			}
		}
	}
}

// full takes some bytes, and no more.
type full struct{ room int }

var errFull = errors.New("the disk is full")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

// Wherever the disk is full, it is said.
func TestWriteFails(t *testing.T) {
	tensors := []Stored{{"w", F32, []int{2000}, make([]byte, 8000)}, {"v", F32, []int{3}, make([]byte, 12)}}
	var b bytes.Buffer
	if err := Write(&b, entries(), tensors); err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 1, 100, 4095, 4096, 8000, b.Len() - 1} {
		if err := Write(&full{room}, entries(), tensors); err != errFull {
			t.Errorf("room for %d of %d bytes: %v", room, b.Len(), err)
		}
	}
	if err := Write(&full{b.Len()}, entries(), tensors); err != nil {
		t.Errorf("room for all: %v", err)
	}
}

// What is at a limit is written, and what is behind it refused.
func TestWriteLimits(t *testing.T) {
	long := func(n int) string { return string(bytes.Repeat([]byte("n"), n)) }
	four := make([]byte, 4)
	for _, tt := range []struct {
		entry  Entry
		tensor Stored
		ok     bool
	}{
		{Entry{long(maxKey), true}, Stored{"w", F32, []int{1}, four}, true},
		{Entry{long(maxKey + 1), true}, Stored{"w", F32, []int{1}, four}, false},
		{Entry{"k", true}, Stored{long(maxName), F32, []int{1}, four}, true},
		{Entry{"k", true}, Stored{long(maxName + 1), F32, []int{1}, four}, false},
		{Entry{"k", true}, Stored{"", F32, []int{1}, four}, true},
		{Entry{"k", true}, Stored{"w", F32, []int{1, 1, 1, 1}, four}, true},
		{Entry{"k", true}, Stored{"w", F32, []int{1, 1, 1, 1, 1}, four}, false},
		{Entry{"k", true}, Stored{"w", F32, []int{}, four}, false},
		{Entry{"k", true}, Stored{"w", F32, []int{0, 7}, nil}, true},
		{Entry{"k", true}, Stored{"w", F32, []int{math.MaxInt, 2}, nil}, false},
		{Entry{"k", true}, Stored{"w", 99, []int{1}, four}, false},
		{Entry{"k", true}, Stored{"w", 26, []int{1}, four}, true}, // not read here, and known
		{Entry{"k", []string{"\x00", long(70000)}}, Stored{"w", F32, []int{1}, four}, true},
	} {
		var b bytes.Buffer
		err := Write(&b, []Entry{tt.entry}, []Stored{tt.tensor})
		if (err == nil) != tt.ok {
			t.Errorf("key of %d bytes, tensor %.10q of %v: %v", len(tt.entry.Key), tt.tensor.Name, tt.tensor.Shape, err)
		}
		if err == nil {
			if _, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len())); err != nil {
				t.Errorf("key of %d bytes, tensor %.10q of %v is not read: %v", len(tt.entry.Key), tt.tensor.Name, tt.tensor.Shape, err)
			}
		}
	}
}
