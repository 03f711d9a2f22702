package norm

import (
	"fmt"

	"logitarium/core/fault"
)

// Running holds BatchNorm's running statistics of the batches it was trained on.
type Running struct {
	Mean, Var []float64 // [features]
	Steps     int       // batches seen
}

// NewRunning returns the state before training: means 0, variances 1. It panics if
// features is negative.
func NewRunning(features int) Running {
	if features < 0 {
		panic(fmt.Sprintf("norm: running statistics of %d features", features))
	}
	r := Running{Mean: make([]float64, features), Var: make([]float64, features)}
	for c := range r.Var {
		r.Var[c] = 1
	}
	return r
}

// Update returns the state after one more batch, normalised by [Batch]:
//
//	mean ← (1 − momentum)·mean + momentum·batch mean
//	var  ← (1 − momentum)·var  + momentum·batch var·m/(m − 1)
//
// Momentum is the weight of the new batch, as PyTorch has it; TensorFlow and
// optimisers call one minus that by the name. 1/(Steps + 1) gives the mean over
// all batches, PyTorch's momentum None. Unlike the output of a batch, the
// running variance takes the unbiased one: the error is that of a feature with
// fewer than two values, for which there is none; PyTorch refuses such a batch
// too ("Expected more than 1 value per channel when training"). A batch that is
// not finite leaves what is not finite, for good. It panics if
// the features are not those of r, or momentum is not from 0 to 1.
func (r Running) Update(batch Output, momentum float64) (Running, error) {
	if len(r.Mean) != len(batch.Mean) || len(r.Var) != len(batch.Var) {
		panic(fmt.Sprintf("norm: running statistics of %d features, a batch of %d", len(r.Mean), len(batch.Mean)))
	}
	if !(momentum >= 0 && momentum <= 1) {
		panic(fmt.Sprintf("norm: momentum %g is outside 0 to 1", momentum))
	}
	next := Running{make([]float64, len(r.Mean)), make([]float64, len(r.Var)), r.Steps + 1}
	for c, m := range batch.Count {
		if m < 2 {
			return r, fault.Errorf("values of feature %d in the batch: %d; a variance needs 2 or more, so make the batch larger", c, m)
		}
		unbiased := batch.Var[c] * float64(m) / float64(m-1)
		next.Mean[c] = float64((1-momentum)*r.Mean[c]) + float64(momentum*batch.Mean[c])
		next.Var[c] = float64((1-momentum)*r.Var[c]) + float64(momentum*unbiased)
	}
	return next, nil
}
