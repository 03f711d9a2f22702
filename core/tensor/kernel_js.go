package tensor

import "unsafe"

// The kernels of kernel.wat, a module that whoever starts the program links to
// it. Strides are in bytes, counts in elements. They give the bits of the exact
// kernels, and stand for the fast ones too: SIMD128 has no fused multiplication.

//go:wasmimport kernel tile
//go:noescape
func tileSIMD(c unsafe.Pointer, ldc int32, a unsafe.Pointer, row, col int32, b unsafe.Pointer, k, add int32)

//go:wasmimport kernel dot
//go:noescape
func dotSIMD(a, b unsafe.Pointer, n int32) float32

func tile(c []float32, ldc int, a []float32, row, col int, b *panel, k int, add bool) {
	// The kernel trusts its pointers: touch the last elements here.
	_ = c[(tileRows-1)*ldc+tileCols-1]
	_ = a[(tileRows-1)*row+(k-1)*col]
	var onto int32
	if add {
		onto = 1
	}
	tileSIMD(unsafe.Pointer(&c[0]), int32(4*ldc), unsafe.Pointer(&a[0]), int32(4*row), int32(4*col), unsafe.Pointer(b), int32(k), onto)
}

// dots2 sets dst to the dot products of x and the two rows of m, as dot gives
// them.
func dots2(dst, m, x []float32) {
	dst[0], dst[1] = dot(m[:len(x)], x), dot(m[len(x):2*len(x)], x)
}

func dot(a, b []float32) float32 {
	b = b[:len(a)]
	whole := len(a) &^ 7
	var sum float32
	if whole > 0 {
		sum = dotSIMD(unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0]), int32(whole))
	}
	for i := whole; i < len(a); i++ {
		sum += float32(a[i] * b[i])
	}
	return sum
}
