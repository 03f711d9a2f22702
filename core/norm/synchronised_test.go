package norm

import (
	"math"
	"slices"
	"testing"
)

// cut lays the samples of an input on devices, the first ones on the first.
func cut(x []float64, s Shape, counts ...int) [][]float64 {
	each, parts := s.Features*s.Places, make([][]float64, len(counts))
	for i, n := range counts {
		parts[i], x = x[:n*each], x[n*each:]
	}
	return parts
}

// However the samples lie on devices, synchronised statistics give what one
// device gives for the whole batch, forward and backward. Each by its own
// statistics gives something else.
func FuzzSynchronised(f *testing.F) {
	for seed := range uint64(12) {
		f.Add(seed, uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, at uint8) {
		in := invent(seed)
		first := int(at) % (in.shape.Samples + 1)
		counts := []int{first, in.shape.Samples - first}
		xs, dys := cut(in.x, in.shape, counts...), cut(in.dy, in.shape, counts...)
		whole := Batch(in.x, in.shape, nil, in.affine, in.eps)
		want := whole.Back(in.dy)

		outputs := Synchronised(xs, in.shape.Features, in.shape.Places, in.affine, in.eps)
		gradients := BackSynchronised(outputs, dys)
		near(t, "y", slices.Concat(outputs[0].Y, outputs[1].Y), whole.Y, 1e-9)
		near(t, "mean", outputs[0].Mean, whole.Mean, 1e-9)
		near(t, "var", outputs[1].Var, whole.Var, 1e-9)
		near(t, "dx", slices.Concat(gradients[0].X, gradients[1].X), want.X, 1e-6)
		gain, bias := slices.Clone(gradients[0].Gain), slices.Clone(gradients[0].Bias)
		for c := range gain {
			gain[c] += gradients[1].Gain[c]
			bias[c] += gradients[1].Bias[c]
		}
		near(t, "dgain", gain, want.Gain, 1e-9)
		near(t, "dbias", bias, want.Bias, 1e-9)

		if first == 0 || first == in.shape.Samples || in.affine.Gain != nil {
			return
		}
		own := Batch(xs[0], Shape{first, in.shape.Features, in.shape.Places}, nil, in.affine, in.eps)
		if d := math.Abs(own.Mean[0] - whole.Mean[0]); d > 1e-3*(1+math.Abs(whole.Mean[0])) && math.Abs(own.Hat[0]-whole.Hat[0]) < 1e-12 {
			t.Errorf("another mean by %g, the same output", d)
		}
	})
}

// Two devices with two rows each, worked out by hand: of 1, 3 | 5, 7 the mean
// is 4 and the variance 5; each device alone would see a variance of 1, and
// give -1 and 1 twice.
func TestSynchronisedByHand(t *testing.T) {
	xs := [][]float64{{1, 3}, {5, 7}}
	outputs := Synchronised(xs, 1, 1, Affine{}, 0)
	r := 1 / math.Sqrt(5)
	near(t, "first", outputs[0].Y, []float64{-3 * r, -r}, 1e-12)
	near(t, "second", outputs[1].Y, []float64{r, 3 * r}, 1e-12)
	for _, x := range xs {
		near(t, "alone", Batch(x, Matrix(2, 1), nil, Affine{}, 0).Y, []float64{-1, 1}, 1e-12)
	}
	forward, backward := SyncTraffic(12, 768)
	if forward != (Traffic{12, 12 * 1537}) || backward != (Traffic{12, 12 * 1536}) {
		t.Errorf("exchanges %v and %v", forward, backward)
	}
}
