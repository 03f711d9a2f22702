package quantization

import (
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/quant"
	"logitarium/core/tensor"
)

// spare is memory that a finished computation leaves to the next one. To have
// it cleared, and given by the system for the first time, takes longer than to
// compute what goes there. Keep lets go of it: what was kept still stands there.
type spare struct {
	weights map[weightKey]tensor.Matrix // quantized, for the effect
	passes  *[2]gpt.Pass                // through the model as it is, and through the quantized one
	prompt  *gpt.Pass

	codes  []int32 // of the sweep over all widths
	grids  []quant.Grid
	back   []float32
	from   []float32 // of the survey
	onGrid []float32
}

// weightKey names a tensor of the model by its kind and layer.
type weightKey struct{ kind, layer int }

// weight returns where the quantized values of a tensor come to stand.
func (s *spare) weight(key weightKey, like tensor.Matrix) tensor.Matrix {
	x, ok := s.weights[key]
	if !ok {
		x = tensor.New(like.Rows, like.Cols)
		if s.weights == nil {
			s.weights = map[weightKey]tensor.Matrix{}
		}
		s.weights[key] = x
	}
	return x
}

// fresh says whether the system still has to give the memory of a tensor. What
// is small the heap mostly has at hand.
func (s *spare) fresh(key weightKey, like tensor.Matrix) bool {
	const small = 1 << 20
	return s.weights[key].Rows == 0 && len(like.Data) > small
}

// keepLargest lets go of all quantized weights but the largest: clearing that
// one again would take several steps.
func (s *spare) keepLargest() {
	var largest weightKey
	for key, x := range s.weights {
		if n, most := len(x.Data), len(s.weights[largest].Data); n > most || n == most && key.kind < largest.kind {
			largest = key
		}
	}
	for key := range s.weights {
		if key != largest {
			delete(s.weights, key)
		}
	}
}

// effectPasses returns the passes that read texts.
func (s *spare) effectPasses() *[2]gpt.Pass {
	if s.passes == nil {
		s.passes = &[2]gpt.Pass{{ReuseLayers: true}, {ReuseLayers: true}}
	}
	return s.passes
}

// promptPass returns the pass that reads the prompt through the quantized model.
func (s *spare) promptPass() *gpt.Pass {
	if s.prompt == nil {
		s.prompt = &gpt.Pass{Predict: gpt.AfterLast, ReuseLayers: true}
	}
	return s.prompt
}

// room returns n values of memory, that of x if there is enough of it.
func room[T any](x *[]T, n int) []T {
	*x = slices.Grow((*x)[:0], n)[:n]
	return *x
}

// slower is a pass in smaller steps than it is asked for: beside its products,
// which its budget counts, there is what looks at them.
type slower struct {
	*gpt.Run
	by float64
}

// Step goes on for a part of a budget.
func (s slower) Step(budget float64) bool { return s.Run.Step(budget / s.by) }
