package gpt

import (
	"math"

	"logitarium/core/tensor"
)

// Logits runs the model over one row of tokens and returns what it predicts
// after each, [T, V]. The matrix is the caller's; probe may be nil. Several
// goroutines may call it at once. It panics if there are no tokens, more than
// the context, or one that the vocabulary does not have.
func (m *Model) Logits(tokens []int, probe Probe) tensor.Matrix {
	p, _ := m.passes.Get().(*Pass)
	if p == nil {
		p = new(Pass)
	}
	defer func() {
		p.Probe = nil
		m.passes.Put(p)
	}()
	p.Probe = probe
	return m.Forward(p, tokens, len(tokens)).Clone()
}

// Forward runs the model over rows of length tokens each, one after the other
// in tokens, and returns the logits [N, V]; all else is found in p, whose
// memory they share. Rows do not see each other. It panics as [Model.Logits]
// does, and if tokens are not whole rows.
func (m *Model) Forward(p *Pass, tokens []int, length int) tensor.Matrix {
	var r Run
	r.begin(m, p, tokens, length)
	r.advance(math.Inf(1))
	return p.Logits
}

// embed looks up the tokens, and adds their positions.
func (m *Model) embed(p *Pass) tensor.Matrix {
	for i, t := range p.Inputs {
		m.Embedding(p.tokens.Row(i), t)
	}
	p.probe(TokenEmbedding, -1, p.tokens) // [N, d]
	if m.Config.Positions == Learned {
		past := p.cache.length()
		for i := range p.Inputs {
			copy(p.positions.Row(i), m.Positions.Row(past+i%p.Length))
		}
		p.probe(PositionEmbedding, -1, p.positions) // [N, d]
	} else {
		clear(p.positions.Data)
	}
	tensor.Add(p.Embedding.Data, p.tokens.Data, p.positions.Data) // [N, d]
	p.probe(Embedding, -1, p.Embedding)
	return p.Embedding
}

// next does what comes after the product under way, up to the product after
// it: the whole of the forward pass but for its products.
func (r *Run) next() {
	m, p, c, l, x := r.model, r.pass, r.model.Config, r.layer, r.stream
	if l == c.Layers {
		r.predict()
		return
	}
	b, y := &m.Blocks[l], &p.Layers[l]
	switch r.stage {
	case toQKV:
		y.In = x
		if c.Norm == PreLN {
			x = m.norm1(p, l, x) // [N, d]
		}
		r.multiply(b.QKV, y.qkv, x, toOut) // [N, d] → [N, 3d]
	case toOut:
		m.attention(p, l)                                // [N, 3d] → [N, d]
		r.multiply(b.Out, y.AttentionOut, y.Heads, toUp) // [N, d] → [N, d]
	case toUp:
		p.probe(AttentionOut, l, y.AttentionOut)
		tensor.Add(y.AfterAttention.Data, x.Data, y.AttentionOut.Data) // [N, d]
		p.probe(AfterAttention, l, y.AfterAttention)
		x = y.AfterAttention
		if c.Norm == PostLN {
			x = m.norm1(p, l, x) // [N, d]
		}
		r.stream = x
		if c.Norm == PreLN {
			x = m.norm2(p, l, x) // [N, d]
		}
		r.multiply(b.Up, y.Hidden, x, toDown) // [N, d] → [N, inner]
	case toDown:
		p.probe(Hidden, l, y.Hidden)
		c.Activation.Forward(y.Activated.Data, y.Hidden.Data) // [N, inner]
		p.probe(Activated, l, y.Activated)
		r.multiply(b.Down, y.MLPOut, y.Activated, toNext) // [N, inner] → [N, d]
	case toNext:
		p.probe(MLPOut, l, y.MLPOut)
		tensor.Add(y.AfterMLP.Data, x.Data, y.MLPOut.Data) // [N, d]
		p.probe(AfterMLP, l, y.AfterMLP)
		r.stream = y.AfterMLP
		if c.Norm == PostLN {
			r.stream = m.norm2(p, l, r.stream) // [N, d]
		}
		r.layer, r.stage = l+1, toQKV
		if r.layer == c.Layers {
			r.stage = toHead
		}
	}
}

// predict goes from the last block's output to the logits.
func (r *Run) predict() {
	m, p, x := r.model, r.pass, r.stream
	switch {
	case r.stage == toEnd:
		p.probe(Logits, -1, p.Logits)
		r.end()
		return
	case m.Config.Norm == PreLN:
		m.Final.Forward(&p.Final, x, m.Config.Epsilon) // [N, d]
		x = p.Final.Out
		p.probe(FinalNorm, -1, x)
	}
	switch p.Predict {
	case Nothing:
		r.end()
		return
	case AfterLast:
		for i := range p.last.Rows {
			copy(p.last.Row(i), x.Row((i+1)*p.Length-1))
		}
		x = p.last // [R, d]
	}
	r.multiply(m.head(), p.Logits, x, toEnd) // [N, d]·[V, d]ᵀ → [N, V]
}

func (m *Model) norm1(p *Pass, l int, x tensor.Matrix) tensor.Matrix {
	y := &p.Layers[l].Norm1
	m.Blocks[l].Norm1.Forward(y, x, m.Config.Epsilon) // [N, d]
	p.probe(Norm1, l, y.Out)
	return y.Out
}

func (m *Model) norm2(p *Pass, l int, x tensor.Matrix) tensor.Matrix {
	y := &p.Layers[l].Norm2
	m.Blocks[l].Norm2.Forward(y, x, m.Config.Epsilon) // [N, d]
	p.probe(Norm2, l, y.Out)
	return y.Out
}

// attention sets Heads to what the heads read, from queries, keys and values.
func (m *Model) attention(p *Pass, l int) {
	y := &p.Layers[l]
	y.split(p.Length) // [N, 3d] → 3 × [R·H·T, d/H]
	p.probe(Query, l, y.Query)
	p.probe(Key, l, y.Key)
	p.probe(Value, l, y.Value)
	p.cache.append(l, y, m.Config.Heads)
	y.score(p, l) // [R·H·T, T]
	p.probe(Scores, l, y.Scores)
	y.weigh(p, l) // [R·H·T, T]
	p.probe(Attention, l, y.Attention)
	y.mix(p, l) // [R·H·T, d/H] → [N, d]
	p.probe(Heads, l, y.Heads)
}

// forward sets y = x·Weightᵀ + Bias, [N, in] → [N, out]; no bias is 0.
func (f Linear) forward(y, x tensor.Matrix) {
	if f.Int8.Rows > 0 {
		tensor.MulBTQ8(y, x, f.Int8) // [N, in]·[out, in]ᵀ → [N, out]
	} else {
		tensor.MulBT(y, x, f.Weight) // [N, in]·[out, in]ᵀ → [N, out]
	}
	if f.Bias != nil {
		tensor.AddRow(y, f.Bias) // [N, out]
	}
}
