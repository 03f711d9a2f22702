//go:build !amd64 && !arm64

package stored

import "logitarium/core/gguf"

func dots(t gguf.Type, sums *[atOnce][together]float32, w []byte, x some) { dotsPlain(t, sums, w, x) }

func halves(dst []float32, raw []byte) { halvesPlain(dst, raw) }

func round(ints []int8, sums *[mostBlock / 16]int32, x []float32) float32 {
	return roundPlain(ints, sums, x)
}
