package gguf

import (
	"math"

	"logitarium/core/half"
)

// fromHalf reads a half from its two bytes.
func fromHalf(b []byte) float32 { return half.Float32(le.Uint16(b)) }

func decodeF32(dst []float32, src []byte) {
	for i := range dst {
		dst[i] = math.Float32frombits(le.Uint32(src[4*i:]))
	}
}

func decodeF16(dst []float32, src []byte) {
	for i := range dst {
		dst[i] = fromHalf(src[2*i:])
	}
}

// decodeBF16 reads the upper halves of float32 numbers.
func decodeBF16(dst []float32, src []byte) {
	for i := range dst {
		dst[i] = math.Float32frombits(uint32(le.Uint16(src[2*i:])) << 16)
	}
}

// decodeQ8_0 reads blocks of d and 32 q: d·q.
func decodeQ8_0(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[32:], src[34:] {
		d := fromHalf(src)
		for i, q := range src[2:34] {
			dst[i] = d * float32(int8(q))
		}
	}
}

// decodeQ4_0 reads blocks of d and 32 q of 4 bits: d·(q − 8). As in all types of
// 4 bits, the first half of the block is in the low bits of its 16 bytes, the
// second half in the high ones.
func decodeQ4_0(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[32:], src[18:] {
		d := fromHalf(src)
		for i, q := range src[2:18] {
			dst[i] = d * float32(int(q&15)-8)
			dst[i+16] = d * float32(int(q>>4)-8)
		}
	}
}

// decodeQ4_1 reads blocks of d, m and 32 q: d·q + m.
func decodeQ4_1(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[32:], src[20:] {
		d, m := fromHalf(src), fromHalf(src[2:])
		for i, q := range src[4:20] {
			dst[i] = float32(d*float32(q&15)) + m
			dst[i+16] = float32(d*float32(q>>4)) + m
		}
	}
}

// decodeQ5_0 reads blocks of d, the 32 fifth bits, and 32 q: d·(q − 16).
func decodeQ5_0(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[32:], src[22:] {
		d, fifth := fromHalf(src), le.Uint32(src[2:])
		for i, q := range src[6:22] {
			dst[i] = d * float32(int(uint32(q&15)|fifth>>i&1<<4)-16)
			dst[i+16] = d * float32(int(uint32(q>>4)|fifth>>(i+16)&1<<4)-16)
		}
	}
}

// decodeQ5_1 reads blocks of d, m, the 32 fifth bits, and 32 q: d·q + m.
func decodeQ5_1(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[32:], src[24:] {
		d, m, fifth := fromHalf(src), fromHalf(src[2:]), le.Uint32(src[4:])
		for i, q := range src[8:24] {
			dst[i] = float32(d*float32(uint32(q&15)|fifth>>i&1<<4)) + m
			dst[i+16] = float32(d*float32(uint32(q>>4)|fifth>>(i+16)&1<<4)) + m
		}
	}
}

// nonlinear are the sixteen levels of the IQ4 types, denser near zero.
var nonlinear = [16]float32{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113}

// decodeIQ4_NL reads blocks of d and 32 q: d times level q.
func decodeIQ4_NL(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[32:], src[18:] {
		levels(dst, fromHalf(src), src[2:18])
	}
}

// levels writes 32 elements whose levels are in 16 bytes.
func levels(dst []float32, d float32, src []byte) {
	for i, q := range src {
		dst[i] = d * nonlinear[q&15]
		dst[i+16] = d * nonlinear[q>>4]
	}
}
