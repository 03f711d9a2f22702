package builtin

import (
	"math"

	"logitarium/core/fault"
	"logitarium/core/gpt"
)

// Recipe is everything that training depends on: the same recipe gives the
// same weights, bit by bit, on the same type of machine.
type Recipe struct {
	Seed      uint64  `json:"seed"`       // of the initialisation and of the order of the documents
	World     uint64  `json:"world"`      // of Tiny World's facts
	Vocab     int     `json:"vocab"`      // tokens: 256 bytes, merges, and the end of a document
	Steps     int     `json:"steps"`      // updates
	Rows      int     `json:"rows"`       // documents' beginnings in a batch
	Length    int     `json:"length"`     // tokens in a row
	Peak      float64 `json:"peak"`       // learning rate after warm-up
	Floor     float64 `json:"floor"`      // at the end, as a share of Peak
	Warmup    int     `json:"warmup"`     // steps
	Beta1     float64 `json:"beta1"`      // AdamW
	Beta2     float64 `json:"beta2"`      // AdamW
	Decay     float64 `json:"decay"`      // weight decay, on matrices
	Clip      float64 `json:"clip"`       // of the gradient's global norm
	EvalEvery int     `json:"eval_every"` // steps
}

// Default is the recipe of the embedded weights.
func Default() Recipe {
	return Recipe{
		Seed: 1, World: 1, Vocab: 1024,
		Steps: 8000, Rows: 24, Length: 128,
		Peak: 2e-3, Floor: 0.05, Warmup: 200,
		Beta1: 0.9, Beta2: 0.98, Decay: 0.1, Clip: 1,
		EvalEvery: 500,
	}
}

// Config is the shape of the model that the recipe trains: GPT-2's
// architecture at width 128.
func (r Recipe) Config() gpt.Config {
	return gpt.Config{
		Vocab: r.Vocab, Context: 128, Width: 128, Layers: 4, Heads: 4, Inner: 512,
		Norm: gpt.PreLN, Positions: gpt.Learned, Activation: gpt.GELUTanh, Epsilon: 1e-5,
	}
}

// mostRows bounds the memory that a batch takes.
const mostRows = 4096

// Validate says what cannot be trained.
func (r Recipe) Validate() error {
	context := r.Config().Context
	switch {
	case r.Steps < 1:
		return fault.Errorf("steps: %d; at least 1", r.Steps)
	case r.Rows < 1 || r.Rows > mostRows:
		return fault.Errorf("rows: %d is outside 1 to %d", r.Rows, mostRows)
	case r.Length < 2 || r.Length > context:
		return fault.Errorf("length: %d is outside 2 to %d, the context", r.Length, context)
	case r.Vocab < 257:
		return fault.Errorf("vocab: %d; at least 257, for the 256 bytes and the end of a document", r.Vocab)
	case !(r.Peak > 0) || math.IsInf(r.Peak, 0):
		return fault.Errorf("learning rate: %g; more than 0", r.Peak)
	case r.Warmup < 0:
		return fault.Errorf("warm-up of %d steps; at least 0", r.Warmup)
	case r.EvalEvery < 1:
		return fault.Errorf("evaluation every %d steps; at least 1", r.EvalEvery)
	}
	return nil
}

func (r Recipe) String() string { return r.Text().String() }

// Text is the recipe in a sentence, whose words are still apart.
func (r Recipe) Text() fault.Text {
	return fault.New("AdamW (β %g and %g, weight decay %g on matrices, gradient clipped at %g), learning rate %g after %d steps of warm-up, cosine to %g %%, %d steps of %d rows of %d tokens, each row from the beginning of a document, loss on every token. Seed %d.",
		r.Beta1, r.Beta2, r.Decay, r.Clip, r.Peak, r.Warmup, 100*r.Floor, r.Steps, r.Rows, r.Length, int(r.Seed))
}
