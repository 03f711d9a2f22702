package gguf

import "syscall"

// forget gives back the whole pages of a part of a mapped file; the system reads
// them again if they are asked for. A refusal costs nothing but memory.
func forget(mapped []byte, at, size int64) {
	const page = 1 << 16 // no system has larger ones
	from, to := (at+page-1)&^(page-1), (at+size)&^(page-1)
	if from < to {
		_ = syscall.Madvise(mapped[from:to], syscall.MADV_DONTNEED)
	}
}
