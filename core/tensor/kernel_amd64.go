package tensor

import "golang.org/x/sys/cpu"

// simd says whether the assembly may run. It is fixed at start; only tests
// turn it off, to look at the plain path.
var simd = cpu.X86.HasAVX2 && cpu.X86.HasFMA

func tile(c []float32, ldc int, a []float32, row, col int, b *panel, k int, add bool) {
	if !simd {
		tilePlain(c, ldc, a, row, col, b, k, add)
		return
	}
	// The assembly trusts its pointers: touch the last elements here.
	_ = c[(tileRows-1)*ldc+tileCols-1]
	_ = a[(tileRows-1)*row+(k-1)*col]
	if exact {
		tileExactAVX(&c[0], ldc*4, &a[0], row*4, col*4, &b[0][0], k, add)
		return
	}
	tileAVX(&c[0], ldc*4, &a[0], row*4, col*4, &b[0][0], k, add)
}

func copyRows(p *panel, b []float32, ld, k int) {
	if !simd {
		copyPlain(p, b, ld, k)
		return
	}
	_ = b[(k-1)*ld+tileCols-1]
	copyAVX(&p[0][0], &b[0], ld*4, k)
}

func packColumns(p *panel, b []float32, ld, k int) {
	if !simd {
		packPlain(p, b, ld, k)
		return
	}
	_ = b[(tileCols-1)*ld+k-1]
	whole := k &^ 3
	if whole > 0 {
		packAVX(&p[0][0], &b[0], ld*4, whole)
		packAVX(&p[0][8], &b[8*ld], ld*4, whole)
	}
	for r := whole; r < k; r++ {
		for c := range tileCols {
			p[r][c] = b[c*ld+r]
		}
	}
}

// dots2 sets dst to the dot products of x and the two rows of m, as dot gives
// them.
func dots2(dst, m, x []float32) {
	n := len(x)
	_, _ = dst[1], m[:2*n]
	whole := n &^ 7
	if !simd || whole == 0 {
		dst[0], dst[1] = dotPlain(m[:n], x), dotPlain(m[n:2*n], x)
		return
	}
	if exact {
		dots2ExactAVX(&dst[0], &m[0], n*4, &x[0], whole)
	} else {
		dots2AVX(&dst[0], &m[0], n*4, &x[0], whole)
	}
	for j := whole; j < n; j++ {
		dst[0] += float32(m[j] * x[j])
		dst[1] += float32(m[n+j] * x[j])
	}
}

func dot(a, b []float32) float32 {
	whole := len(a) &^ 7
	if !simd || whole == 0 {
		return dotPlain(a, b)
	}
	var sum float32
	if exact {
		sum = dotExactAVX(&a[0], &b[0], whole)
	} else {
		sum = dotAVX(&a[0], &b[0], whole)
	}
	for i := whole; i < len(a); i++ {
		sum += float32(a[i] * b[i])
	}
	return sum
}

// dotHalves is dot with a in half precision; room is for its numbers.
func dotHalves(a []byte, b, room []float32) float32 {
	whole := len(b) &^ 7
	if !simd || !cpu.X86.HasF16C || whole == 0 {
		return dotDecoded(a, b, room)
	}
	_ = a[2*len(b)-1]
	var sum float32
	if exact {
		sum = dotHalvesExactAVX(&a[0], &b[0], whole)
	} else {
		sum = dotHalvesAVX(&a[0], &b[0], whole)
	}
	for i := whole; i < len(b); i++ {
		sum += float32(halfAt(a, i) * b[i])
	}
	return sum
}

func axpy(dst []float32, s float32, x []float32) {
	whole := len(dst) &^ 7
	if !simd || whole == 0 {
		axpyPlain(dst, s, x)
		return
	}
	if exact {
		axpyExactAVX(&dst[0], s, &x[0], whole)
	} else {
		axpyAVX(&dst[0], s, &x[0], whole)
	}
	axpyPlain(dst[whole:], s, x[whole:])
}

func scale(x []float32, s float32) {
	whole := len(x) &^ 7
	if !simd || whole == 0 {
		scalePlain(x, s)
		return
	}
	scaleAVX(&x[0], s, whole)
	scalePlain(x[whole:], s)
}

// expSum sets dst = exp(x - shift) and returns the sum.
func expSum(dst, x []float32, shift float32) float32 {
	if !simd {
		return expPlain(dst, x, shift)
	}
	var sum float32
	whole := len(x) &^ 7
	if whole > 0 {
		sum = expRun(&dst[0], &x[0], shift, whole)
	}
	if rest := x[whole:]; len(rest) > 0 {
		var last [8]float32
		copy(last[:], rest)
		expRun(&last[0], &last[0], shift, 8)
		for i := range rest {
			dst[whole+i] = last[i]
			sum += last[i]
		}
	}
	return sum
}

func gelu(dst, x []float32) {
	if !simd {
		geluPlain(dst, x)
		return
	}
	whole := len(x) &^ 7
	if whole > 0 {
		geluRun(&dst[0], &x[0], whole)
	}
	if whole < len(x) {
		var last [8]float32
		copy(last[:], x[whole:])
		geluRun(&last[0], &last[0], 8)
		copy(dst[whole:], last[:])
	}
}

func geluBack(dst, x, dy []float32) {
	if !simd {
		geluBackPlain(dst, x, dy)
		return
	}
	whole := len(x) &^ 7
	if whole > 0 {
		geluBackRun(&dst[0], &x[0], &dy[0], whole)
	}
	if whole < len(x) {
		var lastX, lastY [8]float32
		copy(lastX[:], x[whole:])
		copy(lastY[:], dy[whole:])
		geluBackRun(&lastY[0], &lastX[0], &lastY[0], 8)
		copy(dst[whole:], lastY[:])
	}
}

// dotsQ8 sets sums to the products of eight rows of a [Q8] and one of rounded
// values.
func dotsQ8(sums *[groupRows]float32, w []int8, scales []float32, x, magnitudes []int8, xScales []float32) {
	blocks := len(xScales)
	if !simd || blocks == 0 {
		dotsQ8Plain(sums, w, scales, x, xScales)
		return
	}
	_, _, _, _ = w[blocks*Q8Block*groupRows-1], scales[blocks*groupRows-1], x[blocks*Q8Block-1], magnitudes[blocks*Q8Block-1]
	if exact {
		q8ExactAVX(&sums[0], &w[0], &scales[0], &x[0], &magnitudes[0], &xScales[0], blocks)
		return
	}
	q8AVX(&sums[0], &w[0], &scales[0], &x[0], &magnitudes[0], &xScales[0], blocks)
}

// The assembly. Strides are in bytes, counts in elements: of packAVX a
// multiple of 4, of the vector functions a multiple of 8 above 0.

// A kernel is called by its name: behind a variable its arguments would escape
// to the heap.

func expRun(dst, x *float32, shift float32, n int) float32 {
	if exact {
		return expExactAVX(dst, x, shift, n)
	}
	return expAVX(dst, x, shift, n)
}

func geluRun(dst, x *float32, n int) {
	if exact {
		geluExactAVX(dst, x, n)
		return
	}
	geluAVX(dst, x, n)
}

func geluBackRun(dst, x, dy *float32, n int) {
	if exact {
		geluBackExactAVX(dst, x, dy, n)
		return
	}
	geluBackAVX(dst, x, dy, n)
}

//go:noescape
func tileAVX(c *float32, ldc int, a *float32, row, col int, b *float32, k int, add bool)

//go:noescape
func copyAVX(p *float32, b *float32, ld, k int)

//go:noescape
func packAVX(p *float32, b *float32, ld, k int)

//go:noescape
func dots2AVX(dst, m *float32, ld int, x *float32, n int)

//go:noescape
func dotAVX(a, b *float32, n int) float32

//go:noescape
func dotHalvesAVX(a *byte, b *float32, n int) float32

//go:noescape
func axpyAVX(dst *float32, s float32, x *float32, n int)

//go:noescape
func scaleAVX(x *float32, s float32, n int)

//go:noescape
func expAVX(dst, x *float32, shift float32, n int) float32

//go:noescape
func geluAVX(dst, x *float32, n int)

//go:noescape
func geluBackAVX(dst, x, dy *float32, n int)

//go:noescape
func q8AVX(sums *float32, w *int8, scales *float32, x, magnitudes *int8, xScales *float32, blocks int)

// The same, rounding after each multiplication and each addition.

//go:noescape
func tileExactAVX(c *float32, ldc int, a *float32, row, col int, b *float32, k int, add bool)

//go:noescape
func dots2ExactAVX(dst, m *float32, ld int, x *float32, n int)

//go:noescape
func dotExactAVX(a, b *float32, n int) float32

//go:noescape
func dotHalvesExactAVX(a *byte, b *float32, n int) float32

//go:noescape
func axpyExactAVX(dst *float32, s float32, x *float32, n int)

//go:noescape
func expExactAVX(dst, x *float32, shift float32, n int) float32

//go:noescape
func geluExactAVX(dst, x *float32, n int)

//go:noescape
func geluBackExactAVX(dst, x, dy *float32, n int)

//go:noescape
func q8ExactAVX(sums *float32, w *int8, scales *float32, x, magnitudes *int8, xScales *float32, blocks int)
