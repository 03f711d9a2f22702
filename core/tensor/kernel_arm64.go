package tensor

import (
	"runtime"

	"golang.org/x/sys/cpu"
)

// simd says whether the assembly may run: every processor has NEON, with half
// precision. Only tests turn it off, to look at the plain path.
var simd = true

const f16 = true

// sdot says to the kernel of 8-bit integers whether the processor has SDOT, of
// ARMv8.2. Apple's all do. Only tests turn it off.
var sdot = runtime.GOOS == "darwin" || cpu.ARM64.HasASIMDDP
