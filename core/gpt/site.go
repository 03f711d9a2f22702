package gpt

import (
	"fmt"

	"logitarium/core/tensor"
)

// Site names an intermediate of the forward pass.
type Site int

// The sites in the order of the pass, with the shape of what is found there.
// Of the per-head ones each head's T rows stand together, one head under the
// other; [Config.Head] takes one out.
const (
	TokenEmbedding    Site = iota // [N, d]
	PositionEmbedding             // [N, d]; fired where positions are added
	Embedding                     // [N, d], their sum: the stream before layer 0
	Norm1                         // [N, d]
	Query                         // [H·T, d/H]
	Key                           // [H·T, d/H], or of fewer heads
	Value                         // [H·T, d/H], as Key
	Scores                        // [H·T, T], q·k/√(d/H), before the causal mask
	Attention                     // [H·T, T], after mask and softmax: rows sum to 1
	Heads                         // [N, d], attention·value, heads side by side
	AttentionOut                  // [N, d], after the output projection
	OutNorm                       // [N, d], its norm; of a sandwich only
	AfterAttention                // [N, d], stream + AttentionOut
	Norm2                         // [N, d]
	Hidden                        // [N, inner], before the activation
	Gated                         // [N, inner], what the activations multiply; of a gated MLP only
	Activated                     // [N, inner]
	MLPOut                        // [N, d]
	DownNorm                      // [N, d], its norm; of a sandwich only
	AfterMLP                      // [N, d], stream + MLPOut
	FinalNorm                     // [N, d]; pre-LN only
	Logits                        // [N, V]
	siteCount
)

var siteNames = [siteCount]string{
	"token embedding", "position embedding", "embedding", "norm 1", "query", "key", "value", "scores",
	"attention", "heads", "attention out", "out norm", "after attention", "norm 2", "hidden", "gated", "activated",
	"MLP out", "down norm", "after MLP", "final norm", "logits",
}

// String returns the site's name in words.
func (s Site) String() string {
	if s < 0 || s >= siteCount {
		return fmt.Sprintf("site %d", int(s))
	}
	return siteNames[s]
}

// Fires says how often a pass of the given config comes by the site: once a
// layer, once, or not at all.
func (s Site) Fires(c Config) int {
	switch {
	case s < 0 || s >= siteCount, s == PositionEmbedding && !c.Positions.added(), s == FinalNorm && c.Norm == PostLN,
		(s == OutNorm || s == DownNorm) && c.Norm != Sandwich, s == Gated && !c.Parts.Gated:
		return 0
	case s >= Norm1 && s <= AfterMLP:
		return c.Layers
	}
	return 1
}

// Sites lists those that a pass of the config comes by.
func (c Config) Sites() []Site {
	var sites []Site
	for s := range siteCount {
		if s.Fires(c) > 0 {
			sites = append(sites, s)
		}
	}
	return sites
}

// BlockOutput returns the site of what a block hands to the next: AfterMLP,
// or in post-LN its norm, Norm2.
func (c Config) BlockOutput() Site {
	if c.Norm == PostLN {
		return Norm2
	}
	return AfterMLP
}

// Head returns head h of a per-head intermediate of one row, sharing its
// memory: [H·T, n] → [T, n]. It panics if there is no such head. Of keys and
// values it is the right one if the config has as many heads of them.
func (c Config) Head(x tensor.Matrix, h int) tensor.Matrix {
	t := x.Rows / c.Heads
	return x.Slice(h*t, (h+1)*t)
}

// Probe is called with every intermediate as it is computed; layer is -1
// outside the blocks. The matrix belongs to the pass and will be written
// again. A probe may change its values: the pass goes on with what it leaves,
// and Backward takes the change for a constant.
type Probe func(site Site, layer int, x tensor.Matrix)

// Change is what is done to an intermediate before the pass goes on, in steps:
// what a probe would take too long for. Backward takes it for a constant. The
// zero Change does nothing.
type Change struct {
	Cost float64 // as [Config.Work] counts
	// Step goes on for about a budget, and says whether anything is left.
	Step func(budget float64) (more bool)
}
