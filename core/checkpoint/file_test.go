package checkpoint

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/fault/faulttest"
)

func open(t *testing.T, name string) *File {
	t.Helper()
	f, err := OpenPath(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// flatten reads nested arrays of numbers in row-major order.
func flatten(t *testing.T, raw json.RawMessage) []float64 {
	t.Helper()
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		var v float64
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		return []float64{v}
	}
	var out []float64
	for _, r := range list {
		out = append(out, flatten(t, r)...)
	}
	return out
}

func TestReferenceReads(t *testing.T) {
	data, err := os.ReadFile("testdata/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Cases []struct {
			File     string
			Expected struct {
				Tensors []struct {
					Name    string
					DType   DType
					Shape   []int
					DataHex string `json:"data_hex"`
				}
				Metadata map[string]string
				Values   map[string]struct{ Values json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	tensors, values := 0, 0
	for _, c := range golden.Cases {
		f := open(t, c.File)
		if !maps.Equal(f.Metadata(), c.Expected.Metadata) {
			t.Errorf("%s: metadata %v, want %v", c.File, f.Metadata(), c.Expected.Metadata)
		}
		if len(f.Tensors()) != len(c.Expected.Tensors) {
			t.Errorf("%s: %d tensors, want %d", c.File, len(f.Tensors()), len(c.Expected.Tensors))
		}
		for _, want := range c.Expected.Tensors {
			got, ok := f.Tensor(want.Name)
			if !ok || got.DType != want.DType || !slices.Equal(got.Shape, want.Shape) {
				t.Errorf("%s: %+v, want %+v", c.File, got, want)
			}
			raw, err := f.Raw(want.Name)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(raw)
			if err != nil || hex.EncodeToString(b) != want.DataHex {
				t.Errorf("%s %s: bytes %x (%v), want %s", c.File, want.Name, b, err, want.DataHex)
			}
			tensors++
			floats, err := float32s(f, want.Name)
			if !strings.Contains(string(want.DType), "F") {
				if err == nil || !strings.Contains(err.Error(), "only F64, F32") {
					t.Errorf("%s %s of %s: %v, want a refusal", c.File, want.Name, want.DType, err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range flatten(t, c.Expected.Values[want.Name].Values) {
				if floats[i] != float32(v) {
					t.Errorf("%s %s[%d] = %g, want %g", c.File, want.Name, i, floats[i], v)
				}
				values++
			}
		}
	}
	if tensors != 11 || values != 24 {
		t.Errorf("%d tensors and %d values were compared, want 11 and 24", tensors, values)
	}
}

// The reference implementation wrote this file; written again from what was
// read, it must have the same bytes.
func TestWritesTheBytesOfTheReference(t *testing.T) {
	want, err := os.ReadFile("testdata/reference_f32.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, "reference_f32.safetensors")
	var tensors []Tensor
	for _, info := range f.Tensors() {
		values, err := float32s(f, info.Name)
		if err != nil {
			t.Fatal(err)
		}
		tensors = append(tensors, Tensor{Name: info.Name, Shape: info.Shape, Data: values})
	}
	slices.Reverse(tensors) // the order given must not matter
	var got bytes.Buffer
	if err := Write(&got, tensors, f.Metadata()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%d bytes written differ from the %d of the reference", got.Len(), len(want))
	}
}

func TestReadingWhatIsNotThere(t *testing.T) {
	f := open(t, "metadata.safetensors")
	if _, err := float32s(f, "nope"); err == nil || !strings.Contains(err.Error(), `no tensor "nope" among the 1`) {
		t.Errorf("%v, want it to name the tensor", err)
	}
	if _, err := f.Raw("nope"); err == nil {
		t.Error("Raw of no tensor gives no error")
	}
	faulttest.MustPanic(t, `3 values of room for tensor "w" with 4`, func() { f.ReadInto(make([]float32, 3), "w") })
	faulttest.MustPanic(t, `elements 2 to 5 of tensor "w" with 4`, func() { f.ReadPart(make([]float32, 3), "w", 2) })
}

func TestFileCutShortAfterOpening(t *testing.T) {
	whole := build(one("F32", "4", "0,16"), 16)
	r := &shrinking{data: whole}
	f, err := Open(r, int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	r.data = whole[:len(whole)-5]
	if _, err := float32s(f, "w"); err == nil || !strings.Contains(err.Error(), "cut it short") {
		t.Errorf("%v, want it to say that the file was cut short", err)
	}
	if _, err := Open(bytes.NewReader(whole), int64(len(whole))+1); err == nil {
		t.Error("a size above the truth gives no error")
	}
}

type shrinking struct{ data []byte }

func (s *shrinking) ReadAt(p []byte, at int64) (int, error) {
	return bytes.NewReader(s.data).ReadAt(p, at)
}

func TestNarrowFloats(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		dtype string
		bytes string
		want  []float64
	}{
		{"F16", "\x00\x3c\x01\x00\x00\x80\x00\x7c\xff\x7b", []float64{1, math.Ldexp(1, -24), 0, inf, 65504}},
		{"BF16", "\x80\x3f\x80\xff", []float64{1, -inf}},
		{"F8_E5M2", "\x3c\x7c\x01\x7b", []float64{1, inf, math.Ldexp(1, -16), 57344}},
		{"F8_E4M3", "\x38\x7e\x01\x80\xb9", []float64{1, 448, math.Ldexp(1, -9), 0, -1.125}},
		{"F64", "\x00\x00\x00\x00\x00\x00\xf8\x3f\xff\xff\xff\xff\xff\xff\xef\x7f", []float64{1.5, inf}},
	} {
		size := len(c.bytes) / len(c.want)
		file := build(one(c.dtype, fmt.Sprint(len(c.want)), fmt.Sprintf("0,%d", size*len(c.want))), 0)
		file = append(file, c.bytes...)
		f, err := Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := float32s(f, "w")
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range c.want {
			if float64(got[i]) != want {
				t.Errorf("%s element %d is %g, want %g", c.dtype, i, got[i], want)
			}
		}
	}
	if v := fromE4M3(0xff); v == v {
		t.Errorf("F8_E4M3 all ones is %g, want NaN", v)
	}
}

func TestCountNonFinite(t *testing.T) {
	inf := float32(math.Inf(1))
	if nan, infs := CountNonFinite([]float32{1, inf - inf, inf, -inf, 0}); nan != 1 || infs != 2 {
		t.Errorf("%d NaN and %d infinities, want 1 and 2", nan, infs)
	}
}

// A tensor read in parts, whatever their size, is the tensor.
func TestReadPart(t *testing.T) {
	for _, as := range []DType{F32, F16} {
		values := make([]float32, 40_000) // more than is read at a time
		for i := range values {
			values[i] = float32(i % 251)
		}
		var file bytes.Buffer
		if err := Write(&file, []Tensor{{Name: "w", Shape: []int{len(values)}, Data: values, DType: as}}, nil); err != nil {
			t.Fatal(err)
		}
		f, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{333, 17_000, 40_000} {
			got := make([]float32, len(values))
			for at := 0; at < len(got); at += size {
				if err := f.ReadPart(got[at:min(at+size, len(got))], "w", at); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(got, values) {
				t.Errorf("%s in parts of %d differs", as, size)
			}
		}
		if err := f.ReadPart(nil, "w", len(values)); err != nil {
			t.Errorf("nothing at the end: %v", err)
		}
	}
}

// float32s reads a tensor, or says why it can't be read.
func float32s(f *File, name string) ([]float32, error) {
	t, err := f.find(name)
	if err != nil {
		return nil, err
	}
	if err := t.checkFloat(); err != nil {
		return nil, err // before room is made for elements that can't be read
	}
	out := make([]float32, t.Len())
	return out, f.ReadInto(out, name)
}
