package position

import (
	"fmt"
	"math"
)

// Dot returns Σ a[i]·b[i], 0 of no values. It is NaN if a value is, or if an
// infinity meets a 0 or another one of the other sign. It panics if the lengths
// differ.
func Dot(a, b []float64) float64 {
	checkLengths(a, b)
	return dot(a, b)
}

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var sum float64
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}

// Distance returns the Euclidean distance √Σ(a[i]−b[i])², 0 of no values, also
// where the squares are too large or too small for a number. Of infinities it is
// +Inf, of two equal ones NaN, as of a NaN. It panics if the lengths differ.
func Distance(a, b []float64) float64 {
	checkLengths(a, b)
	var sum float64
	for i, v := range a {
		d := v - b[i]
		sum += float64(d * d)
	}
	if sum > 1e-280 && sum < math.Inf(1) || math.IsNaN(sum) {
		return math.Sqrt(sum)
	}
	if sum > 1 {
		return apart(a, b, 2) // a difference of halves does not overflow
	}
	return apart(a, b, 1)
}

// apart is Distance with differences taken in parts, and of them as shares of
// the largest.
func apart(a, b []float64, part float64) float64 {
	var peak, sum float64
	for i, v := range a {
		peak = max(peak, math.Abs(v/part-b[i]/part))
	}
	if peak == 0 || math.IsInf(peak, 1) {
		return peak
	}
	for i, v := range a {
		d := (v/part - b[i]/part) / peak
		sum += float64(d * d)
	}
	return part * peak * math.Sqrt(sum)
}

func checkLengths(a, b []float64) {
	if len(a) != len(b) {
		panic(fmt.Sprintf("position: vectors of %d and %d numbers", len(a), len(b)))
	}
}
