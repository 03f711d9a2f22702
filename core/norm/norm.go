// Package norm has the normalisations of neural networks: LayerNorm,
// BatchNorm, RMSNorm and GroupNorm, forward and backward.
//
// They do much the same to different sets of values: take values that belong
// together, subtract their mean, divide by their standard deviation, and then
// let a learned gain and bias set another scale; RMSNorm leaves the mean in,
// and divides by the root mean square. What differs otherwise is which values
// belong together, and that decides everything else ([Output.Group]).
package norm

import (
	"fmt"
	"slices"
)

// Shape is that of the values x: Samples, each of Features, each at Places
// (steps of time, pixels); the last index moves fastest: x[n, c, l]. A matrix
// [N, C] has one place. The tokens of a batch of sentences are N·T samples.
type Shape struct{ Samples, Features, Places int }

// Matrix is the shape of one row per sample.
func Matrix(samples, features int) Shape { return Shape{samples, features, 1} }

// Len returns the number of values.
func (s Shape) Len() int { return s.Samples * s.Features * s.Places }

// Affine holds the learned parameters of a norm: y = Gain·x̂ + Bias, one of each per feature.
// nil stands for gains 1 and biases 0.
type Affine struct{ Gain, Bias []float64 }

// Output holds the result of a norm, and the statistics it used.
type Output struct {
	Y   []float64 // as x
	Hat []float64 // as x: normalised, before gain and bias

	// One of each per group. RMSNorm has no means, and as Var the mean square.
	Mean, Var []float64
	InvStd    []float64 // 1/√(Var + ε)
	Count     []int     // values behind Mean and Var

	shape        Shape
	groups       groups
	affine       Affine
	mask         []bool    // as given to Batch
	frozen       bool      // the statistics are constants, not made of x
	pivot, shift []float64 // what is subtracted: their sum is Mean, or 0
	deviation    []float64 // √Var where Var is no number that has a root; else 0
}

// Layer is LayerNorm (Ba et al. 2016, eq. 3 and 4): all values of a sample are
// one group, whatever other samples there are.
//
//	y = gain·(x − mean)/√(var + eps) + bias
//
// var is the mean squared distance from the mean, divided by the count (not
// by one less). Where it is beyond the largest number, as of values like 1e200,
// Var is +Inf and y is right all the same, up to values whose sum is beyond it;
// a NaN or an infinity among the values makes all of y NaN. Without spread, y
// is the bias, or NaN if eps is 0 too. It panics if the sizes do not fit
// together, or eps is negative.
func Layer(x []float64, s Shape, a Affine, eps float64) Output {
	return Group(x, s, 1, a, eps)
}

// Group is GroupNorm (Wu and He 2018): the features of each sample in n groups
// of neighbours. One group is [Layer]. It panics as Layer does, and if n does
// not divide the features.
func Group(x []float64, s Shape, n int, a Affine, eps float64) Output {
	if n < 1 || s.Features%n != 0 {
		panic(fmt.Sprintf("norm: %d features in %d groups", s.Features, n))
	}
	o := start(x, s, a, eps)
	o.groups = perSample(s, n)
	o.measure(x, true)
	o.apply(x, eps)
	return o
}

// RMS is RMSNorm (Zhang and Sennrich 2019, eq. 4): the values of a sample over
// their root mean square. The mean stays in them.
//
//	y = gain·x/√(mean(x²) + eps)
//
// Their formula has no bias, but a is applied whole. PyTorch's default eps is
// the distance from 1 to the next number: 2.2e-16 in float64. Values that are all
// 0 give the bias, or NaN if eps is 0 too; beside an infinity the others give the
// bias, and it NaN; a NaN makes all of them NaN. It panics as [Layer] does.
func RMS(x []float64, s Shape, a Affine, eps float64) Output {
	o := start(x, s, a, eps)
	o.groups = perSample(s, 1)
	o.measure(x, false)
	o.apply(x, eps)
	return o
}

// Batch is BatchNorm in training (Ioffe and Szegedy 2015, algorithm 1): a
// feature's values in all samples and places are one group, so every sample
// has a say in every other's output. With one value in a group, y is the bias,
// whatever x is.
//
// mask, [samples·places], says which values are real; nil: all. Padding does
// not count and its outputs are 0; a feature without any real value has NaN for
// statistics. It panics as [Layer] does.
func Batch(x []float64, s Shape, mask []bool, a Affine, eps float64) Output {
	o := start(x, s, a, eps)
	if mask != nil && len(mask) != s.Samples*s.Places {
		panic(fmt.Sprintf("norm: a mask of %d for %d samples at %d places", len(mask), s.Samples, s.Places))
	}
	o.groups, o.mask = perFeature(s), mask
	o.measure(x, true)
	o.apply(x, eps)
	return o
}

// Frozen is BatchNorm in evaluation (Ioffe and Szegedy 2015, algorithm 2): with
// statistics from before, so that samples don't see each other, nor do values
// that are not finite. A variance of 0 without eps gives NaN at the mean and an
// infinity elsewhere, an infinite one the bias, and one below −eps NaN. It panics
// as [Layer] does, and if r is of other features.
func Frozen(x []float64, s Shape, r Running, a Affine, eps float64) Output {
	o := start(x, s, a, eps)
	if len(r.Mean) != s.Features || len(r.Var) != s.Features {
		panic(fmt.Sprintf("norm: %d running means and %d variances of %d features", len(r.Mean), len(r.Var), s.Features))
	}
	o.groups, o.frozen = perFeature(s), true
	o.Mean, o.Var = slices.Clone(r.Mean), slices.Clone(r.Var)
	o.Count = make([]int, s.Features) // none of x's
	o.pivot, o.shift = o.Mean, make([]float64, s.Features)
	o.apply(x, eps)
	return o
}

// Group returns which group value i belongs to: the index of its statistics.
func (o Output) Group(i int) int {
	line := i / o.shape.Places
	return o.groups.of(line/o.shape.Features, line%o.shape.Features)
}

// start checks the sizes.
func start(x []float64, s Shape, a Affine, eps float64) Output {
	if s.Samples < 0 || s.Features < 1 || s.Places < 1 || len(x) != s.Len() {
		panic(fmt.Sprintf("norm: %d values as %d samples of %d features at %d places", len(x), s.Samples, s.Features, s.Places))
	}
	for _, p := range [][]float64{a.Gain, a.Bias} {
		if p != nil && len(p) != s.Features {
			panic(fmt.Sprintf("norm: %d gains and %d biases for %d features", len(a.Gain), len(a.Bias), s.Features))
		}
	}
	if !(eps >= 0) {
		panic(fmt.Sprintf("norm: eps %g", eps))
	}
	return Output{shape: s, affine: a}
}
