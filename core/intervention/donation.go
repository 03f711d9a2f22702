package intervention

import (
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Donation is what all heads have read at the last token of a text, for another
// pass. The zero value is ready for a pass over one row.
type Donation struct {
	layers [][]float32 // [L][H·head]
}

// Probe keeps what the heads of a pass have read at its last token.
func (k *Donation) Probe(site gpt.Site, layer int, x tensor.Matrix) {
	switch site {
	case gpt.TokenEmbedding:
		k.layers = k.layers[:0]
	case gpt.Heads:
		k.layers = append(k.layers, append([]float32(nil), x.Row(x.Rows-1)...))
	}
}

// Plan returns what gives the values of some heads, parts of kind [Head], to a
// token of another pass. It panics if the pass that was kept has no such head.
func (k *Donation) Plan(c gpt.Config, heads []Part, at int) *Plan {
	p := &Plan{}
	for _, h := range heads {
		row := k.layers[h.Layer]
		width := len(row) / c.Heads
		p.Puts = append(p.Puts, Put{h.Layer, h.Head, at, row[h.Head*width : (h.Head+1)*width]})
	}
	return p
}
