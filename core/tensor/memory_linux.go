package tensor

import (
	"syscall"
	"unsafe"
)

// hugePages asks for size bytes at p, if they are many, in pages of 2 MB, which
// Linux mostly gives on request alone: a model is read from end to end for each
// token, and with the usual pages of 4 kB the processor waits for addresses
// too. A refusal costs nothing but that.
func hugePages(p unsafe.Pointer, size int) {
	const page, advice = 2 << 20, 14 // MADV_HUGEPAGE
	if size < page/2 {
		return
	}
	start := uintptr(p)
	end := (start + uintptr(size) + page - 1) &^ (page - 1)
	start &^= page - 1
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, start, end-start, advice)
}
