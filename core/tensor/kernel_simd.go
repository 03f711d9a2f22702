//go:build amd64 || arm64

package tensor

// The kernels in assembly: AVX2 on amd64, NEON on arm64.

func tile(c []float32, ldc int, a []float32, row, col int, b *panel, k int, add bool) {
	if !simd {
		tilePlain(c, ldc, a, row, col, b, k, add)
		return
	}
	// The assembly trusts its pointers: touch the last elements here.
	_ = c[(tileRows-1)*ldc+tileCols-1]
	_ = a[(tileRows-1)*row+(k-1)*col]
	if exact {
		tileExactSIMD(&c[0], ldc*4, &a[0], row*4, col*4, &b[0][0], k, add)
		return
	}
	tileSIMD(&c[0], ldc*4, &a[0], row*4, col*4, &b[0][0], k, add)
}

func copyRows(p *panel, b []float32, ld, k int) {
	if !simd {
		copyPlain(p, b, ld, k)
		return
	}
	_ = b[(k-1)*ld+tileCols-1]
	copySIMD(&p[0][0], &b[0], ld*4, k)
}

func packColumns(p *panel, b []float32, ld, k int) {
	if !simd {
		packPlain(p, b, ld, k)
		return
	}
	_ = b[(tileCols-1)*ld+k-1]
	whole := k &^ 3
	if whole > 0 {
		packSIMD(&p[0][0], &b[0], ld*4, whole)
		packSIMD(&p[0][8], &b[8*ld], ld*4, whole)
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
		dots2ExactSIMD(&dst[0], &m[0], n*4, &x[0], whole)
	} else {
		dots2SIMD(&dst[0], &m[0], n*4, &x[0], whole)
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
		sum = dotExactSIMD(&a[0], &b[0], whole)
	} else {
		sum = dotSIMD(&a[0], &b[0], whole)
	}
	for i := whole; i < len(a); i++ {
		sum += float32(a[i] * b[i])
	}
	return sum
}

// dotHalves is dot with a in half precision; room is for its numbers.
func dotHalves(a []byte, b, room []float32) float32 {
	whole := len(b) &^ 7
	if !simd || !f16 || whole == 0 {
		return dotDecoded(a, b, room)
	}
	_ = a[2*len(b)-1]
	var sum float32
	if exact {
		sum = dotHalvesExactSIMD(&a[0], &b[0], whole)
	} else {
		sum = dotHalvesSIMD(&a[0], &b[0], whole)
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
		axpyExactSIMD(&dst[0], s, &x[0], whole)
	} else {
		axpySIMD(&dst[0], s, &x[0], whole)
	}
	axpyPlain(dst[whole:], s, x[whole:])
}

func scale(x []float32, s float32) {
	whole := len(x) &^ 7
	if !simd || whole == 0 {
		scalePlain(x, s)
		return
	}
	scaleSIMD(&x[0], s, whole)
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
		q8ExactSIMD(&sums[0], &w[0], &scales[0], &x[0], &magnitudes[0], &xScales[0], blocks)
		return
	}
	q8SIMD(&sums[0], &w[0], &scales[0], &x[0], &magnitudes[0], &xScales[0], blocks)
}

// The assembly. Strides are in bytes, counts in elements: of packSIMD a
// multiple of 4, of the vector functions a multiple of 8 above 0.

// A kernel is called by its name: behind a variable its arguments would escape
// to the heap.

func expRun(dst, x *float32, shift float32, n int) float32 {
	if exact {
		return expExactSIMD(dst, x, shift, n)
	}
	return expSIMD(dst, x, shift, n)
}

func geluRun(dst, x *float32, n int) {
	if exact {
		geluExactSIMD(dst, x, n)
		return
	}
	geluSIMD(dst, x, n)
}

func geluBackRun(dst, x, dy *float32, n int) {
	if exact {
		geluBackExactSIMD(dst, x, dy, n)
		return
	}
	geluBackSIMD(dst, x, dy, n)
}

//go:noescape
func tileSIMD(c *float32, ldc int, a *float32, row, col int, b *float32, k int, add bool)

//go:noescape
func copySIMD(p *float32, b *float32, ld, k int)

//go:noescape
func packSIMD(p *float32, b *float32, ld, k int)

//go:noescape
func dots2SIMD(dst, m *float32, ld int, x *float32, n int)

//go:noescape
func dotSIMD(a, b *float32, n int) float32

//go:noescape
func dotHalvesSIMD(a *byte, b *float32, n int) float32

//go:noescape
func axpySIMD(dst *float32, s float32, x *float32, n int)

//go:noescape
func scaleSIMD(x *float32, s float32, n int)

//go:noescape
func expSIMD(dst, x *float32, shift float32, n int) float32

//go:noescape
func geluSIMD(dst, x *float32, n int)

//go:noescape
func geluBackSIMD(dst, x, dy *float32, n int)

//go:noescape
func q8SIMD(sums *float32, w *int8, scales *float32, x, magnitudes *int8, xScales *float32, blocks int)

// The same, rounding after each multiplication and each addition.

//go:noescape
func tileExactSIMD(c *float32, ldc int, a *float32, row, col int, b *float32, k int, add bool)

//go:noescape
func dots2ExactSIMD(dst, m *float32, ld int, x *float32, n int)

//go:noescape
func dotExactSIMD(a, b *float32, n int) float32

//go:noescape
func dotHalvesExactSIMD(a *byte, b *float32, n int) float32

//go:noescape
func axpyExactSIMD(dst *float32, s float32, x *float32, n int)

//go:noescape
func expExactSIMD(dst, x *float32, shift float32, n int) float32

//go:noescape
func geluExactSIMD(dst, x *float32, n int)

//go:noescape
func geluBackExactSIMD(dst, x, dy *float32, n int)

//go:noescape
func q8ExactSIMD(sums *float32, w *int8, scales *float32, x, magnitudes *int8, xScales *float32, blocks int)
