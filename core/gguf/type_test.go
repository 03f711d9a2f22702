package gguf

import (
	"math"
	"testing"
)

// The types with the size of their blocks, by ggml 0.27: type_traits in
// src/ggml.c, and the static_asserts on the blocks in src/ggml-common.h.
func TestTypes(t *testing.T) {
	known := map[Type]struct {
		name           string
		weights, bytes int
		readable       bool
	}{
		0: {"F32", 1, 4, true}, 1: {"F16", 1, 2, true}, 30: {"BF16", 1, 2, true},
		2: {"Q4_0", 32, 2 + 16, true}, 3: {"Q4_1", 32, 2*2 + 16, true}, 6: {"Q5_0", 32, 2 + 4 + 16, true}, 7: {"Q5_1", 32, 2*2 + 4 + 16, true},
		8: {"Q8_0", 32, 2 + 32, true}, 9: {"Q8_1", 32, 2*2 + 32, false},
		10: {"Q2_K", 256, 2*2 + 256/16 + 256/4, true}, 11: {"Q3_K", 256, 2 + 256/4 + 256/8 + 12, true}, 12: {"Q4_K", 256, 2*2 + 12 + 256/2, true},
		13: {"Q5_K", 256, 2*2 + 12 + 256/2 + 256/8, true}, 14: {"Q6_K", 256, 2 + 256/16 + 3*256/4, true}, 15: {"Q8_K", 256, 4 + 256 + 2*256/16, false},
		16: {"IQ2_XXS", 256, 2 + 2*256/8, false}, 17: {"IQ2_XS", 256, 2 + 2*256/8 + 256/32, false}, 18: {"IQ3_XXS", 256, 2 + 3*256/8, false},
		19: {"IQ1_S", 256, 2 + 256/8 + 256/16, false}, 20: {"IQ4_NL", 32, 2 + 16, true}, 21: {"IQ3_S", 256, 2 + 13*256/32 + 256/64, false},
		22: {"IQ2_S", 256, 2 + 256/4 + 256/16, false}, 23: {"IQ4_XS", 256, 2 + 2 + 256/64 + 256/2, true},
		24: {"I8", 1, 1, false}, 25: {"I16", 1, 2, false}, 26: {"I32", 1, 4, false}, 27: {"I64", 1, 8, false}, 28: {"F64", 1, 8, false},
		29: {"IQ1_M", 256, 256/8 + 256/16 + 256/32, false}, 34: {"TQ1_0", 256, 2 + 256/64 + (256-4*256/64)/5, false}, 35: {"TQ2_0", 256, 2 + 256/4, false},
		39: {"MXFP4", 32, 1 + 16, false},
	}
	for n := range Type(64) {
		want, ok := known[n]
		if !ok { // a number that ggml took back, or has not given
			if w, b := n.Block(); w != 0 || b != 0 || n.Readable() || n.Quantized() || n.Superblock() || n.String() == "" {
				t.Errorf("type %d is %v, %d in %d bytes", uint32(n), n, w, b)
			}
			continue
		}
		weights, bytes := n.Block()
		if n.String() != want.name || weights != want.weights || bytes != want.bytes || n.Readable() != want.readable {
			t.Errorf("type %d is %v, %d in %d bytes, read %v; want %+v", uint32(n), n, weights, bytes, n.Readable(), want)
		}
		if got := n.BitsPerWeight(); got != 8*float64(want.bytes)/float64(want.weights) {
			t.Errorf("%v takes %g bits", n, got)
		}
		if n.Quantized() != (want.readable && want.weights > 1) || n.Superblock() != (want.readable && want.weights == 256) {
			t.Errorf("%v: quantized %v, superblock %v", n, n.Quantized(), n.Superblock())
		}
	}
}

// What the types store beside the integers, by the formulas of the blocks.
func TestWhatTypesStore(t *testing.T) {
	for _, tt := range []struct {
		kind                Type
		parts               int
		integer, scale, low int
		min                 bool
		exponent, fraction  int
	}{
		{F32, 0, 0, 0, 0, false, 8, 23}, {F16, 0, 0, 0, 0, false, 5, 10}, {BF16, 0, 0, 0, 0, false, 8, 7},
		{Q8_0, 1, 8, 0, 0, false, 0, 0}, {Q4_0, 1, 4, 0, 0, false, 0, 0}, {Q4_1, 1, 4, 0, 0, true, 0, 0}, {Q5_0, 1, 5, 0, 0, false, 0, 0}, {Q5_1, 1, 5, 0, 0, true, 0, 0},
		{Q2_K, 16, 2, 4, 4, true, 0, 0}, {Q3_K, 16, 3, 6, 0, false, 0, 0}, {Q4_K, 8, 4, 6, 6, true, 0, 0}, {Q5_K, 8, 5, 6, 6, true, 0, 0}, {Q6_K, 16, 6, 8, 0, false, 0, 0},
		{IQ4_NL, 1, 4, 0, 0, false, 0, 0}, {IQ4_XS, 8, 4, 6, 0, false, 0, 0}, {Type(19), 0, 0, 0, 0, false, 0, 0},
	} {
		integer, scale, low := tt.kind.Bits()
		exponent, fraction := tt.kind.Float()
		if integer != tt.integer || scale != tt.scale || low != tt.low || tt.kind.HasMin() != tt.min || exponent != tt.exponent || fraction != tt.fraction {
			t.Errorf("%v: %d, %d and %d bits, a minimum %v, a float of %d and %d", tt.kind, integer, scale, low, tt.kind.HasMin(), exponent, fraction)
		}
		if tt.parts == 0 {
			continue
		}
		weights, size := tt.kind.Block()
		b := tt.kind.Unpack(make([]byte, size))
		if len(b.Parts) != tt.parts || len(b.Q) != weights || len(b.Stored) != weights || b.Type != tt.kind {
			t.Errorf("%v has %d parts, %d integers", tt.kind, len(b.Parts), len(b.Q))
		}
		for i := range weights {
			if want := i * tt.parts / weights; b.Part(i) != want {
				t.Fatalf("%v: element %d is of part %d, want %d", tt.kind, i, b.Part(i), want)
			}
		}
	}
}

// put is some bits of a block: n from bit shift of byte at on.
type put struct {
	at, shift int
	n         byte
}

// Blocks worked out by hand from the structures in ggml-common.h and the loops
// of dequantize_row in ggml-quants.c: all zeros but for a scale of 1, and what is
// put. Every other element has the value rest.
func TestByHand(t *testing.T) {
	one := func(at int) put { return put{at + 1, 0, 0x3c} } // 1 in half precision
	two := func(at int) put { return put{at + 1, 0, 0x40} } // 2
	for _, tt := range []struct {
		kind    Type
		puts    []put
		element int
		want    float32
		rest    float32
	}{
		{Q8_0, []put{one(0), {2 + 31, 0, 0xfd}}, 31, -3, 0},
		{Q4_0, []put{one(0), {2 + 5, 0, 15}}, 5, 7, -8},
		{Q4_0, []put{two(0), {2 + 5, 4, 9}}, 21, 2, -16},
		{Q4_1, []put{one(0), two(2), {4 + 15, 0, 3}}, 15, 5, 2},
		{Q4_1, []put{one(0), two(2), {4 + 15, 4, 3}}, 31, 5, 2},
		{Q5_0, []put{one(0), {2, 7, 1}}, 7, 0, -16},
		{Q5_0, []put{one(0), {2 + 2, 1, 1}, {6 + 1, 4, 2}}, 17, 2, -16},
		{Q5_1, []put{one(0), one(2), {4 + 3, 7, 1}}, 31, 17, 1},
		{Q5_1, []put{one(0), one(2), {8, 0, 7}}, 0, 8, 1},
		{IQ4_NL, []put{one(0), {2 + 9, 0, 15}}, 9, 113, -127},
		{IQ4_NL, []put{one(0), {2 + 9, 4, 8}}, 25, 1, -127},
		// Scale and minimum of part 0 are 3 and 2: 1·3·q - 1·2.
		{Q2_K, []put{one(80), one(82), {0, 0, 3}, {0, 4, 2}, {16 + 4, 0, 3}}, 4, 7, 0},
		{Q2_K, []put{one(80), {7, 0, 1}, {16 + 17, 6, 2}}, 7*16 + 1, 2, 0},         // the fourth pair of bits
		{Q2_K, []put{one(80), {15, 0, 1}, {16 + 63, 6, 3}}, 255, 3, 0},             // the second half
		{Q3_K, []put{one(108), {96, 0, 1}, {104, 0, 2}, {32 + 2, 0, 3}}, 2, -1, 0}, // (1 + 2·16 - 32)·(3 - 4)
		{Q4_K, []put{one(0), one(2), {4, 0, 5}, {8, 0, 4}, {16, 0, 7}}, 0, 31, 0},
		{Q4_K, []put{one(0), {4 + 8, 0, 5}, {16 + 64, 0, 2}}, 128, 10, 0},                  // part 4: low bits of byte 8
		{Q4_K, []put{one(0), {4 + 3, 6, 2}, {4 + 11, 0, 1}, {16 + 127, 4, 1}}, 255, 33, 0}, // part 7: its high bits with part 3
		{Q5_K, []put{one(0), {4, 0, 1}, {16 + 3, 0, 1}, {48 + 3, 0, 1}}, 3, 17, 0},
		{Q5_K, []put{one(0), {4 + 1, 0, 2}, {16 + 31, 1, 1}}, 63, 32, 0},
		{Q6_K, []put{one(208), {192 + 8, 0, 0xff}, {63 + 64, 0, 0}, {64, 0, 5}, {128 + 32, 0, 1}}, 128, 11, 0}, // -1·(5 + 16 - 32)
		{IQ4_XS, []put{one(0), {2, 0, 2}, {4, 0, 1}, {8, 0, 9}}, 0, 13, 0},                                     // (1 + 2·16 - 32)·13
	} {
		weights, size := tt.kind.Block()
		src, got := make([]byte, size), make([]float32, weights)
		for _, p := range tt.puts {
			src[p.at] |= p.n << p.shift
		}
		tt.kind.Decode(got, src)
		if got[tt.element] != tt.want {
			t.Errorf("%v %v: element %d is %g, want %g", tt.kind, tt.puts, tt.element, got[tt.element], tt.want)
		}
		b := tt.kind.Unpack(src)
		if b.Value(tt.element) != tt.want {
			t.Errorf("%v %v: taken apart it is %g, want %g", tt.kind, tt.puts, b.Value(tt.element), tt.want)
		}
		if tt.kind.Superblock() { // the rest follows from scales that are shared
			continue
		}
		for i, v := range got {
			if i != tt.element && v != tt.rest {
				t.Errorf("%v %v: element %d is %g, want %g", tt.kind, tt.puts, i, v, tt.rest)
			}
		}
	}
}

// Numbers that are stored by themselves are read to the bit, also those that are
// none.
func TestFloats(t *testing.T) {
	for _, tt := range []struct {
		kind Type
		src  []byte
		want float32
	}{
		{F32, []byte{1, 0, 0, 0}, math.SmallestNonzeroFloat32}, {F32, []byte{0xff, 0xff, 0x7f, 0x7f}, math.MaxFloat32}, {F32, []byte{0, 0, 0x80, 0xff}, float32(math.Inf(-1))},
		{F16, []byte{0x01, 0x00}, 1. / (1 << 24)}, {F16, []byte{0xff, 0x7b}, 65504}, {F16, []byte{0, 0xfc}, float32(math.Inf(-1))}, {F16, []byte{0, 0x80}, float32(math.Copysign(0, -1))},
		{BF16, []byte{0x80, 0x3f}, 1}, {BF16, []byte{0, 0xc1}, -8}, {BF16, []byte{0x80, 0x7f}, float32(math.Inf(1))}, {BF16, []byte{0x49, 0x40}, 3.140625},
	} {
		var got [1]float32
		if tt.kind.Decode(got[:], tt.src); math.Float32bits(got[0]) != math.Float32bits(tt.want) {
			t.Errorf("%v % x is %g, want %g", tt.kind, tt.src, got[0], tt.want)
		}
		sign, exponent, fraction := tt.kind.FloatBits(tt.src)
		e, f := tt.kind.Float()
		whole := uint64(sign)<<(e+f) | uint64(exponent)<<f | uint64(fraction)
		for i, b := range tt.src {
			if byte(whole>>(8*i)) != b {
				t.Errorf("%v % x is taken apart into %d %d %d", tt.kind, tt.src, sign, exponent, fraction)
			}
		}
	}
	var none [1]float32
	for kind, src := range map[Type][]byte{F32: {1, 0, 0x80, 0x7f}, F16: {1, 0x7c}, BF16: {0x81, 0xff}} {
		if kind.Decode(none[:], src); none[0] == none[0] {
			t.Errorf("%v % x is %g", kind, src, none[0])
		}
	}
}

// What a block is made of is proportional to its scale: twice the scale, twice
// every element.
func TestTwiceTheScale(t *testing.T) {
	at := map[Type][]int{Q8_0: {0}, Q4_0: {0}, Q4_1: {0, 2}, Q5_0: {0}, Q5_1: {0, 2}, Q2_K: {80, 82}, Q3_K: {108}, Q4_K: {0, 2}, Q5_K: {0, 2}, Q6_K: {208}, IQ4_NL: {0}, IQ4_XS: {0}}
	for kind, scales := range at {
		src := noise("w", kind, 1, 1).Data
		weights, _ := kind.Block()
		once, twice := make([]float32, weights), make([]float32, weights)
		for _, i := range scales {
			src[i], src[i+1] = 0x55, 0x2c // of a few bits, far from the ends of half precision
		}
		kind.Decode(once, src)
		for _, i := range scales {
			src[i+1] += 4 // the exponent and one
		}
		kind.Decode(twice, src)
		for i, v := range once {
			if twice[i] != 2*v {
				t.Errorf("%v: element %d is %g, and with twice the scale %g", kind, i, v, twice[i])
			}
		}
	}
}
