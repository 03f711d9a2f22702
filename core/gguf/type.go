package gguf

import "fmt"

// Type is how the elements of a tensor are stored, by ggml's number.
type Type uint32

// The types that are read. In the quantized ones a block of elements shares a
// scale, and in some a minimum; in those whose name ends in _K superblocks of
// 256 have scales for their parts, which are integers and share a scale
// themselves.
const (
	F32    Type = 0
	F16    Type = 1
	Q4_0   Type = 2
	Q4_1   Type = 3
	Q5_0   Type = 6
	Q5_1   Type = 7
	Q8_0   Type = 8
	Q2_K   Type = 10
	Q3_K   Type = 11
	Q4_K   Type = 12
	Q5_K   Type = 13
	Q6_K   Type = 14
	IQ4_NL Type = 20
	IQ4_XS Type = 23
	BF16   Type = 30
)

type layout struct {
	name           string
	weights, bytes int // of a block
	decode         func(dst []float32, src []byte)
}

// layouts are the types of ggml 0.27. Those without a decoder are known by
// their size, so that a file with them can be listed.
var layouts = map[Type]layout{
	F32:    {"F32", 1, 4, decodeF32},
	F16:    {"F16", 1, 2, decodeF16},
	BF16:   {"BF16", 1, 2, decodeBF16},
	Q4_0:   {"Q4_0", 32, 18, decodeQ4_0},
	Q4_1:   {"Q4_1", 32, 20, decodeQ4_1},
	Q5_0:   {"Q5_0", 32, 22, decodeQ5_0},
	Q5_1:   {"Q5_1", 32, 24, decodeQ5_1},
	Q8_0:   {"Q8_0", 32, 34, decodeQ8_0},
	Q2_K:   {"Q2_K", superblock, 84, decodeQ2_K},
	Q3_K:   {"Q3_K", superblock, 110, decodeQ3_K},
	Q4_K:   {"Q4_K", superblock, 144, decodeQ4_K},
	Q5_K:   {"Q5_K", superblock, 176, decodeQ5_K},
	Q6_K:   {"Q6_K", superblock, 210, decodeQ6_K},
	IQ4_NL: {"IQ4_NL", 32, 18, decodeIQ4_NL},
	IQ4_XS: {"IQ4_XS", superblock, 136, decodeIQ4_XS},

	9:  {name: "Q8_1", weights: 32, bytes: 36},
	15: {name: "Q8_K", weights: superblock, bytes: 292},
	16: {name: "IQ2_XXS", weights: superblock, bytes: 66},
	17: {name: "IQ2_XS", weights: superblock, bytes: 74},
	18: {name: "IQ3_XXS", weights: superblock, bytes: 98},
	19: {name: "IQ1_S", weights: superblock, bytes: 50},
	21: {name: "IQ3_S", weights: superblock, bytes: 110},
	22: {name: "IQ2_S", weights: superblock, bytes: 82},
	24: {name: "I8", weights: 1, bytes: 1},
	25: {name: "I16", weights: 1, bytes: 2},
	26: {name: "I32", weights: 1, bytes: 4},
	27: {name: "I64", weights: 1, bytes: 8},
	28: {name: "F64", weights: 1, bytes: 8},
	29: {name: "IQ1_M", weights: superblock, bytes: 56},
	34: {name: "TQ1_0", weights: superblock, bytes: 54},
	35: {name: "TQ2_0", weights: superblock, bytes: 66},
	39: {name: "MXFP4", weights: 32, bytes: 17},
}

// String returns ggml's name, "Q4_K" and so on.
func (t Type) String() string {
	if l, ok := layouts[t]; ok {
		return l.name
	}
	return fmt.Sprintf("Type(%d)", uint32(t))
}

// Block returns how many elements are stored together, in how many bytes; 0 and
// 0 if the type is not known.
func (t Type) Block() (weights, bytes int) {
	l := layouts[t]
	return l.weights, l.bytes
}

// Readable reports whether [Type.Decode] reads the type.
func (t Type) Readable() bool { return layouts[t].decode != nil }

// BitsPerWeight returns the bits of one element with its share of the scales.
// It panics if the type is not known.
func (t Type) BitsPerWeight() float64 {
	weights, bytes := t.Block()
	if weights == 0 {
		panic(fmt.Sprintf("gguf: no such type as %v", t))
	}
	return float64(bytes) * 8 / float64(weights)
}

// Decode writes the elements that are stored in src to dst, in float32
// arithmetic as ggml's dequantize_row functions do it. It panics if the type is
// not readable, or the lengths are not those of whole blocks, the same number
// of them.
func (t Type) Decode(dst []float32, src []byte) {
	l := layouts[t]
	if l.decode == nil {
		panic(fmt.Sprintf("gguf: %v is not read", t))
	}
	if len(dst)%l.weights != 0 || len(src)%l.bytes != 0 || len(dst)/l.weights != len(src)/l.bytes {
		panic(fmt.Sprintf("gguf: %d elements from %d bytes of %v, which has %d in %d", len(dst), len(src), t, l.weights, l.bytes))
	}
	l.decode(dst, src)
}
