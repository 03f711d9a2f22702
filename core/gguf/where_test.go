package gguf

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// An error says at which byte it was noticed: here right behind what is right.
func TestWhere(t *testing.T) {
	const fixed = 4 + 4 + 8 + 8 // what stands before the keys
	key := func() raw { return start(3, 0, 1).text("k") }
	entry := int64(fixed + 8 + 1) // where the kind of key k stands
	w := func() raw { return start(3, 1, 0).text("w") }
	for name, tt := range map[string]struct {
		file raw
		at   int64
	}{
		"magic":                  {raw("GGUX").u32(3).u64(0, 0), 0},
		"version":                {start(7, 0, 0), 4},
		"number of tensors":      {start(3, 1, 0), 8},
		"number of keys":         {start(3, 0, 1), 16},
		"length of a key":        {start(3, 0, 1).u64(100).pad(8), fixed},
		"empty key":              {start(3, 0, 1).text("").pad(32), fixed},
		"second key is the same": {start(3, 0, 2).text("k").u32(4, 7).text("k").u32(4, 7), entry + 8},
		"kind of a value":        {key().u32(13).pad(8), entry + 4},
		"value is cut":           {key().u32(10, 0), entry + 4 + 4},
		"true is 2":              {append(key().u32(7), 2), entry + 4},
		"length of a text":       {key().u32(8).u64(1), entry + 4},
		"kind of an array":       {key().u32(9, 13).u64(0), entry + 4},
		"length of an array":     {key().u32(9, 0).u64(1), entry + 8},
		"third bool is 3":        {append(key().u32(9, 7).u64(3), 0, 1, 3), entry + 8 + 8 + 2},
		"second text":            {key().u32(9, 8).u64(2).text("ab").u64(9), entry + 8 + 8 + 10},
		"depth of arrays":        {key().u32(9, 9).u64(1).u32(9).u64(1).u32(9).u64(1).u32(9).u64(1).pad(64), entry + 4 + 4 + 8 + 12 + 12},
		"dimensions":             {w().u32(5).pad(80), fixed},
		"tensor is cut":          {w().u32(1).u64(1).u32(0).pad(0)[:fixed+9+4+12], fixed + 9 + 4 + 12},
		"type":                   {start(3, 1, 0).tensor("w", 5, 0, 32).pad(64), fixed},
		"offset":                 {start(3, 1, 0).tensor("w", F32, 32, 1).pad(64), fixed + 33},
	} {
		_, err := Open(bytes.NewReader(tt.file), int64(len(tt.file)))
		var format *FormatError
		if !errors.As(err, &format) || format.At != tt.at {
			t.Errorf("%s: %v, want byte %d", name, err, tt.at)
		}
	}
}

// And what to do about it, which is not the same for all.
func TestHints(t *testing.T) {
	whole := start(3, 1, 0).tensor("w", F32, 0, 8).pad(32)
	for name, tt := range map[string]struct {
		file raw
		hint string
	}{
		"another kind of file": {raw("PK\x03\x04    ").pad(0), "name the .gguf file itself"},
		"version 1":            {start(1, 0, 0), "convert the model again with llama.cpp's convert_hf_to_gguf.py"},
		"a later version":      {start(4, 0, 0), "convert the model again with llama.cpp's convert_hf_to_gguf.py"},
		"version 0":            {start(0, 0, 0), "convert the model again with llama.cpp's convert_hf_to_gguf.py"},
		"big-endian":           {start(3<<24, 0, 0), "convert it with llama.cpp: gguf_convert_endian.py FILE.gguf little"},
		"cut short":            {whole[:len(whole)-1], "it is cut short; download it again"},
		"a newer type":         {start(3, 1, 0).tensor("w", 99, 0, 32).pad(64), "it was written by a newer program; convert it with llama.cpp: llama-quantize --allow-requantize FILE.gguf NEW.gguf Q8_0"},
		"no reason":            {start(3, 0, 1).text("").pad(32), "the file is malformed; download or convert it again"},
		"one part":             {start(3, 0, 1).text(partsKey).u32(2).u32(2)[:24+8+len(partsKey)+4+2], "open it by its path, with the others beside it"},
	} {
		_, err := Open(bytes.NewReader(tt.file), int64(len(tt.file)))
		var format *FormatError
		if !errors.As(err, &format) || format.Hint.String() != tt.hint || !strings.HasSuffix(err.Error(), ": "+tt.hint) {
			t.Errorf("%s: %v, want the hint %q", name, err, tt.hint)
		}
	}
}

// What is at its limit is read, and what is one behind it refused.
func TestLimits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("n", n) }
	arrays := func(deep int) raw {
		b := start(3, 0, 1).text("k").u32(9)
		for range deep - 1 {
			b = b.u32(9).u64(1)
		}
		return b.u32(0).u64(0)
	}
	for name, tt := range map[string]struct {
		file raw
		want string // no error if empty
	}{
		"a name of 63 bytes":     {start(3, 1, 0).tensor(long(63), F32, 0, 1).pad(4), ""},
		"a name of 64 bytes":     {start(3, 1, 0).tensor(long(64), F32, 0, 1).pad(4), "a name of 64 bytes is longer than 63"},
		"a key of 65535 bytes":   {start(3, 0, 1).text(long(65535)).u32(4, 1), ""},
		"a key of 65536 bytes":   {start(3, 0, 1).text(long(65536)).u32(4, 1), "a key: a name of 65536 bytes is longer than 65535"},
		"4 dimensions":           {start(3, 1, 0).tensor("w", F32, 0, 1, 2, 1, 1).pad(8), ""},
		"4 arrays":               {arrays(4), ""},
		"5 arrays":               {arrays(5), "more than 4 deep"},
		"version 2":              {start(2, 0, 0), ""},
		"no rows":                {start(3, 1, 0).tensor("w", Q8_0, 0, 32, 0).pad(0), ""},
		"no columns":             {start(3, 1, 0).tensor("w", Q8_0, 0, 0, 5).pad(0), ""},
		"nothing, not padded":    {start(3, 1, 0).tensor("w", F32, 0, 0), "byte 57: tensor \"w\": the file ends here, and 7 more bytes should follow"},
		"no tensors, not padded": {start(3, 0, 1).text("k").u32(4, 1), ""},
		"2^63 elements":          {start(3, 1, 0).tensor("w", F32, 0, 1<<62, 2).pad(0), "more elements than can be counted"},
		"2^63-1 bytes":           {start(3, 1, 0).tensor("w", 24, 0, 1<<63-1).pad(0), "more bytes should follow"},
		"2^63 bytes":             {start(3, 1, 0).tensor("w", 25, 0, 1<<62).pad(0), "more bytes than can be counted"},
		"an alignment of 1":      {start(3, 1, 1).text(alignmentKey).u32(4, 1).tensor("w", 24, 0, 3), "and 3 more bytes should follow"},
		"an alignment of 2^31":   {start(3, 1, 1).text(alignmentKey).u32(4, 1<<31).tensor("w", 24, 0, 3), "more bytes should follow"},
		"an alignment of 3":      {start(3, 1, 1).text(alignmentKey).u32(4, 3).tensor("w", 24, 0, 3), "the alignment is 3 bytes, and must be a power of two"},
		"not UTF-8":              {start(3, 0, 2).text(strings.Repeat("\x80", 200)).u32(4, 1).text(strings.Repeat("\x80", 200)).u32(4, 1), "is there twice"},
	} {
		_, err := Open(bytes.NewReader(tt.file), int64(len(tt.file)))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

// Tensors stand where the alignment of the file says, one behind the other.
func TestAlignment(t *testing.T) {
	for _, alignment := range []uint32{1, 2, 8, 32, 64, 4096} {
		b := start(3, 3, 1).text(alignmentKey).u32(4, alignment)
		at, end := int64(0), int64(0)
		for _, n := range []uint64{3, 0, 5} {
			b = b.tensor(fmt.Sprint(n), 24, uint64(at), n)
			end = at + int64(n)
			at = padded(end, int64(alignment))
		}
		for len(b)%int(alignment) != 0 {
			b = append(b, 0)
		}
		begin := int64(len(b))
		for i := range end {
			b = append(b, byte(i))
		}
		f, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Errorf("by %d: %v", alignment, err)
			continue
		}
		next := begin
		for _, x := range f.Tensors() {
			raw, err := f.Raw(x)
			if err != nil || x.Offset != next || int64(len(raw)) != x.Bytes || len(raw) > 0 && raw[0] != byte(x.Offset-begin) {
				t.Errorf("by %d: tensor %s at %d, want %d: %v, %v", alignment, x.Name, x.Offset, next, raw, err)
			}
			next = padded(next-begin+x.Bytes, int64(alignment)) + begin
		}
	}
}

// The next multiple is one, and the first that is no smaller.
func TestPadded(t *testing.T) {
	for _, alignment := range []int64{1, 2, 32, 1 << 31} {
		for _, n := range []int64{0, 1, 31, 32, 33, 1<<31 - 1, 1 << 31, 1<<31 + 1, 1 << 62} {
			if got := padded(n, alignment); got%alignment != 0 || got < n || got-n >= alignment {
				t.Errorf("padded(%d, %d) = %d", n, alignment, got)
			}
		}
		for _, n := range []int64{math.MaxInt64, math.MaxInt64 - alignment + 1} {
			if got := padded(n, alignment); got < n {
				t.Errorf("padded(%d, %d) = %d, beyond int64", n, alignment, got)
			}
		}
	}
}

// A name of any length and any bytes is printable and short, and cut between
// its letters where it has some.
func TestQuote(t *testing.T) {
	for name, want := range map[string]string{
		"":                              `""`,
		"a\x1b[31m\"":                   `"a\x1b[31m\""`,
		strings.Repeat("n", 100):        `"` + strings.Repeat("n", 100) + `"`,
		strings.Repeat("n", 101):        `"` + strings.Repeat("n", 100) + `"…`,
		strings.Repeat("n", 99) + "狐狸":  `"` + strings.Repeat("n", 99) + `"…`,
		strings.Repeat("n", 98) + "狐狸":  `"` + strings.Repeat("n", 98) + `"…`,
		strings.Repeat("n", 97) + "狐狸":  `"` + strings.Repeat("n", 97) + `狐"…`,
		strings.Repeat("n", 97) + "😀😀😀": `"` + strings.Repeat("n", 97) + `"…`,
	} {
		if got := quote(name); got != want {
			t.Errorf("%q is written %s, want %s", name, got, want)
		}
	}
	for _, b := range []string{"\x80", "\xbf", "\xff", "\xf0\x9f", "\xed\xa0\x80"} {
		for n := 95; n < 110; n++ {
			got := quote(strings.Repeat(b, n))
			if !utf8.ValidString(got) || len(got) > 4*100+10 {
				t.Errorf("%d times %q is %q", n, b, got)
			}
		}
	}
}

// The kinds are named as ggml names them, and every type of a value has one.
func TestKinds(t *testing.T) {
	for i, want := range []string{"u8", "i8", "u16", "i16", "u32", "i32", "f32", "bool", "str", "arr", "u64", "i64", "f64"} {
		if got := kinds[i].name; got != want {
			t.Errorf("kind %d is called %s, want %s", i, got, want)
		}
	}
	for _, e := range entries() {
		got := kindOf(e.Value)
		list := reflect.TypeOf(e.Value).Kind() == reflect.Slice
		if size := kinds[0].size; list != (got == "arr") || size != 1 {
			t.Errorf("%s is of the kind %s", e.Key, got)
		}
		if k, ok := kindOfType(reflect.TypeOf(e.Value)); ok != !list || ok && kinds[k].name != got {
			t.Errorf("%s is of the kind %d, %v", e.Key, k, ok)
		}
	}
	for _, v := range []any{nil, 1, uint(1), complex(1, 2), Type(1), struct{}{}, []int{1}, []any{1}, [2]uint8{}} {
		if _, ok := kindOfType(reflect.TypeOf(v)); ok {
			t.Errorf("%T has a kind", v)
		}
		if b, err := appendValue(nil, v); err == nil || b != nil || !strings.Contains(err.Error(), fmt.Sprintf("the Go type %T is of no kind", v)) {
			t.Errorf("%T is written as %v: %v", v, b, err)
		}
	}
}

// A number that int can't hold, or of another kind, is no integer.
func TestIntegers(t *testing.T) {
	for _, tt := range []struct {
		value any
		want  []int
	}{
		{[]uint64{math.MaxInt64, 0}, []int{math.MaxInt64, 0}}, {[]uint64{0, math.MaxInt64 + 1}, nil}, {[]int64{math.MinInt64}, []int{math.MinInt64}},
		{[]uint32{math.MaxUint32}, []int{math.MaxUint32}}, {[]uint8{}, []int{}}, {[]float32{1}, nil}, {[]string{}, nil}, {[]bool{true}, nil},
		{[]any{}, nil}, {uint8(1), nil}, {"1", nil}, {nil, nil},
	} {
		got, ok := integers(tt.value)
		if ok != (tt.want != nil) || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%T %v: %v, %v, want %v", tt.value, tt.value, got, ok, tt.want)
		}
	}
}
