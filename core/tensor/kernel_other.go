//go:build !amd64

package tensor

func tile(c []float32, ldc int, a []float32, row, col int, b *panel, k int, add bool) {
	tilePlain(c, ldc, a, row, col, b, k, add)
}

func copyRows(p *panel, b []float32, ld, k int) { copyPlain(p, b, ld, k) }

func packColumns(p *panel, b []float32, ld, k int) { packPlain(p, b, ld, k) }

func dots2(dst, m, x []float32) {
	dst[0], dst[1] = dotPlain(m[:len(x)], x), dotPlain(m[len(x):2*len(x)], x)
}

func dot(a, b []float32) float32 { return dotPlain(a, b) }

func axpy(dst []float32, s float32, x []float32) { axpyPlain(dst, s, x) }

func scale(x []float32, s float32) { scalePlain(x, s) }

func expSum(dst, x []float32, shift float32) float32 { return expPlain(dst, x, shift) }

func gelu(dst, x []float32) { geluPlain(dst, x) }

func geluBack(dst, x, dy []float32) { geluBackPlain(dst, x, dy) }

func dotsQ8(sums *[groupRows]float32, w []int8, scales []float32, x, _ []int8, xScales []float32) {
	dotsQ8Plain(sums, w, scales, x, xScales)
}
