package retrieval

import "math"

// Dot returns Σ a[i]·b[i]. It panics if the lengths differ.
func Dot(a, b []float64) float64 {
	if len(a) != len(b) {
		panicf("the dot product of %d and %d values", len(a), len(b))
	}
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// Norm returns the Euclidean length √(Σ a[i]²).
func Norm(a []float64) float64 { return math.Sqrt(Dot(a, a)) }

// Cosine returns a·b / (‖a‖·‖b‖), the cosine of the angle between a and b:
// the dot product of the two after each was made one long. 0 if one of them
// has no length, as in scikit-learn. It panics if the lengths differ.
func Cosine(a, b []float64) float64 {
	dot := Dot(a, b)
	norms := Norm(a) * Norm(b)
	if norms == 0 {
		return 0
	}
	return dot / norms
}
