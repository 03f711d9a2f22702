// Package intervention changes a pass of a transformer while it runs, to find
// out what a part of the network is for: it switches parts off (ablation),
// forbids attention to read some tokens (attention knockout; Geva et al.,
// "Dissecting Recall of Factual Associations in Auto-Regressive Language
// Models", 2023), and puts what a head writes in one text into the pass over
// another (activation patching; Vig et al., "Investigating Gender Bias in
// Language Models Using Causal Mediation Analysis", 2020). The weights stay as
// they are, and a pass without a plan costs nothing more.
//
// What a part is for holds for one file of weights: another training gives the
// work to other heads.
package intervention

import (
	"fmt"

	"logitarium/core/gpt"
)

// A Kind says what sort of part a [Part] is.
type Kind int

// The kinds of parts.
const (
	Head      Kind = iota // what one head reads, before the output projection
	Attention             // all that attention adds to the stream in a layer
	MLP                   // all that the MLP adds
	Layer                 // both
)

// A Part of a network, counted from 0 as in papers.
type Part struct {
	Kind  Kind
	Layer int
	Head  int // of a head; 0 otherwise
}

// String names a part in short: "1.3" for head 3 of layer 1, "attention 2",
// "MLP 0", "layer 1".
func (p Part) String() string {
	switch p.Kind {
	case Head:
		return fmt.Sprintf("%d.%d", p.Layer, p.Head)
	case Attention:
		return fmt.Sprintf("attention %d", p.Layer)
	case MLP:
		return fmt.Sprintf("MLP %d", p.Layer)
	}
	return fmt.Sprintf("layer %d", p.Layer)
}

// Parts lists the parts of a network: of each layer the heads, then its
// attention, its MLP and the layer as a whole.
func Parts(c gpt.Config) []Part {
	var all []Part
	for l := range c.Layers {
		for h := range c.Heads {
			all = append(all, Part{Head, l, h})
		}
		all = append(all, Part{Attention, l, 0}, Part{MLP, l, 0}, Part{Layer, l, 0})
	}
	return all
}
