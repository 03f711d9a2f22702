package norm

import (
	"math"
	"slices"

	"logitarium/core/elementary"
)

// groups says which group the values of a sample's feature belong to.
type groups struct {
	n       int   // groups in all
	stride  int   // from a sample to the next; 0: samples share groups
	feature []int // [features], within a sample
}

func perSample(s Shape, n int) groups {
	g := groups{n * s.Samples, n, make([]int, s.Features)}
	for c := range g.feature {
		g.feature[c] = c * n / s.Features
	}
	return g
}

func perFeature(s Shape) groups {
	g := groups{s.Features, 0, make([]int, s.Features)}
	for c := range g.feature {
		g.feature[c] = c
	}
	return g
}

func (g groups) of(sample, feature int) int { return sample*g.stride + g.feature[feature] }

// each calls f for every value that is not padding, in order.
func (o *Output) each(f func(i, group, feature int)) {
	i := 0
	for n := range o.shape.Samples {
		for c := range o.shape.Features {
			group := o.groups.of(n, c)
			for l := range o.shape.Places {
				if o.mask == nil || o.mask[n*o.shape.Places+l] {
					f(i, group, c)
				}
				i++
			}
		}
	}
}

// measure computes the statistics of each group, around its mean or around 0.
// Around the mean, values are first taken relative to one of their own group:
// small differences between large values then stay exact.
func (o *Output) measure(x []float64, centred bool) {
	n := o.groups.n
	o.Var, o.Count = make([]float64, n), make([]int, n)
	o.pivot, o.shift = make([]float64, n), make([]float64, n)
	chosen := make([]bool, n)
	o.each(func(i, group, _ int) {
		// Relative to an infinite one, finite values would have no distance.
		if centred && !chosen[group] && x[i]-x[i] == 0 {
			o.pivot[group], chosen[group] = x[i], true
		}
		o.Count[group]++
	})
	if centred {
		shift := make([]float64, n)
		o.each(func(i, group, _ int) { shift[group] += x[i] - o.pivot[group] })
		o.shift = o.averaged(shift)
		o.Mean = make([]float64, n)
		for g := range o.Mean {
			o.Mean[g] = o.pivot[g] + o.shift[g]
		}
	}
	o.each(func(i, group, _ int) {
		d := x[i] - o.pivot[group] - o.shift[group]
		o.Var[group] += float64(d * d)
	})
	o.averaged(o.Var)
	o.spread(x)
}

// spread finds √Var where the squares are beyond the largest number, or all
// below the smallest: over the largest distance in the group they are not.
func (o *Output) spread(x []float64) {
	beyond := func(v float64) bool { return math.IsInf(v, 1) || v < 0x1p-1000 }
	if !slices.ContainsFunc(o.Var, beyond) {
		return
	}
	n := len(o.Var)
	peak, squares := make([]float64, n), make([]float64, n)
	distance := func(i, group int) float64 { return math.Abs(x[i] - o.pivot[group] - o.shift[group]) }
	o.each(func(i, group, _ int) { peak[group] = max(peak[group], distance(i, group)) })
	o.each(func(i, group, _ int) {
		d := distance(i, group) / peak[group]
		squares[group] += float64(d * d)
	})
	o.averaged(squares)
	o.deviation = make([]float64, n) // 0: as Var says
	for g, v := range o.Var {
		if beyond(v) && peak[g] > 0 {
			o.deviation[g] = peak[g] * math.Sqrt(squares[g])
		}
	}
}

// averaged divides each group's sum, in place, by its count.
func (o *Output) averaged(sums []float64) []float64 {
	for g := range sums {
		sums[g] /= float64(o.Count[g])
	}
	return sums
}

// apply normalises, and applies gain and bias.
func (o *Output) apply(x []float64, eps float64) {
	o.InvStd = make([]float64, len(o.Var))
	for g, v := range o.Var {
		o.InvStd[g] = 1 / math.Sqrt(v+eps)
		if o.deviation != nil && o.deviation[g] > 0 {
			o.InvStd[g] = 1 / elementary.Hypot(o.deviation[g], math.Sqrt(eps))
		}
	}
	o.Y, o.Hat = make([]float64, len(x)), make([]float64, len(x))
	o.each(func(i, group, c int) {
		o.Hat[i] = (x[i] - o.pivot[group] - o.shift[group]) * o.InvStd[group]
		if math.IsInf(o.InvStd[group], 1) && o.deviation != nil && o.deviation[group] > 0 {
			// Of the smallest numbers one over the deviation is beyond the largest.
			o.Hat[i] = (x[i] - o.pivot[group] - o.shift[group]) / o.deviation[group]
		}
		o.Y[i] = o.Hat[i]
		if o.affine.Gain != nil {
			o.Y[i] *= o.affine.Gain[c]
		}
		if o.affine.Bias != nil {
			o.Y[i] += o.affine.Bias[c]
		}
	})
}
