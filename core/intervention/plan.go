package intervention

import (
	"math"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// A Plan is what is done to a pass. The zero value does nothing. Token numbers
// count from the beginning of a row, and hold for every row of a pass.
type Plan struct {
	Off   []Part
	Fill  *Means // what a part that is off gives instead; nil: zeros
	Masks []Mask
	Puts  []Put
}

// A Mask hides some tokens from attention: the token From and all that follow
// no longer see the tokens Lo to Hi, Hi excluded. What a head would have read
// there it reads from the others: its weights sum to 1 as ever. A token always
// sees itself.
type Mask struct {
	Layer  int
	Head   int // -1: all heads of the layer
	From   int
	Lo, Hi int
}

// A Put gives a head other values to write: Values, [d/H], stand for what it
// has read at one token.
type Put struct {
	Layer, Head int
	At          int // the token
	Values      []float32
}

// Empty says whether a plan does nothing.
func (p *Plan) Empty() bool { return len(p.Off)+len(p.Masks)+len(p.Puts) == 0 }

// Probe returns a probe that carries the plan out, and then shows each
// intermediate, changed as it is, to next, which may be nil. Where a head is
// off and is given values too, it is on again at that token. The probe of an
// empty plan is next itself. A part that the network does not have changes
// nothing.
func (p *Plan) Probe(c gpt.Config, next gpt.Probe) gpt.Probe {
	if p.Empty() {
		return next
	}
	return func(site gpt.Site, layer int, x tensor.Matrix) {
		switch site {
		case gpt.Scores:
			p.cut(c, layer, x) // [R·H·T, T]
		case gpt.Heads:
			p.heads(c, layer, x) // [N, d]
		case gpt.AttentionOut:
			if p.off(Attention, layer) {
				p.Fill.fill(x, layer, gpt.AttentionOut)
			}
		case gpt.MLPOut:
			if p.off(MLP, layer) {
				p.Fill.fill(x, layer, gpt.MLPOut)
			}
		}
		if next != nil {
			next(site, layer, x)
		}
	}
}

// off says whether attention or MLP is off in a layer, alone or with the layer.
func (p *Plan) off(kind Kind, layer int) bool {
	return slices.ContainsFunc(p.Off, func(part Part) bool {
		return part.Layer == layer && (part.Kind == kind || part.Kind == Layer)
	})
}

// cut sets the scores of what is not to be seen to −∞, so that softmax gives
// it nothing.
func (p *Plan) cut(c gpt.Config, layer int, scores tensor.Matrix) {
	for _, cut := range p.Masks {
		if cut.Layer != layer {
			continue
		}
		length := scores.Cols
		for i := range scores.Rows {
			head, at := i/length%c.Heads, i%length
			if at < cut.From || cut.Head >= 0 && cut.Head != head {
				continue
			}
			row := scores.Row(i)
			for to := max(cut.Lo, 0); to < min(cut.Hi, at); to++ {
				row[to] = float32(math.Inf(-1))
			}
		}
	}
}

// heads changes what heads have read, side by side in x [N, H·head].
func (p *Plan) heads(c gpt.Config, layer int, x tensor.Matrix) {
	width := x.Cols / c.Heads
	for _, part := range p.Off {
		if part.Kind == Head && part.Layer == layer && part.Head < c.Heads {
			p.Fill.fillColumns(x, layer, part.Head*width, (part.Head+1)*width)
		}
	}
	for _, put := range p.Puts {
		if put.Layer == layer && put.Head < c.Heads && put.At < x.Rows {
			copy(x.Row(put.At)[put.Head*width:(put.Head+1)*width], put.Values)
		}
	}
}
