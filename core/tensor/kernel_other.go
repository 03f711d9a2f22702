//go:build !amd64 && !arm64 && !js

package tensor

func tile(c []float32, ldc int, a []float32, row, col int, b *panel, k int, add bool) {
	tilePlain(c, ldc, a, row, col, b, k, add)
}

func dots2(dst, m, x []float32) {
	dst[0], dst[1] = dotPlain(m[:len(x)], x), dotPlain(m[len(x):2*len(x)], x)
}

func dot(a, b []float32) float32 { return dotPlain(a, b) }
