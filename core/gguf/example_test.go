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

// small writes a file with one key and one tensor, and opens it.
func small() (*gguf.File, gguf.Tensor) {
	var b bytes.Buffer
	block := append([]byte{0, 0x40}, make([]byte, 32)...) // a scale of 2 and 32 integers
	block[2], block[33] = 5, 0xff
	err := gguf.Write(&b, []gguf.Entry{{Key: "llama.block_count", Value: uint32(16)}, {Key: "tokens", Value: []string{"a", "b"}}}, []gguf.Stored{
		{Name: "w", Type: gguf.Q8_0, Shape: []int{1, 32}, Data: block},
	})
	if err != nil {
		panic(err)
	}
	f, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		panic(err)
	}
	w, _ := f.Tensor("w")
	return f, w
}

func ExampleFile_eachBlock() {
	f, w := small()
	err := f.Q8_0(w, 0, 1, func(row, block int, scale float32, ints *[32]int8) error {
		fmt.Println(row, block, scale, ints[0], ints[31])
		return nil
	})
	fmt.Println(err)
	// Output:
	// 0 0 2 5 -1
	// <nil>
}

func ExampleFile_Read() {
	f, w := small()
	values := make([]float32, 32)
	fmt.Println(f.Read(values, w, 0), values[0], values[31])
	// Output: <nil> 10 -2
}

func ExampleFile_Block() {
	f, w := small()
	raw, err := f.Block(w, 0)
	fmt.Println(w.Type.Unpack(raw).Scale(0), err)
	// Output: 2 <nil>
}

func ExampleMetadata_Int() {
	f, _ := small()
	fmt.Println(f.Metadata.Int("llama.block_count"))
	fmt.Println(f.Metadata.Int("tokens"))
	// Output:
	// 16 <nil>
	// 0 the key "tokens" has a value of the kind arr, and should have an integer
}

func ExampleMetadata_All() {
	f, _ := small()
	for key, value := range f.Metadata.All() {
		fmt.Println(key, value)
	}
	// Output:
	// llama.block_count 16
	// tokens [a b]
}

func ExampleIs() {
	fmt.Println(gguf.Is([]byte("GGUF\x03\x00\x00\x00")), gguf.Is([]byte("GGU")))
	// Output: true false
}

func ExampleOpenPath() {
	_, err := gguf.OpenPath("testdata/none.gguf")
	fmt.Println(err != nil)
	// Output: true
}

func ExampleType_Bits() {
	integer, scale, low := gguf.Q4_K.Bits()
	fmt.Println(integer, scale, low, gguf.Q4_K.BitsPerWeight())
	// Output: 4 6 6 4.5
}
