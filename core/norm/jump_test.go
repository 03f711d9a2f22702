package norm

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The three parts add up to the change of the output, whatever the batches.
func TestJumpAddsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		n, momentum, eps := 2+rng.IntN(9), rng.Float64(), []float64{0, 1e-5, 1}[rng.IntN(3)]
		draw := func() []float64 {
			x := make([]float64, 2*n)
			for i := range x {
				x[i] = rng.NormFloat64()*3 + 1
			}
			return x
		}
		s, r := Matrix(n, 2), NewRunning(2)
		for range rng.IntN(20) {
			r, _ = r.Update(Batch(draw(), s, nil, Affine{}, 0), momentum)
		}
		x, a := draw(), Affine{Gain: []float64{2, -.5}, Bias: []float64{1, 3}}
		batch := Batch(x, s, nil, a, eps)
		eval := Frozen(x, s, r, a, eps)
		for i, v := range x {
			j := r.Jump(v, i%2, batch, math.Pow(1-momentum, float64(r.Steps)), a.Gain[i%2], eps)
			if want := eval.Y[i] - batch.Y[i]; !(math.Abs(j.Total()-want) <= 1e-9*(1+math.Abs(want))) {
				t.Fatalf("%+v is %v in all, the output changes by %v", j, j.Total(), want)
			}
		}
	}
}

// Trained on one batch again and again, all that is left of the change is the
// factor √((m − 1)/m).
func TestJumpOfOneBatch(t *testing.T) {
	x := []float64{1, 10, -1}
	batch, r := Batch(x, Matrix(3, 1), nil, Affine{}, 0), NewRunning(1)
	for range 40 {
		r, _ = r.Update(batch, .5)
	}
	j := r.Jump(x[1], 0, batch, math.Pow(.5, 40), 1, 0)
	if want := batch.Y[1] * (math.Sqrt(2./3) - 1); math.Abs(j.Correction-want) > 1e-12 || math.Abs(j.Batches) > 1e-10 || math.Abs(j.Start) > 1e-10 {
		t.Errorf("%+v, want a correction of %v alone", j, want)
	}
}

// Before the first step, and with momentum 0, everything is the start.
func TestJumpFromTheStart(t *testing.T) {
	x := []float64{1, 10, -1}
	batch, r := Batch(x, Matrix(3, 1), nil, Affine{}, 0), NewRunning(1)
	j := r.Jump(x[1], 0, batch, 1, 1, 0)
	if j.Correction != 0 || j.Batches != 0 || j.Start != 10-batch.Y[1] {
		t.Errorf("%+v, want a start of %v alone", j, 10-batch.Y[1])
	}
	flat := Batch([]float64{2, 2}, Matrix(2, 1), nil, Affine{}, 0)
	if j := r.Jump(2, 0, flat, 1, 1, 0); !math.IsNaN(j.Total()) {
		t.Errorf("%+v from 0/0", j)
	}
}

func TestJumpPanics(t *testing.T) {
	two := Batch([]float64{1, 2}, Matrix(2, 1), nil, Affine{}, 0)
	for name, f := range map[string]func(){
		"one value": func() { NewRunning(1).Jump(1, 0, Batch([]float64{1}, Matrix(1, 1), nil, Affine{}, 0), 0, 1, 0) },
		"features":  func() { NewRunning(2).Jump(1, 0, two, 0, 1, 0) },
		"weight":    func() { NewRunning(1).Jump(1, 0, two, math.NaN(), 1, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
