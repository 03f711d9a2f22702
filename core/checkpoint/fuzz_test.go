package checkpoint

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"slices"
	"testing"
	"unicode/utf8"

	"logitarium/core/half"
)

// FuzzOpen: no panic, no allocation beyond a small multiple of the file, and
// what is accepted tiles the file and can be read.
func FuzzOpen(f *testing.F) {
	for _, name := range []string{"all_dtypes", "metadata"} {
		data, err := os.ReadFile("testdata/" + name + ".safetensors")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(build("{}", 0))
	f.Add(build(one("F32", "4294967296,4294967296", "0,0"), 0))
	f.Add([]byte("PK\x03\x04\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		end := int64(0)
		for _, info := range file.Tensors() {
			if info.Begin != end {
				t.Fatalf("tensor %q starts at %d after %d", info.Name, info.Begin, end)
			}
			end = info.End
			if values, err := float32s(file, info.Name); err == nil && len(values) != info.Len() {
				t.Fatalf("tensor %q has %d values, shape %v", info.Name, len(values), info.Shape)
			}
		}
		if file.data+end != int64(len(data)) {
			t.Fatalf("tensors end at %d of %d", file.data+end, len(data))
		}
	})
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("w", "note", []byte{1, 2, 3, 4, 5, 6, 7, 8}, true)
	f.Add("\x1b]52", "\x00", []byte{}, false)
	f.Fuzz(func(t *testing.T, name, note string, raw []byte, halves bool) {
		if len(name) > maxName || !utf8.ValidString(name) || !utf8.ValidString(note) || name == "__metadata__" || name == "other" {
			return
		}
		w := Tensor{Name: name, DType: F32}
		for ; len(raw) >= 4; raw = raw[4:] {
			w.Data = append(w.Data, math.Float32frombits(binary.LittleEndian.Uint32(raw)))
		}
		if halves {
			w.DType = F16
		}
		w.Shape = []int{1, len(w.Data)}
		var b bytes.Buffer
		if err := Write(&b, []Tensor{w, {Name: "other", Data: []float32{1}}}, map[string]string{"note": note}); err != nil {
			t.Fatal(err)
		}
		file, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if got := file.Metadata()["note"]; got != note {
			t.Fatalf("note %q comes back as %q", note, got)
		}
		got, err := float32s(file, name)
		if err != nil {
			t.Fatal(err)
		}
		if info, _ := file.Tensor(name); !slices.Equal(info.Shape, w.Shape) {
			t.Fatalf("shape %v comes back as %v", w.Shape, info.Shape)
		}
		for i, v := range w.Data {
			want := math.Float32bits(v)
			if halves {
				want = math.Float32bits(half.Float32(half.Bits(v)))
			}
			if math.Float32bits(got[i]) != want {
				t.Fatalf("element %d %g comes back as %g", i, v, got[i])
			}
		}
	})
}
