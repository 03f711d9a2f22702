package quant

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Smoothing returns SmoothQuant's factor for each feature of the inner
// dimension, [in], for x [tokens, in] and w [out, in]:
//
//	s[k] = max|x[:,k]|^alpha / max|w[:,k]|^(1−alpha)
//
// (Xiao et al. 2023, eq. 4; both maxima and s held at 1e-5 or more, as in
// their code). alpha = 0 moves nothing of the activations' difficulty to the
// weights, 1 all of it, 0.5 is their default. It panics if the sizes are not
// multiples of in, or alpha is not in [0, 1].
func Smoothing(x, w []float32, in int, alpha float64) []float32 {
	if !(alpha >= 0 && alpha <= 1) {
		panic(fmt.Sprintf("quant: smoothing with alpha %g, not 0 to 1", alpha))
	}
	const least = 1e-5
	xs, ws := ColumnPeaks(x, in), ColumnPeaks(w, in)
	s := make([]float32, in)
	for k := range s {
		s[k] = float32(max(elementary.Pow(max(xs[k], least), alpha)/elementary.Pow(max(ws[k], least), 1-alpha), least))
	}
	return s
}

// Smooth divides the columns of x [tokens, in] by s and multiplies those of w
// [out, in] by it, in place: x·Wᵀ stays as it is up to rounding, and the
// outliers of x become w's to bear. It panics if the sizes are not multiples
// of len(s).
func Smooth(x, w, s []float32) {
	checkColumns(x, len(s))
	checkColumns(w, len(s))
	for ; len(x) > 0; x = x[len(s):] {
		for k, f := range s {
			x[k] /= f
		}
	}
	ScaleColumns(w, s)
}

// ColumnPeaks returns the largest magnitude of each column of x [rows, cols],
// 0 without rows. NaN is larger than all. It panics if the size is not a
// multiple of cols.
func ColumnPeaks(x []float32, cols int) []float64 {
	checkColumns(x, cols)
	peaks := make([]float64, cols)
	for ; len(x) > 0; x = x[cols:] {
		for k, v := range x[:cols] {
			if a := math.Abs(float64(v)); a > peaks[k] || a != a {
				peaks[k] = a
			}
		}
	}
	return peaks
}

func checkColumns(x []float32, cols int) {
	if cols < 1 || len(x)%cols != 0 {
		panic(fmt.Sprintf("quant: %d values in rows of %d", len(x), cols))
	}
}
