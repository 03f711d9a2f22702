package stored

import (
	"golang.org/x/sys/cpu"

	"logitarium/core/gguf"
)

// What assembly may run is fixed at start; only tests turn it off, to look at
// the other paths.
var (
	avx  = cpu.X86.HasAVX2 && cpu.X86.HasFMA && cpu.X86.HasF16C
	vnni = avx && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI
)

// dots sets sums to the products of sixteen rows of a type, w, and one or four
// rows of x. A kernel is called by its name: behind a variable its arguments
// would escape to the heap. It trusts that w and x have the blocks that x says.
func dots(t gguf.Type, sums *[atOnce][together]float32, w []byte, x some) {
	switch {
	case !avx:
		dotsPlain(t, sums, w, x)
	case vnni && x.rows == atOnce:
		dotsVNNI4(t, &sums[0][0], &w[0], &x.ints[0], &x.scales[0], &x.sums[0], x.blocks)
	case vnni:
		for r := range x.rows {
			row := x.row(r)
			dotsVNNI1(t, &sums[r][0], &w[0], &row.ints[0], &row.scales[0], &row.sums[0], x.blocks)
		}
	default:
		for r := range x.rows {
			for eight := range 2 {
				dotsAVX(t, &sums[r][8*eight], w, eight, x.row(r))
			}
		}
	}
}

func dotsVNNI4(t gguf.Type, sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int) {
	switch t {
	case gguf.Q8_0:
		q8_0VNNI4(sums, w, x, scales, parts, blocks)
	case gguf.Q4_0:
		q4_0VNNI4(sums, w, x, scales, parts, blocks)
	case gguf.Q4_K:
		q4_KVNNI4(sums, w, x, scales, parts, blocks)
	case gguf.Q6_K:
		q6_KVNNI4(sums, w, x, scales, parts, blocks)
	}
}

func dotsVNNI1(t gguf.Type, sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int) {
	switch t {
	case gguf.Q8_0:
		q8_0VNNI1(sums, w, x, scales, parts, blocks)
	case gguf.Q4_0:
		q4_0VNNI1(sums, w, x, scales, parts, blocks)
	case gguf.Q4_K:
		q4_KVNNI1(sums, w, x, scales, parts, blocks)
	case gguf.Q6_K:
		q6_KVNNI1(sums, w, x, scales, parts, blocks)
	}
}

// dotsAVX computes the first or the second eight of sixteen sums: it begins at
// their scales, 2 bytes each, and at their words of 4.
func dotsAVX(t gguf.Type, sums *float32, w []byte, eight int, x some) {
	ints, scales, parts := &x.ints[0], &x.scales[0], &x.sums[0]
	switch t {
	case gguf.Q8_0:
		q8_0AVX(sums, &w[16*eight], &w[32+32*eight], ints, scales, parts, x.blocks)
	case gguf.Q4_0:
		q4_0AVX(sums, &w[16*eight], &w[32+32*eight], ints, scales, parts, x.blocks)
	case gguf.Q4_K:
		q4_KAVX(sums, &w[16*eight], &w[64+32*eight], ints, scales, parts, x.blocks)
	case gguf.Q6_K:
		q6_KAVX(sums, &w[3328+16*eight], &w[32*eight], ints, scales, parts, x.blocks)
	}
}

// halves sets dst to numbers of half precision.
func halves(dst []float32, raw []byte) {
	whole := len(dst) &^ 7
	if !avx {
		whole = 0
	}
	if whole > 0 {
		_ = raw[2*whole-1]
		halvesAVX(&dst[0], &raw[0], whole)
	}
	halvesPlain(dst[whole:], raw[2*whole:])
}

// round is [roundPlain]; blocks are 32 values or more.
func round(ints []int8, sums *[mostBlock / 16]int32, x []float32) float32 {
	if !avx {
		return roundPlain(ints, sums, x)
	}
	_, _ = ints[len(x)-1], sums[len(x)/16-1]
	scale, inverse := scaleOf(peakAVX(&x[0], len(x)))
	integersAVX(&ints[0], &sums[0], &x[0], inverse, len(x))
	return scale
}

//go:noescape
func peakAVX(x *float32, n int) uint32

//go:noescape
func integersAVX(ints *int8, sums *int32, x *float32, inverse float32, n int)

//go:noescape
func halvesAVX(dst *float32, raw *byte, n int)

//go:noescape
func q8_0AVX(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_0AVX(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q8_0VNNI1(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_0VNNI1(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q8_0VNNI4(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_0VNNI4(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_KVNNI4(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q6_KVNNI4(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_KVNNI1(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q6_KVNNI1(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_KAVX(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q6_KAVX(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
