package encoder

import (
	"math"

	"logitarium/core/fault"
)

// Recipe is everything that training depends on beside the built-in model,
// which gives the tokens and the embeddings to begin with: the same recipe
// gives the same weights, bit by bit, on the same type of machine.
type Recipe struct {
	Seed        uint64  `json:"seed"`        // of the first weights and of the pairs
	Steps       int     `json:"steps"`       // updates
	Pairs       int     `json:"pairs"`       // in a batch
	Inner       int     `json:"inner"`       // H
	Out         int     `json:"out"`         // D: of the vector of a text
	Temperature float64 `json:"temperature"` // that the cosines are divided by
	Peak        float64 `json:"peak"`        // learning rate after warm-up
	Floor       float64 `json:"floor"`       // at the end, as a share of Peak
	Warmup      int     `json:"warmup"`      // steps
	EvalEvery   int     `json:"eval_every"`  // steps
}

// Default is the recipe of the embedded weights. Vectors of 64 numbers find
// more names that were never seen (hit@1 .94 against .83 among 10,000) and
// nothing else that 32 do not; 16 find fewer facts (.83 against .97 after 600
// steps).
func Default() Recipe {
	return Recipe{
		Seed: 1, Steps: 2000, Pairs: 128, Inner: 128, Out: 32, Temperature: 0.05,
		Peak: 2e-3, Floor: 0.05, Warmup: 100, EvalEvery: 250,
	}
}

// Validate says what cannot be trained.
func (r Recipe) Validate() error {
	switch {
	case r.Steps < 1:
		return fault.Errorf("steps: %d; at least 1", r.Steps)
	case r.Pairs < 4 || r.Pairs > 4096:
		return fault.Errorf("pairs: %d is outside 4 to 4096", r.Pairs)
	case !(r.Temperature > 0) || math.IsInf(r.Temperature, 0):
		return fault.Errorf("temperature: %g; more than 0", r.Temperature)
	case !(r.Peak > 0) || math.IsInf(r.Peak, 0):
		return fault.Errorf("learning rate: %g; more than 0", r.Peak)
	case r.Warmup < 0:
		return fault.Errorf("warm-up of %d steps; at least 0", r.Warmup)
	case r.EvalEvery < 1:
		return fault.Errorf("evaluation every %d steps; at least 1", r.EvalEvery)
	}
	return Shape{Vocab: 1, Width: 1, Inner: r.Inner, Out: r.Out}.validate()
}

func (r Recipe) String() string { return r.Text().String() }

// Text is the recipe in a sentence, whose words are still apart.
func (r Recipe) Text() fault.Text {
	return fault.New("Adam, learning rate %g after %d steps of warm-up, cosine to %g %%, %d steps of %d pairs, softmax over the passages of the batch at temperature %g. Seed %d.",
		r.Peak, r.Warmup, 100*r.Floor, r.Steps, r.Pairs, r.Temperature, int(r.Seed))
}
