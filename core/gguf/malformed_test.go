package gguf

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// raw builds a header by hand, so that what Write refuses can be written.
type raw []byte

func start(version uint32, tensors, keys uint64) raw {
	return raw(le.AppendUint64(le.AppendUint64(le.AppendUint32([]byte(magic), version), tensors), keys))
}
func (r raw) u32(n ...uint32) raw {
	for _, n := range n {
		r = le.AppendUint32(r, n)
	}
	return r
}
func (r raw) u64(n ...uint64) raw {
	for _, n := range n {
		r = le.AppendUint64(r, n)
	}
	return r
}
func (r raw) text(s string) raw { return appendText(r, s) }

// tensor is all that is said of a tensor.
func (r raw) tensor(name string, kind Type, offset uint64, sizes ...uint64) raw {
	return r.text(name).u32(uint32(len(sizes))).u64(sizes...).u32(uint32(kind)).u64(offset)
}
func (r raw) pad(bytes int) raw {
	for len(r)%defaultAlignment != 0 {
		r = append(r, 0)
	}
	return append(r, make([]byte, bytes)...)
}

func TestMalformed(t *testing.T) {
	basic, err := os.ReadFile("testdata/basic.gguf")
	if err != nil {
		t.Fatal(err)
	}
	key := func() raw { return start(3, 0, 1).text("k") }
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"empty":             {nil, "byte 0: the file ends here, and 8 more bytes should follow"},
		"another kind":      {[]byte("PK\x03\x04 and so on"), "this is not a GGUF file"},
		"version 1":         {start(1, 0, 0), "version 1 of the format is no longer in use"},
		"version 4":         {start(4, 0, 0), "version 4 of the format is not known"},
		"big-endian":        {start(3<<24, 0, 0), "the file is big-endian"},
		"no counts":         {start(3, 0, 0)[:12], "byte 12: the file ends here, and 4 more"},
		"tensors":           {start(3, 1<<60, 0), "byte 8: 1152921504606846976 tensors do not fit"},
		"keys":              {start(3, 0, 1<<63), "byte 16: 9223372036854775808 keys do not fit"},
		"key too long":      {start(3, 0, 1).u64(1 << 40).pad(64), "a key: a text of 1099511627776 bytes does not fit"},
		"key without name":  {start(3, 0, 1).text("").u32(0).pad(8), "a key has no name"},
		"key twice":         {start(3, 0, 2).text("k").u32(4, 7).text("k").u32(4, 7), `key "k" is there twice`},
		"kind":              {key().u32(13, 0), `key "k": a value of the unknown kind 13`},
		"bool":              {append(key().u32(7), 2), `key "k": true or false is stored as 2`},
		"text":              {key().u32(8).u64(1000), `key "k": a text of 1000 bytes does not fit into the 0`},
		"array kind":        {key().u32(9, 77).u64(0), `an array of the unknown kind 77`},
		"array length":      {key().u32(9, 4).u64(1 << 62), `4611686018427387904 elements do not fit`},
		"array of texts":    {key().u32(9, 8).u64(3).pad(8), `3 elements do not fit`},
		"array of bools":    {append(key().u32(9, 7).u64(2), 1, 3), `true or false is stored as 3`},
		"arrays in arrays":  {key().u32(9, 9).u64(1).u32(9).u64(1).u32(9).u64(1).u32(9).u64(1).pad(64), "more than 4 deep"},
		"alignment's kind":  {start(3, 0, 1).text(alignmentKey).u32(10).u64(32), "the alignment is of the kind u64"},
		"alignment 0":       {start(3, 0, 1).text(alignmentKey).u32(4, 0), "the alignment is 0 bytes"},
		"alignment 24":      {start(3, 0, 1).text(alignmentKey).u32(4, 24), "a power of two"},
		"dimensions":        {start(3, 1, 0).tensor("w", F32, 0, 1, 1, 1, 1, 1).pad(4), `tensor "w" has 5 dimensions`},
		"no dimensions":     {start(3, 1, 0).tensor("w", F32, 0).pad(4), `tensor "w" has 0 dimensions`},
		"name too long":     {start(3, 1, 0).tensor(strings.Repeat("n", 64), F32, 0, 1).pad(4), "a name of 64 bytes is longer than 63"},
		"type":              {start(3, 1, 0).tensor("w", 99, 0, 32).pad(64), `tensor "w" has the unknown type 99`},
		"type that went":    {start(3, 1, 0).tensor("w", 4, 0, 32).pad(64), `tensor "w" has the unknown type 4`},
		"elements":          {start(3, 1, 0).tensor("w", F32, 0, 1<<40, 1<<40).pad(64), "more elements than can be counted"},
		"bytes":             {start(3, 1, 0).tensor("w", F32, 0, 1<<62).pad(64), "more bytes than can be counted"},
		"rows":              {start(3, 1, 0).tensor("w", Q8_0, 0, 33).pad(64), "rows of 33 elements, and Q8_0 stores 32 at a time"},
		"offset":            {start(3, 1, 0).tensor("w", F32, 4, 1).pad(64), `tensor "w" starts at byte 4 of the numbers, and 0 was expected`},
		"huge offset":       {start(3, 1, 0).tensor("w", F32, math.MaxUint64, 1).pad(64), "beyond any file"},
		"overlap":           {start(3, 2, 0).tensor("a", F32, 0, 16).tensor("b", F32, 32, 16).pad(128), `tensor "b" starts at byte 32 of the numbers, and 64 was expected`},
		"tensor twice":      {start(3, 2, 0).tensor("a", F32, 0, 1).tensor("a", F32, 32, 1).pad(64), `tensor "a" is there twice`},
		"numbers are short": {start(3, 1, 0).tensor("w", F32, 0, 8).pad(31), `tensor "w": the file ends here, and 1 more bytes`},
		"cut in the middle": {basic[:len(basic)-1], "it is cut short"},
		"no numbers":        {start(3, 1, 0).tensor("w", F32, 0, 8), `tensor "w": the file ends here, and 39 more bytes`}, // 7 to pad and 32
	} {
		_, err := Open(bytes.NewReader(tt.file), int64(len(tt.file)))
		var format *FormatError
		if !errors.As(err, &format) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\x1b\x00") {
			t.Errorf("%s: control characters in %q", name, err)
		}
	}
}

// Every way to cut a good file is an error that says so, and none is a panic.
func TestCutAnywhere(t *testing.T) {
	for _, name := range []string{"basic", "quant"} {
		whole, err := os.ReadFile("testdata/" + name + ".gguf")
		if err != nil {
			t.Fatal(err)
		}
		last, err := Open(bytes.NewReader(whole), int64(len(whole)))
		if err != nil {
			t.Fatal(err)
		}
		end := last.tensors[len(last.tensors)-1]
		for n := range end.Offset + end.Bytes { // padding may follow
			if _, err := Open(bytes.NewReader(whole[:n]), n); err == nil {
				t.Errorf("%s: %d of %d bytes were opened", name, n, len(whole))
			}
		}
	}
}

// What is known and not read can be listed, and says how to convert it.
func TestUnreadableType(t *testing.T) {
	b := start(3, 1, 0).tensor("w", 16, 0, 256).pad(66)
	f, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	w, _ := f.Tensor("w")
	if w.Type.String() != "IQ2_XXS" || w.Type.Readable() {
		t.Errorf("type %v, readable %v", w.Type, w.Type.Readable())
	}
	if _, err := f.Float32(w); err == nil || !strings.Contains(err.Error(), "IQ2_XXS, which is not read") || !strings.Contains(err.Error(), "llama-quantize") {
		t.Errorf("%v", err)
	}
	if _, err := f.Raw(Tensor{Name: "w"}); err == nil {
		t.Error("a tensor of no file has bytes")
	}
}

// save writes a file of the given tensors, all of one F32 number, and metadata.
func save(t *testing.T, path string, entries []Entry, names ...string) {
	t.Helper()
	var tensors []Stored
	for i, name := range names {
		tensors = append(tensors, Stored{name, F32, []int{1}, le.AppendUint32(nil, math.Float32bits(float32(i+1)))})
	}
	var b bytes.Buffer
	if err := Write(&b, entries, tensors); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestSplit(t *testing.T) {
	dir := t.TempDir()
	part := func(no uint16, count uint16, more ...Entry) []Entry {
		return append([]Entry{{partKey, no}, {partsKey, count}}, more...)
	}
	first, second := filepath.Join(dir, "m-00001-of-00002.gguf"), filepath.Join(dir, "m-00002-of-00002.gguf")
	save(t, first, part(0, 2, Entry{splitTensorsKey, int32(3)}, Entry{"general.name", "m"}), "a", "b")
	if _, err := OpenPath(first); err == nil || !strings.Contains(err.Error(), "part 2 of 2") || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing part: %v", err)
	}
	save(t, second, part(1, 2), "c")
	for _, path := range []string{first, second} {
		f, err := OpenPath(path)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, tensor := range f.Tensors() {
			values, err := f.Float32(tensor)
			if err != nil || len(values) != 1 {
				t.Errorf("%s: %v %v", tensor.Name, values, err)
			}
			names = append(names, tensor.Name)
		}
		if !slices.Equal(names, []string{"a", "b", "c"}) {
			t.Errorf("tensors %v", names)
		}
		if name, err := f.Metadata.String("general.name"); name != "m" || err != nil {
			t.Errorf("name %q %v", name, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	b, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(bytes.NewReader(b), int64(len(b))); err == nil || !strings.Contains(err.Error(), "one part of a model that is split over 2 files") {
		t.Errorf("a part alone: %v", err)
	}
	for want, write := range map[string]func(){
		`"c" is there twice`:              func() { save(t, second, part(1, 2), "c", "c2"); save(t, first, part(0, 2), "a", "c") },
		"by its metadata it is part 1 of": func() { save(t, first, part(0, 2), "a"); save(t, second, part(0, 2), "c") },
		"have 4 tensors, and the first says 3": func() {
			save(t, first, part(0, 2, Entry{splitTensorsKey, int32(3)}), "a", "b")
			save(t, second, part(1, 2), "c", "d")
		},
		`m-00001-of-00002.gguf: the key "split.tensors.count" has a value of the kind str`: func() {
			save(t, first, part(0, 2, Entry{splitTensorsKey, "three"}), "a", "b")
			save(t, second, part(1, 2), "c")
		},
		`the key "split.count" has a value of the kind str`: func() { save(t, first, []Entry{{partsKey, "two"}}, "a") },
		`m-00002-of-00002.gguf: the key "split.no" has a value of the kind str`: func() {
			save(t, first, part(0, 2), "a")
			save(t, second, []Entry{{partKey, "one"}, {partsKey, uint16(2)}}, "b")
		},
		`m-00002-of-00002.gguf: byte 0: the key "split.count" has a value of the kind str`: func() {
			save(t, first, part(0, 2), "a")
			save(t, second, []Entry{{partKey, uint16(1)}, {partsKey, "two"}}, "b")
		},
		"by its metadata it is part 2 of 3, by its name part 2 of 2": func() {
			save(t, first, part(0, 2), "a")
			save(t, second, part(1, 3), "b")
		},
		"by its metadata it is part 1 of 1, by its name part 2 of 2": func() {
			save(t, first, part(0, 2), "a")
			save(t, second, nil, "b")
		},
		"split over 100000 files, and 1 to 99999 are allowed": func() { save(t, first, []Entry{{partsKey, int32(100000)}}, "a") },
		"its name does not end in -00001-of-99999.gguf":       func() { save(t, first, []Entry{{partsKey, int32(99999)}}, "a") },
		"1 to 99999 are allowed":                              func() { save(t, first, []Entry{{partsKey, int32(-1)}}, "a") },
	} {
		write()
		if f, err := OpenPath(first); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
			if err == nil {
				f.Close()
			}
		}
	}
	odd := filepath.Join(dir, "renamed.gguf")
	save(t, odd, part(0, 2), "a")
	if _, err := OpenPath(odd); err == nil || !strings.Contains(err.Error(), "name the parts as llama.cpp does") {
		t.Errorf("a part by another name: %v", err)
	}
}

// A model that was put together again says 0 parts, or 1, and is whole.
func TestWholeAgain(t *testing.T) {
	for _, count := range []uint16{0, 1} {
		path := filepath.Join(t.TempDir(), "m.gguf")
		save(t, path, []Entry{{partKey, uint16(0)}, {partsKey, count}, {splitTensorsKey, int32(1)}}, "a")
		f, err := OpenPath(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Tensors()) != 1 {
			t.Errorf("%d tensors", len(f.Tensors()))
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(bytes.NewReader(b), int64(len(b))); err != nil {
			t.Errorf("%d parts: %v", count, err)
		}
	}
	// What the number of parts is no number in is malformed, whoever opens it.
	var format *FormatError
	var b bytes.Buffer
	if err := Write(&b, []Entry{{partsKey, "two"}}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len())); !errors.As(err, &format) {
		t.Errorf("%v is no FormatError", err)
	}
}

// Whatever goes wrong, and after Close, no file stays open.
func TestNothingStaysOpen(t *testing.T) {
	dir := t.TempDir()
	open := func() (n int) {
		fds, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip(err) // other systems do not say
		}
		for _, fd := range fds {
			if to, _ := os.Readlink("/proc/self/fd/" + fd.Name()); strings.HasPrefix(to, dir) {
				n++
			}
		}
		return n
	}
	whole, bad := filepath.Join(dir, "m.gguf"), filepath.Join(dir, "bad.gguf")
	first, second := filepath.Join(dir, "m-00001-of-00002.gguf"), filepath.Join(dir, "m-00002-of-00002.gguf")
	save(t, whole, nil, "a")
	save(t, first, []Entry{{partKey, uint16(0)}, {partsKey, uint16(2)}}, "a")
	save(t, second, []Entry{{partKey, uint16(1)}, {partsKey, uint16(2)}}, "a")
	if err := os.WriteFile(bad, []byte("GGUF"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{bad, first, second} {
		if _, err := OpenPath(path); err == nil {
			t.Errorf("%s is opened", path)
		}
		if n := open(); n != 0 {
			t.Errorf("%s was refused, and %d files are open", path, n)
		}
	}
	save(t, second, []Entry{{partKey, uint16(1)}, {partsKey, uint16(2)}}, "b")
	for path, parts := range map[string]int{whole: 1, first: 2} {
		f, err := OpenPath(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := open(); n != parts {
			t.Errorf("%s: %d files are open, want %d", path, n, parts)
		}
		if err := f.Close(); err != nil || open() != 0 {
			t.Errorf("%s was closed, and %d files are open: %v", path, open(), err)
		}
	}
}

func TestOpenPathTakesRegularFilesOnly(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{dir: "a directory, not a regular file", os.DevNull: "a device", filepath.Join(dir, "gone"): "gone"} {
		if f, err := OpenPath(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
			if err == nil {
				f.Close()
			}
		}
	}
}

// A file that shrinks while it is mapped is an error, not the end of the
// program.
func TestFileThatShrinks(t *testing.T) {
	f := shrunk(t, Stored{"w", F32, []int{1 << 16}, make([]byte, 4<<16)})
	w, _ := f.Tensor("w")
	if _, err := f.Float32(w); err == nil || !(strings.Contains(err.Error(), "shorter") || strings.Contains(err.Error(), "cut short")) {
		t.Errorf("%v", err)
	}
}

// shrunk opens a file of one tensor, of which 100 bytes are left then.
func shrunk(t *testing.T, tensor Stored) *File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "m.gguf")
	var b bytes.Buffer
	if err := Write(&b, nil, []Stored{tensor}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	return f
}
