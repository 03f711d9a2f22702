package norm

import (
	"fmt"
	"math"
)

// Jump is by how much an output changes on the switch from training to
// evaluation, in three parts that add up to it.
type Jump struct {
	// Correction: training divides the squared distances of a batch by its count
	// m, but the running variance takes them divided by m − 1.
	Correction float64
	// Batches: the running statistics are made of other batches too.
	Batches float64
	// Start: what is left of the mean 0 and the variance 1 they began with.
	Start float64
}

// Total is the whole change.
func (j Jump) Total() float64 { return j.Correction + j.Batches + j.Start }

// Jump splits by how much the output of x, a value of feature c in the batch,
// changes when r takes the place of the batch's statistics. left is the weight
// of the start in r: (1 − momentum)^Steps if the momentum was the same in all
// steps.
//
//	y(mean, var)  = gain·(x − mean)/√(var + eps) + bias
//	Correction    = y(batch mean, batch var·m/(m − 1)) − y(batch mean, batch var)
//	Batches       = y(mean′, var′) − y(batch mean, batch var·m/(m − 1))
//	Start         = y(r.Mean, r.Var) − y(mean′, var′)
//
// where mean′ = r.Mean/(1 − left) and var′ = (r.Var − left)/(1 − left) are r
// without its start. Where nothing but the start is in r (left = 1), all of the
// change is due to it. A part is NaN where an output is: 0/0, without eps. It
// panics if r has not the batch's features, if left is not from 0 to 1, or if
// there are less than two values in the batch, of which r can't be made.
func (r Running) Jump(x float64, c int, batch Output, left, gain, eps float64) Jump {
	m := batch.Count[c]
	if len(r.Mean) != len(batch.Mean) || !(left >= 0 && left <= 1) || m < 2 {
		panic(fmt.Sprintf("norm: a jump from %d values of %d features to %d running means, %g of them the start",
			m, len(batch.Mean), len(r.Mean), left))
	}
	y := func(mean, variance float64) float64 { return gain * (x - mean) / math.Sqrt(variance+eps) }
	train, eval := y(batch.Mean[c], batch.Var[c]), y(r.Mean[c], r.Var[c])
	if left == 1 {
		return Jump{Start: eval - train}
	}
	unbiased := y(batch.Mean[c], batch.Var[c]*float64(m)/float64(m-1))
	learnt := y(r.Mean[c]/(1-left), max(r.Var[c]-left, 0)/(1-left)) // rounding must not make it negative
	return Jump{Correction: unbiased - train, Batches: learnt - unbiased, Start: eval - learnt}
}
