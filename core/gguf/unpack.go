package gguf

import (
	"fmt"
	"math"
)

// Block is a block of a quantized type, taken apart: element i is
//
//	Scale(p)·Q[i] + Min(p)
//
// where p is the part that it belongs to.
type Block struct {
	Type Type
	// D is what scales are multiples of, and M what minimums are, both stored in
	// half precision. M is 0 in a type that has no minimums.
	D, M float32
	// Parts are of equal length, one after the other. Types of 32 have one.
	Parts []Part
	// Q are the integers that scales multiply: those that are stored less the
	// one that stands for 0, or of the IQ4 types the levels that they name.
	Q []int
	// Stored are the integers as they are in the file. Those of Q8_0 have a
	// sign.
	Stored []int
}

// Part is a part of a block, whose elements share a scale. Its integers are 1
// where a block has one part.
type Part struct {
	Scale int // times D
	Min   int // times M
}

// Superblock reports whether blocks of the type have parts with scales of their
// own, as integers of a few bits.
func (t Type) Superblock() bool {
	weights, _ := t.Block()
	return weights == superblock && t.Readable()
}

// HasMin reports whether blocks of the type store minimums beside scales.
func (t Type) HasMin() bool {
	switch t {
	case Q4_1, Q5_1, Q2_K, Q4_K, Q5_K:
		return true
	}
	return false
}

// Quantized reports whether the type stores integers that share scales, and is
// read.
func (t Type) Quantized() bool {
	weights, _ := t.Block()
	return weights > 1 && t.Readable()
}

// Float returns how many bits of a number are its exponent and its fraction, of
// the types that store numbers by themselves; the sign has one more. It returns
// 0 and 0 for all other types.
func (t Type) Float() (exponent, fraction int) {
	switch t {
	case F32:
		return 8, 23
	case F16:
		return 5, 10
	case BF16:
		return 8, 7
	}
	return 0, 0
}

// Scale returns the scale of a part, in float32 arithmetic.
func (b Block) Scale(part int) float32 {
	return float32(b.D * float32(b.Parts[part].Scale)) // rounded, whatever is added to it
}

// Min returns what is added to each element of a part. In superblocks it is
// stored as what is to be subtracted.
func (b Block) Min(part int) float32 {
	m := float32(b.M * float32(b.Parts[part].Min))
	if b.Type.Superblock() {
		return -m
	}
	return m
}

// Part returns the part that element i belongs to.
func (b Block) Part(i int) int { return i / (len(b.Q) / len(b.Parts)) }

// Value returns element i, the number that [Type.Decode] makes of it, to the
// last bit.
func (b Block) Value(i int) float32 {
	p := b.Part(i)
	product := b.Scale(p) * float32(b.Q[i])
	if !b.Type.HasMin() {
		return product
	}
	return float32(product) + b.Min(p)
}

// Bits returns the bits of a stored integer, of a part's scale and of its
// minimum; 0 for what the type does not store.
func (t Type) Bits() (integer, scale, low int) {
	switch t {
	case Q8_0:
		return 8, 0, 0
	case Q4_0, Q4_1, IQ4_NL:
		return 4, 0, 0
	case Q5_0, Q5_1:
		return 5, 0, 0
	case Q2_K:
		return 2, 4, 4
	case Q3_K:
		return 3, 6, 0
	case Q4_K:
		return 4, 6, 6
	case Q5_K:
		return 5, 6, 6
	case Q6_K:
		return 6, 8, 0
	case IQ4_XS:
		return 4, 6, 0
	}
	return 0, 0, 0
}

// Unpack takes the bytes of one block apart. It panics if the type is not
// [Type.Quantized], or these are not a block's.
func (t Type) Unpack(src []byte) Block {
	weights, size := t.Block()
	if !t.Quantized() || len(src) != size {
		panic(fmt.Sprintf("gguf: %d bytes are no block of %v", len(src), t))
	}
	b := Block{Type: t, Parts: []Part{{1, 1}}, Q: make([]int, weights), Stored: make([]int, weights)}
	if t.Superblock() {
		t.unpackParts(&b, src)
	} else {
		b.D = fromHalf(src)
		if t.HasMin() {
			b.M = fromHalf(src[2:])
		}
	}
	bits, _, _ := t.Bits()
	for i := range b.Stored {
		q := t.integer(src, i)
		b.Stored[i], b.Q[i] = q, q
		switch {
		case t == IQ4_NL || t == IQ4_XS:
			b.Q[i] = int(nonlinear[q])
		case t != Q8_0 && !t.HasMin():
			b.Q[i] = q - 1<<(bits-1)
		}
	}
	return b
}

// unpackParts reads the scales of a superblock.
func (t Type) unpackParts(b *Block, src []byte) {
	parts := 8
	if t == Q2_K || t == Q3_K || t == Q6_K {
		parts = 16
	}
	b.Parts = make([]Part, parts)
	switch t {
	case Q2_K:
		b.D, b.M = fromHalf(src[80:]), fromHalf(src[82:])
	case Q3_K:
		b.D = fromHalf(src[108:])
	case Q4_K, Q5_K:
		b.D, b.M = fromHalf(src), fromHalf(src[2:])
	case Q6_K:
		b.D = fromHalf(src[208:])
	case IQ4_XS:
		b.D = fromHalf(src)
	}
	for i := range b.Parts {
		p := &b.Parts[i]
		switch t {
		case Q2_K:
			p.Scale, p.Min = int(src[i]&15), int(src[i]>>4)
		case Q3_K:
			packed := src[96:108]
			p.Scale = int(packed[i%8]>>(i/8*4)&15|packed[8+i%4]>>(i/4*2)&3<<4) - 32
		case Q4_K, Q5_K:
			scale, low := scaleMin(src[4:16], i)
			p.Scale, p.Min = int(scale), int(low)
		case Q6_K:
			p.Scale = int(int8(src[192+i]))
		case IQ4_XS:
			p.Scale = int(src[4+i/2]>>(i%2*4)&15|byte(le.Uint16(src[2:])>>(2*i)&3)<<4) - 32
		}
	}
}

// integer returns the integer of element i as a block stores it.
func (t Type) integer(src []byte, i int) int {
	bit := func(b byte, n int) int { return int(b >> n & 1) }
	half := func(q []byte) int { // of 32 in 16 bytes
		return int(q[i%16] >> (i / 16 % 2 * 4) & 15)
	}
	pair := func(q []byte) int { // of 64 in 32 bytes
		return int(q[i/64*32+i%32] >> (i / 32 % 2 * 4) & 15)
	}
	quarter := func(q []byte) int { // of 128 in 32 bytes
		return int(q[i/128*32+i%32] >> (i / 32 % 4 * 2) & 3)
	}
	switch t {
	case Q8_0:
		return int(int8(src[2+i]))
	case Q4_0, IQ4_NL:
		return half(src[2:])
	case Q4_1:
		return half(src[4:])
	case Q5_0:
		return half(src[6:]) | int(le.Uint32(src[2:])>>i&1)<<4
	case Q5_1:
		return half(src[8:]) | int(le.Uint32(src[4:])>>i&1)<<4
	case Q2_K:
		return quarter(src[16:])
	case Q3_K:
		return quarter(src[32:]) | bit(src[i%32], i/32)<<2
	case Q4_K:
		return pair(src[16:])
	case Q5_K:
		return pair(src[48:]) | bit(src[16+i%32], i/32)<<4
	case Q6_K:
		low := src[i/128*64+i%64] >> (i / 64 % 2 * 4) & 15
		return int(low) | quarter(src[128:])<<4
	case IQ4_XS:
		return half(src[8+i/32*16:])
	}
	panic(fmt.Sprintf("gguf: %v has no integers", t))
}

// FloatBits returns the sign, the exponent and the fraction of a number as a
// type of [Type.Float] stores it, as integers. It panics if the bytes are not
// those of one.
func (t Type) FloatBits(src []byte) (sign, exponent, fraction uint32) {
	e, f := t.Float()
	if e == 0 || len(src)*8 != 1+e+f {
		panic(fmt.Sprintf("gguf: %d bytes are no number of %v", len(src), t))
	}
	var bits uint32
	for i, b := range src {
		bits |= uint32(b) << (8 * i)
	}
	return bits >> (e + f), bits >> f & (1<<e - 1), bits & uint32(math.MaxUint32>>(32-f))
}
