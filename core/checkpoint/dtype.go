package checkpoint

import (
	"encoding/binary"
	"math"

	"logitarium/core/half"
)

// DType is the type of a tensor's elements, as the header names it.
type DType string

// The types that Float32 converts. [Write] writes F32 and F16.
const (
	F64    DType = "F64"
	F32    DType = "F32"
	F16    DType = "F16"     // IEEE 754 half precision
	BF16   DType = "BF16"    // the upper half of an F32
	F8E5M2 DType = "F8_E5M2" // the upper half of an F16
	F8E4M3 DType = "F8_E4M3" // bias 7, no infinities, NaN at all ones (Micikevicius et al. 2022)
)

// bits maps the types of the format, safetensors 0.8.0, to their width.
func (d DType) bits() (width uint64, known bool) {
	switch d {
	case "F4":
		return 4, true
	case "F6_E2M3", "F6_E3M2":
		return 6, true
	case "BOOL", "U8", "I8", F8E5M2, F8E4M3, "F8_E8M0":
		return 8, true
	case "I16", "U16", F16, BF16:
		return 16, true
	case "I32", "U32", F32:
		return 32, true
	case "I64", "U64", F64, "C64":
		return 64, true
	}
	return 0, false
}

const knownTypes = "BOOL, F4, F6_E2M3, F6_E3M2, F8_E4M3, F8_E5M2, F8_E8M0, U8, I8, U16, I16, F16, BF16, U32, I32, F32, U64, I64, F64 and C64"

// decoder returns how many bytes an element has and the function that reads
// elements until dst is full, or nil if the type is not one of those that become
// float32.
func (d DType) decoder() (size int, decode func(dst []float32, src []byte)) {
	switch d {
	case F64:
		return 8, each(8, func(b []byte) float32 { return float32(math.Float64frombits(binary.LittleEndian.Uint64(b))) })
	case F32:
		return 4, each(4, func(b []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b)) })
	case F16:
		return 2, half.Decode
	case BF16:
		return 2, each(2, func(b []byte) float32 { return math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16) })
	case F8E5M2:
		return 1, each(1, func(b []byte) float32 { return half.Float32(uint16(b[0]) << 8) })
	case F8E4M3:
		return 1, each(1, func(b []byte) float32 { return fromE4M3(b[0]) })
	}
	return 0, nil
}

// each reads elements of some bytes one by one.
func each(size int, decode func([]byte) float32) func(dst []float32, src []byte) {
	return func(dst []float32, src []byte) {
		for i := range dst {
			dst[i] = decode(src[i*size:])
		}
	}
}

// fromE4M3 widens 1 sign bit, 4 of exponent with bias 7, 3 of fraction.
func fromE4M3(v byte) float32 {
	exponent, fraction := int(v>>3&0xf), float64(v&7)
	f := math.Ldexp(1+float64(fraction/8), exponent-7)
	switch {
	case v&0x7f == 0x7f:
		f = math.NaN()
	case exponent == 0:
		f = math.Ldexp(fraction/8, -6)
	}
	if v>>7 == 1 {
		f = -f
	}
	return float32(f)
}
