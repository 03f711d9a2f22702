package quant

import "math"

// halfOf returns v in IEEE 754 half precision, rounded half to even; beyond
// 65504 it is ±Inf.
func halfOf(v float32) uint16 {
	bits := math.Float32bits(v)
	sign := uint16(bits >> 16 & 0x8000)
	switch magnitude := bits & 0x7fffffff; {
	case magnitude > 0x7f800000: // NaN
		return sign | 0x7e00
	case magnitude >= 0x477ff000: // 65520 and above round to Inf
		return sign | 0x7c00
	case magnitude < 0x38800000: // below 2⁻¹⁴: subnormal, in steps of 2⁻²⁴
		return sign | uint16(math.RoundToEven(math.Abs(float64(v))*0x1p24))
	default:
		// Half has 13 bits of fraction less; adding just under half of what is
		// cut, plus the last bit that stays, rounds half to even. A carry goes
		// into the exponent, as it should.
		rounded := magnitude + 0xfff + magnitude>>13&1
		return sign | uint16(rounded>>13-(127-15)<<10)
	}
}

// fromHalf returns the float32 of a half-precision number, exactly.
func fromHalf(h uint16) float32 {
	sign, exponent, fraction := float64(1), int(h>>10&0x1f), float64(h&0x3ff)
	if h&0x8000 != 0 {
		sign = -1
	}
	switch exponent {
	case 0:
		return float32(sign * fraction * 0x1p-24)
	case 0x1f:
		if fraction != 0 {
			return float32(math.NaN())
		}
		return float32(math.Inf(int(sign)))
	}
	return float32(sign * math.Ldexp(1024+fraction, exponent-25))
}
