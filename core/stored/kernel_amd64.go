package stored

import (
	"golang.org/x/sys/cpu"

	"logitarium/core/gguf"
)

// What assembly may run is fixed at start; only tests turn it off, to look at
// the other paths.
var (
	simd = cpu.X86.HasAVX2 && cpu.X86.HasFMA && cpu.X86.HasF16C
	vnni = simd && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI
)

// dots sets sums to the products of sixteen rows of a type, w, and one or four
// rows of x. A kernel is called by its name: behind a variable its arguments
// would escape to the heap. It trusts that w and x have the blocks that x says.
func dots(t gguf.Type, sums *[atOnce][together]float32, w []byte, x some) {
	switch {
	case !simd:
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
				dotsEight(t, &sums[r][8*eight], w, eight, x.row(r))
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

//go:noescape
func q8_0Eight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_0Eight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q4_KEight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

//go:noescape
func q6_KEight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)

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
