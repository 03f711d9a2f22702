package gpt

import "logitarium/core/tensor"

// Logits runs the model over one row of tokens and returns what it predicts
// after each, [T, V]. The matrix is the caller's; probe may be nil. Several
// goroutines may call it at once. It panics if there are no tokens, more than
// the context, or one that the vocabulary does not have.
func (m *Model) Logits(tokens []int, probe Probe) tensor.Matrix {
	p := m.passes.Get().(*Pass)
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
	c := m.Config
	p.start(c, tokens, length)
	x := m.embed(p) // [N, d]
	for l := range m.Blocks {
		x = m.block(p, l, x) // [N, d]
	}
	if c.Norm == PreLN {
		m.Final.Forward(&p.Final, x, c.Epsilon) // [N, d]
		x = p.Final.Out
		p.probe(FinalNorm, -1, x)
	}
	tensor.MulBT(p.Logits, x, m.Tokens) // [N, d]·[V, d]ᵀ → [N, V]
	p.probe(Logits, -1, p.Logits)
	return p.Logits
}

// embed looks up the tokens, and adds their positions.
func (m *Model) embed(p *Pass) tensor.Matrix {
	for i, t := range p.Inputs {
		copy(p.tokens.Row(i), m.Tokens.Row(t))
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

// block runs layer l over the stream x [N, d] and returns the new stream.
func (m *Model) block(p *Pass, l int, x tensor.Matrix) tensor.Matrix {
	b, y, c := &m.Blocks[l], &p.Layers[l], m.Config
	norm1 := func(x tensor.Matrix) tensor.Matrix {
		b.Norm1.Forward(&y.Norm1, x, c.Epsilon) // [N, d]
		p.probe(Norm1, l, y.Norm1.Out)
		return y.Norm1.Out
	}
	norm2 := func(x tensor.Matrix) tensor.Matrix {
		b.Norm2.Forward(&y.Norm2, x, c.Epsilon) // [N, d]
		p.probe(Norm2, l, y.Norm2.Out)
		return y.Norm2.Out
	}
	y.In = x
	if c.Norm == PostLN {
		x = norm1(m.attention(p, l, x, x)) // [N, d]
		return norm2(m.mlp(p, l, x, x))    // [N, d]
	}
	x = m.attention(p, l, x, norm1(x)) // [N, d]
	return m.mlp(p, l, x, norm2(x))    // [N, d]
}

// attention returns the stream x plus what the heads read from in.
func (m *Model) attention(p *Pass, l int, x, in tensor.Matrix) tensor.Matrix {
	b, y := &m.Blocks[l], &p.Layers[l]
	b.QKV.forward(y.qkv, in) // [N, d] → [N, 3d]
	y.split(p.Length)        // [N, 3d] → 3 × [R·H·T, d/H]
	p.probe(Query, l, y.Query)
	p.probe(Key, l, y.Key)
	p.probe(Value, l, y.Value)
	p.cache.append(l, y, m.Config.Heads)
	y.score(p, l) // [R·H·T, T]
	p.probe(Scores, l, y.Scores)
	y.weigh(p) // [R·H·T, T]
	p.probe(Attention, l, y.Attention)
	y.mix(p, l) // [R·H·T, d/H] → [N, d]
	p.probe(Heads, l, y.Heads)
	b.Out.forward(y.AttentionOut, y.Heads) // [N, d] → [N, d]
	p.probe(AttentionOut, l, y.AttentionOut)
	tensor.Add(y.AfterAttention.Data, x.Data, y.AttentionOut.Data) // [N, d]
	p.probe(AfterAttention, l, y.AfterAttention)
	return y.AfterAttention
}

// mlp returns the stream x plus what the MLP makes of in.
func (m *Model) mlp(p *Pass, l int, x, in tensor.Matrix) tensor.Matrix {
	b, y := &m.Blocks[l], &p.Layers[l]
	b.Up.forward(y.Hidden, in) // [N, d] → [N, inner]
	p.probe(Hidden, l, y.Hidden)
	m.Config.Activation.Forward(y.Activated.Data, y.Hidden.Data) // [N, inner]
	p.probe(Activated, l, y.Activated)
	b.Down.forward(y.MLPOut, y.Activated) // [N, inner] → [N, d]
	p.probe(MLPOut, l, y.MLPOut)
	tensor.Add(y.AfterMLP.Data, x.Data, y.MLPOut.Data) // [N, d]
	p.probe(AfterMLP, l, y.AfterMLP)
	return y.AfterMLP
}

// forward sets y = x·Weightᵀ + Bias, [N, in] → [N, out].
func (f Linear) forward(y, x tensor.Matrix) {
	tensor.MulBT(y, x, f.Weight) // [N, in]·[out, in]ᵀ → [N, out]
	tensor.AddRow(y, f.Bias)     // [N, out]
}
