package lens

import (
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Kind is what a part of the stream comes from.
type Kind int

// The kinds, in the order of the pass.
const (
	TokenPart     Kind = iota // the embedding of the token
	PositionPart              // that of its position
	HeadPart                  // one attention head, through its columns of the output projection
	AttentionBias             // of a block's output projection
	MLPPart                   // a block's MLP, with its bias
	NormBias                  // of the norms that the stream goes through
	RoundingPart              // what products of rounded weights are off by
)

// Part is one summand of the stream that the output head reads.
type Part struct {
	Kind  Kind
	Layer int // of a head, an MLP or a bias; -1 without one
	Head  int // of a head; -1 without one
}

// Parts are the summands of what the output head reads at one token, direct
// logit attribution: every norm that they go through is taken for linear, with
// the mean and the scale that the whole stream has there (Elhage et al., "A
// Mathematical Framework for Transformer Circuits", 2021).
type Parts struct {
	List []Part

	model *gpt.Model
	x     [][]float64 // [parts][d]
	whole []float32   // [d], their sum as the pass has it
}

// Parts takes the stream at a token, counted in the text, apart. It panics if
// there is no such token.
func (t *Trace) Parts(token int) *Parts {
	c := t.Model.Config
	p := &Parts{model: t.Model}
	p.add(Part{TokenPart, -1, -1}, wide(t.words.Row(token)))
	if t.positions.Rows > 0 {
		p.add(Part{PositionPart, -1, -1}, wide(t.positions.Row(token)))
	}
	for l := range t.pass.Layers {
		y, b := &t.pass.Layers[l], &t.Model.Blocks[l]
		before := len(p.List)
		p.attention(l, b.Out, y.Heads.Row(token), c)
		if c.Norm == gpt.Sandwich {
			p.norm(before, l, b.OutNorm, &y.OutNorm, token)
		}
		if c.Norm == gpt.PostLN {
			p.norm(0, l, b.Norm1, &y.Norm1, token)
		}
		before = len(p.List)
		p.add(Part{MLPPart, l, -1}, wide(y.MLPOut.Row(token)))
		if c.Norm == gpt.Sandwich {
			p.norm(before, l, b.DownNorm, &y.DownNorm, token)
		}
		if c.Norm == gpt.PostLN {
			p.norm(0, l, b.Norm2, &y.Norm2, token)
		}
	}
	last := t.Stream(t.Points() - 1)
	p.whole = t.ready(last.Slice(token, token+1)).Row(0)
	if c.Norm != gpt.PostLN {
		var y gpt.Normed
		t.Model.Final.Forward(&y, last, c.Epsilon)
		p.norm(0, -1, t.Model.Final, &y, token)
	}
	if t.Model.Precision != gpt.Float32 {
		rest := wide(p.whole)
		for _, x := range p.x {
			for i, v := range x {
				rest[i] -= v
			}
		}
		p.add(Part{RoundingPart, -1, -1}, rest)
	}
	return p
}

func (p *Parts) add(part Part, x []float64) {
	p.List = append(p.List, part)
	p.x = append(p.x, x)
}

// attention adds what each head writes into the stream, W_O's columns of it
// times what it has read, and the bias.
func (p *Parts) attention(layer int, out gpt.Linear, mixed []float32, c gpt.Config) {
	w, n := out.Float32(), c.HeadWidth() // [d, H·head]
	for h := range c.Heads {
		x := make([]float64, c.Width)
		for i := range x {
			x[i] = float64(tensor.Dot(w.Row(i)[h*n:(h+1)*n], mixed[h*n:(h+1)*n]))
		}
		p.add(Part{HeadPart, layer, h}, x)
	}
	if out.Bias != nil {
		p.add(Part{AttentionBias, layer, -1}, wide(out.Bias))
	}
}

// norm takes all parts from one on through a norm, y = gain·(x − mean)·inv, as
// it is at a token, and adds its bias as a part.
func (p *Parts) norm(from, layer int, n gpt.Norm, y *gpt.Normed, token int) {
	inv := float64(y.InvStd[token])
	for _, x := range p.x[from:] {
		mean := 0.0
		if n.Bias != nil { // an RMSNorm subtracts none
			for _, v := range x {
				mean += v
			}
			mean /= float64(len(x))
		}
		for i, v := range x {
			x[i] = float64((v-mean)*inv) * float64(n.Gain[i])
		}
	}
	if n.Bias != nil {
		p.add(Part{NormBias, layer, -1}, wide(n.Bias))
	}
}

// Logit returns what each part adds to the logit of a token, in the order of
// List, and that logit; before a cap, if the model has one. The parts sum to it
// but for rounding. It panics if the vocabulary does not have the token.
func (p *Parts) Logit(token int) (parts []float64, logit float64) {
	row := p.row(token)
	for _, x := range p.x {
		parts = append(parts, dot(row, x))
	}
	return parts, dot(row, wide(p.whole))
}

// Against is Logit less its mean over other tokens: what a part does for this
// one and not for all that are like it. It panics if there are no others.
func (p *Parts) Against(token int, others []int) (parts []float64, logit float64) {
	parts, logit = p.Logit(token)
	if len(others) == 0 {
		panic("lens: against the mean of no tokens")
	}
	share := 1 / float64(len(others))
	for _, other := range others {
		o, z := p.Logit(other)
		for i, v := range o {
			parts[i] -= float64(share * v)
		}
		logit -= float64(share * z)
	}
	return parts, logit
}

// row is the output head's for a token, [d].
func (p *Parts) row(token int) []float64 {
	row := make([]float32, p.model.Config.Width)
	p.model.HeadRow(row, token)
	return wide(row)
}

// PartsCost is about what taking one token apart costs, in multiplications as
// [gpt.Config.Work] counts.
func PartsCost(c gpt.Config) float64 {
	const slower = 4 // short products than long ones
	return slower * float64(c.Layers) * float64(c.Width) * float64(c.Heads*c.HeadWidth())
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}

func wide(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}
