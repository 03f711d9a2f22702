package gguf_test

import (
	"bytes"
	"fmt"

	"logitarium/core/gguf"
)

func ExampleOpen() {
	var b bytes.Buffer
	block := append([]byte{0, 0x3c}, make([]byte, 32)...) // a scale of 1 and 32 integers
	block[2] = 7
	err := gguf.Write(&b, []gguf.Entry{{Key: "general.architecture", Value: "llama"}}, []gguf.Stored{
		{Name: "w", Type: gguf.Q8_0, Shape: []int{1, 32}, Data: block},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	architecture, _ := f.Metadata.String("general.architecture")
	w, _ := f.Tensor("w")
	values, _ := f.Float32(w)
	fmt.Println(architecture, w.Type, w.Shape, w.Type.BitsPerWeight(), values[0])
	// Output: llama Q8_0 [1 32] 8.5 7
}
