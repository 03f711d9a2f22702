package gguf

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"
)

// entries have a value of every kind, with its extremes.
func entries() []Entry {
	return []Entry{
		{"u8", uint8(255)}, {"i8", int8(-128)}, {"u16", uint16(65535)}, {"i16", int16(-32768)}, {"u32", uint32(math.MaxUint32)},
		{"i32", int32(math.MinInt32)}, {"u64", uint64(math.MaxUint64)}, {"i64", int64(math.MinInt64)}, {"f32", float32(.1)}, {"f64", .1},
		{"yes", true}, {"no", false}, {"text", "\x1b[31mé\x00"}, {"none", ""},
		{"u8s", []uint8{0, 1}}, {"i8s", []int8{-1}}, {"u16s", []uint16{1}}, {"i16s", []int16{-1}}, {"u32s", []uint32{1}}, {"i32s", []int32{-1, 2}},
		{"u64s", []uint64{1}}, {"i64s", []int64{-1}}, {"f32s", []float32{1.5}}, {"f64s", []float64{2.5}}, {"bools", []bool{true, false}},
		{"texts", []string{"a", ""}}, {"empty", []string{}},
	}
}

func written(t *testing.T, entries []Entry, tensors ...Stored) *File {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, entries, tensors); err != nil {
		t.Fatal(err)
	}
	f, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWriteAndOpenAgree(t *testing.T) {
	want := entries()
	f := written(t, want, Stored{"a", F16, []int{2, 3}, make([]byte, 12)}, Stored{"b", Q8_0, []int{1, 2, 32}, make([]byte, 68)}, Stored{"none", F32, []int{0}, nil})
	i := 0
	for key, v := range f.Metadata.All() {
		if key != want[i].Key || !reflect.DeepEqual(v, want[i].Value) {
			t.Errorf("%s = %v, want %s = %v", key, v, want[i].Key, want[i].Value)
		}
		i++
	}
	if i != len(want) || f.Metadata.Len() != i {
		t.Errorf("%d keys, want %d", i, len(want))
	}
	for _, tensor := range f.Tensors() {
		if values, err := f.Float32(tensor); err != nil || len(values) != tensor.Len() {
			t.Errorf("%s: %d values, %v", tensor.Name, len(values), err)
		}
		if tensor.Offset%defaultAlignment != 0 {
			t.Errorf("%s starts at %d", tensor.Name, tensor.Offset)
		}
	}
	if _, ok := f.Tensor("c"); ok {
		t.Error("there is a tensor c")
	}
	for range f.Metadata.All() {
		break // the loop may end early
	}
}

func TestGetters(t *testing.T) {
	m := written(t, entries()).Metadata
	for _, tt := range []struct {
		get  func() (any, error)
		want any
		err  string
	}{
		{func() (any, error) { return m.Int("u8") }, 255, ""},
		{func() (any, error) { return m.Int("i8") }, -128, ""},
		{func() (any, error) { return m.Int("u16") }, 65535, ""},
		{func() (any, error) { return m.Int("i16") }, -32768, ""},
		{func() (any, error) { return m.Int("i32") }, math.MinInt32, ""},
		{func() (any, error) { return m.Int("i64") }, math.MinInt64, ""},
		{func() (any, error) { return m.Int("u64") }, 0, `"u64" has a value of the kind u64, and should have an integer`},
		{func() (any, error) { return m.Int("text") }, 0, "kind str"},
		{func() (any, error) { return m.Int("gone") }, 0, `the key "gone" is missing`},
		{func() (any, error) { return m.Float("f32") }, float64(float32(.1)), ""},
		{func() (any, error) { return m.Float("f64") }, .1, ""},
		{func() (any, error) { return m.Float("u16") }, 65535., ""},
		{func() (any, error) { return m.Float("yes") }, 0., "kind bool, and should have a number"},
		{func() (any, error) { return m.Float("gone") }, 0., "missing"},
		{func() (any, error) { return m.Bool("yes") }, true, ""},
		{func() (any, error) { return m.Bool("u8") }, false, "should have true or false"},
		{func() (any, error) { return m.String("none") }, "", ""},
		{func() (any, error) { return m.String("f32") }, "", "kind f32, and should have a text"},
		{func() (any, error) { return m.Strings("texts") }, []string{"a", ""}, ""},
		{func() (any, error) { return m.Strings("f32s") }, []string(nil), "kind arr, and should have a list of texts"},
		{func() (any, error) { return m.Floats("f32s") }, []float32{1.5}, ""},
		{func() (any, error) { return m.Floats("gone") }, []float32(nil), "missing"},
		{func() (any, error) { return m.Ints("i32s") }, []int{-1, 2}, ""},
		{func() (any, error) { return m.Ints("u8s") }, []int{0, 1}, ""},
		{func() (any, error) { return m.Ints("i8s") }, []int{-1}, ""},
		{func() (any, error) { return m.Ints("u16s") }, []int{1}, ""},
		{func() (any, error) { return m.Ints("i16s") }, []int{-1}, ""},
		{func() (any, error) { return m.Ints("u32s") }, []int{1}, ""},
		{func() (any, error) { return m.Ints("u64s") }, []int{1}, ""},
		{func() (any, error) { return m.Ints("i64s") }, []int{-1}, ""},
		{func() (any, error) { return m.Ints("texts") }, []int(nil), "should have a list of integers"},
		{func() (any, error) { return m.Ints("gone") }, []int(nil), "missing"},
	} {
		got, err := tt.get()
		if !reflect.DeepEqual(got, tt.want) || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%v %v, want %v %q", got, err, tt.want, tt.err)
		}
	}
}

// An array in an array is read, as the format allows.
func TestNestedArray(t *testing.T) {
	b := start(3, 0, 1).text("k").u32(9, 9).u64(2).u32(0).u64(2)
	b = append(b, 1, 2)
	b = raw(b).u32(8).u64(1).text("x")
	f, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range f.Metadata.All() {
		if want := []any{[]uint8{1, 2}, []string{"x"}}; !reflect.DeepEqual(v, want) {
			t.Errorf("%v, want %v", v, want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	one := make([]byte, 4)
	for want, tt := range map[string]struct {
		entries []Entry
		tensors []Stored
	}{
		`the key "k" can't be written`:            {entries: []Entry{{"k", true}, {"k", true}}},
		`the key "" can't`:                        {entries: []Entry{{"", true}}},
		"general.alignment":                       {entries: []Entry{{alignmentKey, uint32(64)}}},
		"the Go type int is of no kind":           {entries: []Entry{{"k", 1}}},
		"the Go type []interface {} is of no ki":  {entries: []Entry{{"k", []any{}}}},
		`the tensor "w" can't be written`:         {tensors: []Stored{{"w", F32, []int{1}, one}, {"w", F32, []int{1}, one}}},
		"0 dimensions":                            {tensors: []Stored{{"w", F32, nil, one}}},
		"negative":                                {tensors: []Stored{{"w", F32, []int{-1}, one}}},
		"rows of 1 elements":                      {tensors: []Stored{{"w", Q8_0, []int{1}, one}}},
		"4 bytes, and the shape [2] of F32 has 8": {tensors: []Stored{{"w", F32, []int{2}, one}}},
	} {
		var b bytes.Buffer
		if err := Write(&b, tt.entries, tt.tensors); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
		if b.Len() > 0 {
			t.Errorf("%s: %d bytes were written", want, b.Len())
		}
	}
}
