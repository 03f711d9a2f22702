package lens

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Trace is one pass over a text with all that it computed, at each token: for
// those who look at any head and any block. It takes the memory of a pass in
// training.
type Trace struct {
	Model  *gpt.Model
	Tokens []int

	pass             *gpt.Pass
	words, positions tensor.Matrix // [T, d]: the summands of the embedding; no positions in a model that adds none
}

// Record begins a pass over a text, and returns it with what will hold all of
// it when the run is done. A probe, which may be nil, sees and may change what
// the pass computes; the trace has it as changed. It panics as
// [gpt.Model.Begin] does.
func Record(m *gpt.Model, tokens []int, probe gpt.Probe) (*Trace, *gpt.Run) {
	t := &Trace{Model: m, Tokens: append([]int(nil), tokens...), pass: &gpt.Pass{Predict: gpt.Nothing}}
	t.pass.Probe = func(site gpt.Site, layer int, x tensor.Matrix) {
		if probe != nil {
			probe(site, layer, x)
		}
		switch site {
		case gpt.TokenEmbedding:
			t.words = x.Clone()
		case gpt.PositionEmbedding:
			t.positions = x.Clone()
		}
	}
	return t, m.Begin(t.pass, t.Tokens, len(tokens))
}

// Weights returns how much a head reads at each token from each, [T, T]: what
// row t reads. Each row sums to 1, and what a token does not see has 0. It
// shares the trace's memory. It panics if there is no such head.
func (t *Trace) Weights(layer, head int) tensor.Matrix {
	return t.Model.Config.Head(t.pass.Layers[layer].Attention, head)
}

// Pair is one weight of a head, worked out.
type Pair struct {
	Query, Key []float32 // [d/H], as they are multiplied: after the positions of rotary models have turned them
	Dot        float64   // Σ q·k
	Scale      float64   // that multiplies it, 1/√(d/H) in most models
	Score      float64   // Dot·Scale, where the model says so capped, or less ALiBi's slope times the distance
	Seen       bool      // the mask lets the query see the key
	Peak       float64   // the largest score that the query sees, which is taken off all before e is raised to them
	Sum        float64   // Σ e^(score − Peak) over all that it sees
	Weight     float64   // e^(Score − Peak)/Sum; 0 if it is not seen
}

// Pair works out how much the token query reads from the token key, both
// counted in the text. Weight is that of the pass but for rounding. It panics
// if there is no such head or token.
func (t *Trace) Pair(layer, head, query, key int) Pair {
	c, y := t.Model.Config, &t.pass.Layers[layer]
	scores := c.Head(y.Scores, head).Row(query)
	p := Pair{
		Query: c.Head(y.Query, head).Row(query),
		Key:   t.keys(layer, head).Row(key),
		Scale: float64(c.ScoreScale()),
		Score: float64(scores[key]),
		Seen:  t.sees(layer, query, key),
		Peak:  math.Inf(-1),
	}
	for i, q := range p.Query {
		p.Dot += float64(float64(q) * float64(p.Key[i]))
	}
	for s, score := range scores {
		if t.sees(layer, query, s) {
			p.Peak = max(p.Peak, float64(score))
		}
	}
	for s, score := range scores {
		if t.sees(layer, query, s) {
			p.Sum += elementary.Exp(float64(score) - p.Peak)
		}
	}
	if p.Seen {
		p.Weight = elementary.Exp(p.Score-p.Peak) / p.Sum
	}
	return p
}

// keys are those that a head of queries reads, [T, d/H].
func (t *Trace) keys(layer, head int) tensor.Matrix {
	c, n := t.Model.Config, len(t.Tokens)
	s := head / (c.Heads / c.KeyHeads()) * n
	return t.pass.Layers[layer].Key.Slice(s, s+n)
}

// sees reports whether the mask of a layer lets a token see another one.
func (t *Trace) sees(layer, query, key int) bool {
	window := t.Model.Config.Window(layer)
	return key <= query && (window == 0 || query-key < window)
}

// Entropy is how many tokens a query spreads its reading over, in bits:
// −Σ w·log2 w. 0 is one token, log2 n equally many of n.
func Entropy(weights []float32) float64 {
	h := 0.0
	for _, w := range weights {
		if w > 0 {
			h -= float64(float64(w) * elementary.Log2(float64(w)))
		}
	}
	return max(h, 0)
}
