package norm

import "fmt"

// Synchronised is [Batch] of a batch whose samples lie on several devices: each
// normalises its own, xs[i], by the mean and variance of all. For that the
// devices exchange, once a layer, their counts, means and variances, which are
// put together as Chan et al. (1979, eq. 1.5) do:
//
//	mean = Σ nᵢ·meanᵢ/n        var = Σ nᵢ·(varᵢ + (meanᵢ − mean)²)/n
//
// Each output has the statistics of the whole batch. A device may hold no
// sample. Deviations whose squares are beyond the largest number are not looked
// after, as Batch does. It panics as Batch does, or without devices.
func Synchronised(xs [][]float64, features, places int, a Affine, eps float64) []Output {
	if len(xs) == 0 || features < 1 || places < 1 {
		panic(fmt.Sprintf("norm: %d devices with %d features at %d places", len(xs), features, places))
	}
	all := make([]Output, len(xs))
	for i, x := range xs {
		all[i] = Batch(x, Shape{len(x) / (features * places), features, places}, nil, a, eps)
	}
	mean, variance, count := together(all, features)
	for i, x := range xs {
		o := start(x, all[i].shape, a, eps)
		o.groups, o.Mean, o.Var, o.Count = all[i].groups, mean, variance, count
		o.pivot, o.shift = mean, make([]float64, features)
		o.apply(x, eps)
		all[i] = o
	}
	return all
}

// together returns the statistics of a batch, made of those of its parts.
func together(parts []Output, features int) (mean, variance []float64, count []int) {
	mean, variance, count = make([]float64, features), make([]float64, features), make([]int, features)
	for c := range features {
		for _, p := range parts {
			if n := p.Count[c]; n > 0 {
				mean[c] += float64(float64(n) * p.Mean[c])
				count[c] += n
			}
		}
		mean[c] /= float64(count[c])
		for _, p := range parts {
			if n := p.Count[c]; n > 0 {
				d := p.Mean[c] - mean[c]
				variance[c] += float64(float64(n) * (p.Var[c] + float64(d*d)))
			}
		}
		variance[c] /= float64(count[c])
	}
	return mean, variance, count
}

// BackSynchronised is [Output.Back] on several devices, given the outputs of
// [Synchronised] and what each device has for dy. They exchange their sums of
// g and g·x̂. X is each device's own; Gain and Bias are its part, and what all
// have add up to the gradient. It panics if the lengths do not fit.
func BackSynchronised(outputs []Output, dys [][]float64) []Gradient {
	if len(outputs) != len(dys) || len(outputs) == 0 {
		panic(fmt.Sprintf("norm: %d outputs and %d gradients", len(outputs), len(dys)))
	}
	gradients := make([]Gradient, len(dys))
	sum, sumHat := make([]float64, outputs[0].groups.n), make([]float64, outputs[0].groups.n)
	for i, o := range outputs {
		var own, ownHat []float64
		gradients[i], own, ownHat = o.gather(dys[i])
		for c := range sum {
			sum[c] += own[c]
			sumHat[c] += ownHat[c]
		}
	}
	for i, o := range outputs {
		o.distribute(&gradients[i], sum, sumHat)
	}
	return gradients
}

// Traffic is what a device has to say, and when it must wait for the others.
type Traffic struct {
	Exchanges int // in which all devices take part; none can go on before it
	Numbers   int // that a device sends in them
}

// SyncTraffic returns what [Synchronised] and [BackSynchronised] exchange in one
// step of training through layers of a number of features: forward a count, and
// of each feature mean and variance; backward of each feature two sums. That is
// what PyTorch's SyncBatchNorm sends. Norms of a sample by itself exchange nothing.
func SyncTraffic(layers, features int) (forward, backward Traffic) {
	return Traffic{layers, layers * (2*features + 1)}, Traffic{layers, layers * 2 * features}
}
