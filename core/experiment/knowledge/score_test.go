package knowledge

import (
	"math"
	"testing"
)

// The values are those of statsmodels' proportion_confint(method="wilson").
func TestWilson(t *testing.T) {
	for _, tt := range []struct {
		right, of int
		low, high float64
	}{
		{0, 0, 0, 1},
		{0, 10, 0, 0.2775327998628892},
		{10, 10, 0.7224672001371107, 1},
		{5, 10, 0.2365930905125640, 0.7634069094874360},
		{1, 20, 0.0088814451, 0.2361308},
	} {
		low, high := Wilson(tt.right, tt.of)
		if math.Abs(low-tt.low) > 1e-6 || math.Abs(high-tt.high) > 1e-6 {
			t.Errorf("%d of %d: %.7f to %.7f, want %.7f to %.7f", tt.right, tt.of, low, high, tt.low, tt.high)
		}
	}
}

// The interval holds the share, is mirrored with it, and both its ends solve
// the equation that it comes from: |p̂ − p| = z·√(p(1−p)/n).
func FuzzWilson(f *testing.F) {
	f.Add(uint16(3), uint16(20))
	f.Fuzz(func(t *testing.T, a, b uint16) {
		right, n := int(min(a, b)), int(max(a, b))
		if n == 0 {
			return
		}
		low, high := Wilson(right, n)
		p := float64(right) / float64(n)
		if !(low >= 0 && low <= p+1e-12 && p <= high+1e-12 && high <= 1) {
			t.Fatalf("%d of %d: %v to %v", right, n, low, high)
		}
		for _, end := range []float64{low, high} {
			if got, want := math.Abs(p-end), 1.959963984540054*math.Sqrt(end*(1-end)/float64(n)); math.Abs(got-want) > 1e-6 {
				t.Fatalf("%d of %d: %v is %v away, not %v", right, n, end, got, want)
			}
		}
		mirrorLow, mirrorHigh := Wilson(n-right, n)
		if math.Abs(mirrorLow-(1-high)) > 1e-12 || math.Abs(mirrorHigh-(1-low)) > 1e-12 {
			t.Fatalf("%d of %d: %v to %v, mirrored %v to %v", right, n, low, high, mirrorLow, mirrorHigh)
		}
	})
}

func TestScore(t *testing.T) {
	var s Score
	if !math.IsNaN(s.Share()) || !math.IsNaN(s.MeanConfidence()) || !math.IsNaN(s.MeanPrompt()) {
		t.Errorf("no answers have means: %+v", s)
	}
	s.Add(Answer{Right: true, Confidence: 1, Prompt: 10})
	s.Add(Answer{Confidence: 0.5, Prompt: 20})
	if s.Share() != 0.5 || s.MeanConfidence() != 0.75 || s.MeanPrompt() != 15 {
		t.Errorf("%+v: %v, %v, %v", s, s.Share(), s.MeanConfidence(), s.MeanPrompt())
	}
}
