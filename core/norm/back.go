package norm

import "fmt"

// Gradient holds the derivatives of a loss.
type Gradient struct {
	X          []float64 // as x
	Gain, Bias []float64 // [features]
}

// Back returns the gradient given dy, that of Y. In a group of m values that
// made their own statistics, with g = dy·gain,
//
//	dx = (g − mean(g) − x̂·mean(g·x̂))/√(var + eps)
//
// without the term mean(g) in RMSNorm; after [Frozen], dx = g/√(var + eps).
// Padding has the gradient 0. It panics if dy is not of Y's length.
func (o Output) Back(dy []float64) Gradient {
	d, sum, sumHat := o.gather(dy)
	o.distribute(&d, sum, sumHat)
	return d
}

// gather returns the gradients of gain and bias, g for that of x, and of each
// group the sums of g and of g·x̂.
func (o Output) gather(dy []float64) (d Gradient, sum, sumHat []float64) {
	if len(dy) != len(o.Y) {
		panic(fmt.Sprintf("norm: %d gradients for %d outputs", len(dy), len(o.Y)))
	}
	d = Gradient{
		X:    make([]float64, len(dy)),
		Gain: make([]float64, o.shape.Features),
		Bias: make([]float64, o.shape.Features),
	}
	sum, sumHat = make([]float64, o.groups.n), make([]float64, o.groups.n)
	o.each(func(i, group, c int) {
		g := dy[i]
		d.Gain[c] += float64(g * o.Hat[i])
		d.Bias[c] += g
		if o.affine.Gain != nil {
			g *= o.affine.Gain[c]
		}
		d.X[i] = g
		sum[group] += g
		sumHat[group] += float64(g * o.Hat[i])
	})
	return d, sum, sumHat
}

// distribute turns g into the gradient of x, given the sums of the groups.
func (o Output) distribute(d *Gradient, sum, sumHat []float64) {
	o.each(func(i, group, _ int) {
		if !o.frozen {
			m := float64(o.Count[group])
			if o.Mean != nil {
				d.X[i] -= sum[group] / m
			}
			d.X[i] -= float64(o.Hat[i] * sumHat[group] / m)
		}
		d.X[i] *= o.InvStd[group]
	})
}
