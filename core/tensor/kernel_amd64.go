package tensor

import "golang.org/x/sys/cpu"

// simd says whether the assembly may run, and f16 whether it can read half
// precision. Both are fixed at start; only tests turn simd off, to look at the
// plain path.
var (
	simd = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	f16  = cpu.X86.HasF16C
)
