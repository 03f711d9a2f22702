package norm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Noise is how far BatchNorm's statistics of a batch are from those of the set
// that it is drawn from: root mean squares over many batches of one size.
type Noise struct {
	Mean float64 // of the means, in standard deviations of the set
	Std  float64 // of the standard deviations, in those of the set
	Y    float64 // of the outputs of one x, from that with the set's statistics
}

// MeasureNoise returns the noise of batches of 1, 2, … most values of a set, as
// most values as the set has at the most. x is the value whose output is
// looked at, with some gain: in that measure it is the first one of each batch.
//
// The batches are windows of the set in random orders, all the way round, so
// that every value is in as many batches of each size; there are about as many
// of them as asked for, and the same ones in every call. A set without spread, or
// whose variance is no number, as of values like 1e200 or 1e-200, has NaN for Mean
// and Std; what is not finite in it makes all NaN, and so does an x that is not
// finite with Y. It panics if there is no value, most is not from 1
// to their count, batches is less than 1, or eps is negative.
func MeasureNoise(set []float64, x float64, most, batches int, gain, eps float64) []Noise {
	n := len(set)
	if n < 1 || most < 1 || most > n || batches < 1 {
		panic(fmt.Sprintf("norm: noise of %d batches of up to %d values of %d", batches, most, n))
	}
	whole := Batch(set, Matrix(n, 1), nil, Affine{}, 0)
	mu, sigma := whole.Mean[0], math.Sqrt(whole.Var[0])
	if sigma == 0 || math.IsInf(sigma, 1) {
		sigma = math.NaN()
	}
	y := Frozen([]float64{x}, Matrix(1, 1), Running{Mean: whole.Mean, Var: whole.Var}, Affine{}, eps).Y[0]

	// Batches stand side by side, as if each were a feature: in BatchNorm
	// features do not see each other.
	drawn, count := windows(set, most, batches)
	with := slices.Concat(slices.Repeat([]float64{x}, count), drawn)
	noise := make([]Noise, most)
	for i := range noise {
		shape, end := Matrix(i+1, count), (i+1)*count
		o := Batch(drawn[:end], shape, nil, Affine{}, eps)
		noise[i].Mean = rootMeanSquare(o.Mean, func(v float64) float64 { return (v - mu) / sigma })
		noise[i].Std = rootMeanSquare(o.Var, func(v float64) float64 { return math.Sqrt(v)/sigma - 1 })
		o = Batch(with[:end], shape, nil, Affine{}, eps)
		noise[i].Y = rootMeanSquare(o.Y[:count], func(v float64) float64 { return gain * (v - y) })
	}
	return noise
}

// windows returns about so many batches of size values, [size, count].
func windows(set []float64, size, batches int) (drawn []float64, count int) {
	n := len(set)
	orders, starts := max(batches/n, 1), min(n, batches)
	count = orders * starts
	drawn = make([]float64, size*count)
	for s := range orders {
		order := Draw(uint64(s), n, n)
		for start := range starts {
			for i := range size {
				drawn[i*count+s*starts+start] = set[order[(start*n/starts+i)%n]]
			}
		}
	}
	return drawn, count
}

func rootMeanSquare(values []float64, f func(float64) float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += float64(f(v) * f(v))
	}
	return math.Sqrt(sum / float64(len(values)))
}

// StandardError returns that of the mean of k values, drawn from n without
// putting back, in standard deviations of the n: √((n − k)/(k·(n − 1))). It is 1
// for one value and 0 for all of them; NaN for one value of one, which has no
// deviation, and where k values can't be drawn, k < 1 or k > n.
func StandardError(n, k int) float64 {
	if k < 1 || k > n {
		return math.NaN()
	}
	all, drawn := float64(n), float64(k)
	return math.Sqrt((all - drawn) / (drawn * (all - 1)))
}

// Draw returns k different numbers below n, or all n of them, in an order that
// depends on the seed alone: fewer are the first ones of more. None for k < 1 or
// n < 1.
func Draw(seed uint64, k, n int) []int {
	rng := rand.New(rand.NewPCG(seed, 5))
	all := make([]int, max(n, 0))
	for i := range all {
		all[i] = i
	}
	k = max(min(k, len(all)), 0)
	for i := range k {
		j := i + int(rng.Uint32N(uint32(n-i)))
		all[i], all[j] = all[j], all[i]
	}
	return all[:k]
}
