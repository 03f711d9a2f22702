package gguf

import (
	"bytes"
	"os"
	"testing"

	"logitarium/core/quant"
)

// FuzzOpen: no panic, no allocation beyond a small multiple of the file, and
// the tensors of what is accepted lie in the file, one behind the other.
func FuzzOpen(f *testing.F) {
	for _, name := range []string{"basic", "quant"} {
		data, err := os.ReadFile("testdata/" + name + ".gguf")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(start(3, 1, 0).tensor("w", Q4_K, 0, 256).pad(144)))
	f.Add([]byte(start(2, 0, 1).text("k").u32(9, 9).u64(1).u32(9).u64(1 << 50)))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		end := int64(0)
		for _, tensor := range file.Tensors() {
			if tensor.Offset < end || tensor.Offset+tensor.Bytes > int64(len(data)) {
				t.Fatalf("tensor %q has the bytes %d to %d after %d, of %d", tensor.Name, tensor.Offset, tensor.Offset+tensor.Bytes, end, len(data))
			}
			end = tensor.Offset + tensor.Bytes
			values, err := file.Float32(tensor)
			if (err == nil) != tensor.Type.Readable() || err == nil && len(values) != tensor.Len() {
				t.Fatalf("tensor %q of %v: %d values of %d, %v", tensor.Name, tensor.Type, len(values), tensor.Len(), err)
			}
		}
	})
}

// FuzzDecode: the formats that package quant has, which was tested against
// ggml's own, are read alike here.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("any bytes at all are a block of something, if there are enough"))
	formats := map[Type]quant.Format{Q8_0: quant.Q8_0, Q4_0: quant.Q4_0, Q4_1: quant.Q4_1, Q5_0: quant.Q5_0, Q5_1: quant.Q5_1}
	f.Fuzz(func(t *testing.T, data []byte) {
		for kind, format := range formats {
			weights, size := kind.Block()
			n := len(data) / size
			got := make([]float32, n*weights)
			kind.Decode(got, data[:n*size])
			want, err := format.Decode(data[:n*size])
			if err != nil {
				continue // a scale that is not finite
			}
			for i := range want {
				if got[i] != want[i] && want[i] == want[i] { // a NaN is none
					t.Fatalf("%v: weight %d is %v, want %v", kind, i, got[i], want[i])
				}
			}
		}
	})
}
