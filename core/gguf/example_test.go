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

// A weight of a Q4_K superblock: two half-precision scales, and a scale and a
// minimum of six bits for each 32 weights.
func ExampleType_Unpack() {
	src := make([]byte, 144)
	src[1], src[3] = 0x2c, 0x30 // d = 1/16, dmin = 1/8
	src[4], src[8] = 20, 9      // the scale and the minimum of part 0
	src[16] = 13                // element 0
	b := gguf.Q4_K.Unpack(src)
	fmt.Println(len(b.Parts), "parts,", b.Parts[b.Part(0)])
	fmt.Printf("%g·%d + %g = %g\n", b.Scale(0), b.Q[0], b.Min(0), b.Value(0))
	// Output:
	// 8 parts, {20 9}
	// 1.25·13 + -1.125 = 15.125
}

func ExampleType_FloatBits() {
	sign, exponent, fraction := gguf.F16.FloatBits([]byte{0x00, 0xbe}) // -1.5
	_, bits := gguf.F16.Float()
	fmt.Printf("%d %d %010b, %d bits\n", sign, exponent, fraction, bits)
	// Output: 1 15 1000000000, 10 bits
}

func ExampleFile_Rows() {
	var b bytes.Buffer
	err := gguf.Write(&b, nil, []gguf.Stored{{Name: "w", Type: gguf.F16, Shape: []int{2, 3}, Data: []byte("abcdefABCDEF")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	w, _ := f.Tensor("w")
	err = f.Rows(w, 1, 2, func(raw []byte) error {
		fmt.Printf("%s\n", raw)
		return nil
	})
	f.Forget(w) // it is not read again soon
	fmt.Println(err)
	// Output:
	// ABCDEF
	// <nil>
}
