//go:build !amd64 && !arm64

package tensor

func copyRows(p *panel, b []float32, ld, k int) { copyPlain(p, b, ld, k) }

func packColumns(p *panel, b []float32, ld, k int) { packPlain(p, b, ld, k) }

func dotHalves(a []byte, b, room []float32) float32 { return dotDecoded(a, b, room) }

func axpy(dst []float32, s float32, x []float32) { axpyPlain(dst, s, x) }

func scale(x []float32, s float32) { scalePlain(x, s) }

func expSum(dst, x []float32, shift float32) float32 { return expPlain(dst, x, shift) }

func gelu(dst, x []float32) { geluPlain(dst, x) }

func geluBack(dst, x, dy []float32) { geluBackPlain(dst, x, dy) }

func dotsQ8(sums *[groupRows]float32, w []int8, scales []float32, x, _ []int8, xScales []float32) {
	dotsQ8Plain(sums, w, scales, x, xScales)
}
