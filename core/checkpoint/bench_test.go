package checkpoint

import (
	"bytes"
	"io"
	"testing"
)

func BenchmarkFloat32(b *testing.B) {
	for _, dtype := range []DType{F32, F16} {
		b.Run(string(dtype), func(b *testing.B) {
			const n = 1 << 20
			var file bytes.Buffer
			if err := Write(&file, []Tensor{{Name: "w", Shape: []int{n}, Data: make([]float32, n), DType: dtype}}, nil); err != nil {
				b.Fatal(err)
			}
			f, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
			if err != nil {
				b.Fatal(err)
			}
			dst := make([]float32, n)
			b.SetBytes(int64(file.Len()))
			for b.Loop() {
				if err := f.ReadInto(dst, "w"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	const n = 1 << 20
	tensors := []Tensor{{Name: "w", Shape: []int{n}, Data: make([]float32, n)}}
	b.SetBytes(4 * n)
	for b.Loop() {
		if err := Write(io.Discard, tensors, nil); err != nil {
			b.Fatal(err)
		}
	}
}
