package lm

import "logitarium/core/gpt"

// NewReader returns a reader of a network that is at hand. It tells the whole
// distribution, or why that can't be one.
func NewReader(m *gpt.Model) Reader { return reader{gpt.NewDecoder(m), m.Config} }

type reader struct {
	*gpt.Decoder
	config gpt.Config
}

func (r reader) Begin(tokens []int) Reading { return reading{r.Decoder.Begin(tokens)} }
func (r reader) Cost(n int) float64         { return r.config.Work(n) }

type reading struct{ *gpt.Run }

func (r reading) Cost() float64 { return r.Work() }

func (r reading) Next() (Next, error) {
	n := Next{Logits: r.Logits().Row(0)}
	return n, Sound(n.Logits)
}
