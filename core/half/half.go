// Package half converts numbers of IEEE 754 half precision: 1 sign bit, 5 of
// exponent with bias 15, 10 of fraction. Files of weights are full of them.
package half

import (
	"encoding/binary"
	"math"
)

// Float32 returns the number with the given bits. Every half is a float32; a
// NaN keeps its fraction.
func Float32(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch exponent {
	case 0: // zero or subnormal: fraction · 2^-24
		return math.Float32frombits(math.Float32bits(float32(fraction)/(1<<24)) | sign)
	case 0x1f: // infinity or NaN
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}

// Decode sets dst to the numbers with the bits in src, little-endian. It panics if
// src is too short.
func Decode(dst []float32, src []byte) {
	src = src[:2*len(dst)]
	for i := range dst {
		h := binary.LittleEndian.Uint16(src[2*i:])
		if exponent := h & 0x7c00; exponent == 0 || exponent == 0x7c00 {
			dst[i] = Float32(h)
			continue
		}
		dst[i] = math.Float32frombits(uint32(h&0x8000)<<16 | uint32(h&0x7fff)<<13 + (127-15)<<23) // nearly all
	}
}

// Bits returns the bits of f, rounded to the nearest half, to even between two.
// From 65520 on it is infinity, up to 2^-25 zero. NaN stays NaN.
func Bits(f float32) uint16 {
	b := math.Float32bits(f)
	sign := uint16(b >> 16 & 0x8000)
	b &= 0x7fffffff
	switch {
	case b > 0xff<<23:
		return sign | 0x7e00
	case b >= 0x477ff000: // 65520, half way between the largest half and the next
		return sign | 0x7c00
	case b < 0x38800000: // below 2^-14 halves are multiples of 2^-24
		// Adding 0.5 leaves a float32 whose last bit stands for 2^-24, rounded
		// to nearest even by the addition itself.
		return sign | uint16(math.Float32bits(math.Float32frombits(b)+0.5)-math.Float32bits(0.5))
	}
	b -= (127 - 15) << 23
	b += 0xfff + b>>13&1 // half of the last place kept, less one if that is even
	return sign | uint16(b>>13)
}
