//go:build amd64 || arm64

package stored

import "logitarium/core/gguf"

// What the kernels in assembly have in common: AVX2 on amd64, NEON on arm64.

// dotsEight computes the first or the second eight of sixteen sums: it begins at
// their scales, 2 bytes each, and at their words of 4.
func dotsEight(t gguf.Type, sums *float32, w []byte, eight int, x some) {
	ints, scales, parts := &x.ints[0], &x.scales[0], &x.sums[0]
	switch t {
	case gguf.Q8_0:
		q8_0Eight(sums, &w[16*eight], &w[32+32*eight], ints, scales, parts, x.blocks)
	case gguf.Q4_0:
		q4_0Eight(sums, &w[16*eight], &w[32+32*eight], ints, scales, parts, x.blocks)
	case gguf.Q4_K:
		q4_KEight(sums, &w[16*eight], &w[64+32*eight], ints, scales, parts, x.blocks)
	case gguf.Q6_K:
		q6_KEight(sums, &w[3328+16*eight], &w[32*eight], ints, scales, parts, x.blocks)
	}
}

// halves sets dst to numbers of half precision.
func halves(dst []float32, raw []byte) {
	whole := len(dst) &^ 7
	if !simd {
		whole = 0
	}
	if whole > 0 {
		_ = raw[2*whole-1]
		halvesSIMD(&dst[0], &raw[0], whole)
	}
	halvesPlain(dst[whole:], raw[2*whole:])
}

// round is [roundPlain]; blocks are 32 values or more.
func round(ints []int8, sums *[mostBlock / 16]int32, x []float32) float32 {
	if !simd {
		return roundPlain(ints, sums, x)
	}
	_, _ = ints[len(x)-1], sums[len(x)/16-1]
	scale, inverse := scaleOf(peakSIMD(&x[0], len(x)))
	integersSIMD(&ints[0], &sums[0], &x[0], inverse, len(x))
	return scale
}

//go:noescape
func peakSIMD(x *float32, n int) uint32

//go:noescape
func integersSIMD(ints *int8, sums *int32, x *float32, inverse float32, n int)

//go:noescape
func halvesSIMD(dst *float32, raw *byte, n int)
