package stored

import (
	"runtime"

	"golang.org/x/sys/cpu"

	"logitarium/core/gguf"
)

// simd says whether the assembly may run: every processor has NEON, with half
// precision. sdot says whether it has SDOT, of ARMv8.2; Apple's all do. Only tests
// turn them off, to look at the other paths.
var (
	simd = true
	sdot = runtime.GOOS == "darwin" || cpu.ARM64.HasASIMDDP
)

// dots sets sums to the products of sixteen rows of a type, w, and one or four
// rows of x. The kernels trust that w and x have the blocks that x says.
func dots(t gguf.Type, sums *[atOnce][together]float32, w []byte, x some) {
	if !simd {
		dotsPlain(t, sums, w, x)
		return
	}
	for r := range x.rows {
		for eight := range 2 {
			dotsEight(t, &sums[r][8*eight], w, eight, x.row(r))
		}
	}
}

func q8_0Eight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int) {
	if sdot {
		q8_0SDOT(sums, d, w, x, scales, parts, blocks)
		return
	}
	q8_0SMULL(sums, d, w, x, scales, parts, blocks)
}

func q4_0Eight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int) {
	if sdot {
		q4_0SDOT(sums, d, w, x, scales, parts, blocks)
		return
	}
	q4_0SMULL(sums, d, w, x, scales, parts, blocks)
}

func q4_KEight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int) {
	if sdot {
		q4_KSDOT(sums, d, w, x, scales, parts, blocks)
		return
	}
	q4_KSMULL(sums, d, w, x, scales, parts, blocks)
}

func q6_KEight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int) {
	if sdot {
		q6_KSDOT(sums, d, w, x, scales, parts, blocks)
		return
	}
	q6_KSMULL(sums, d, w, x, scales, parts, blocks)
}

//go:noescape
func q8_0SDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_0SDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_KSDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q6_KSDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q8_0SMULL(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_0SMULL(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_KSMULL(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q6_KSMULL(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
