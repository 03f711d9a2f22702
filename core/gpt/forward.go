package gpt

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/stored"
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
	for r.Step(math.Inf(1)) {
	}
	return p.Logits
}

// forward is the whole of the forward pass.
func (s *script) forward() {
	x := s.embed() // [N, d]
	for l := range s.model.Blocks {
		x = s.block(l, x) // [N, d] → [N, d]
	}
	if s.config.Norm != PostLN {
		x = s.norm(FinalNorm, -1, &s.model.Final, &s.pass.Final, x) // [N, d]
	}
	s.predict(x) // [N, d] → [N, V]
}

// block is one transformer block. The place of the norms is all that sets
// pre-LN and post-LN apart.
func (s *script) block(l int, x *tensor.Matrix) *tensor.Matrix {
	b, y := &s.model.Blocks[l], &s.pass.Layers[l]
	norm1 := func(x *tensor.Matrix) *tensor.Matrix { return s.norm(Norm1, l, &b.Norm1, &y.Norm1, x) }
	norm2 := func(x *tensor.Matrix) *tensor.Matrix { return s.norm(Norm2, l, &b.Norm2, &y.Norm2, x) }

	s.keep(&y.In, x)
	switch s.config.Norm {
	case PostLN:
		x = norm1(s.add(AfterAttention, l, &y.AfterAttention, x, s.attention(l, x))) // [N, d]
		return norm2(s.add(AfterMLP, l, &y.AfterMLP, x, s.mlp(l, x)))                // [N, d]
	case Sandwich:
		out := func(x *tensor.Matrix) *tensor.Matrix { return s.norm(OutNorm, l, &b.OutNorm, &y.OutNorm, x) }
		down := func(x *tensor.Matrix) *tensor.Matrix { return s.norm(DownNorm, l, &b.DownNorm, &y.DownNorm, x) }
		x = s.add(AfterAttention, l, &y.AfterAttention, x, out(s.attention(l, norm1(x)))) // [N, d]
		return s.add(AfterMLP, l, &y.AfterMLP, x, down(s.mlp(l, norm2(x))))               // [N, d]
	}
	x = s.add(AfterAttention, l, &y.AfterAttention, x, s.attention(l, norm1(x))) // [N, d]
	return s.add(AfterMLP, l, &y.AfterMLP, x, s.mlp(l, norm2(x)))                // [N, d]
}

// attention lets each position read from those that it sees, head by head.
func (s *script) attention(l int, x *tensor.Matrix) *tensor.Matrix {
	b, p, y := &s.model.Blocks[l], s.pass, &s.pass.Layers[l]
	if s.config.Parts.Separate {
		s.multiply(inside, l, &b.Query, &y.query, x) // [N, d] → [N, H·head]
		s.multiply(inside, l, &b.Key, &y.key, x)     // [N, d] → [N, key heads·head]
		s.multiply(inside, l, &b.Value, &y.value, x) // [N, d] → [N, key heads·head]
	} else {
		s.multiply(inside, l, &b.QKV, &y.qkv, x) // [N, d] → [N, 3d]
	}
	s.do(func() { y.split(p, l) })                                 // → [R·H·T, head] and 2 × [R·key heads·T, head]
	s.do(func() { p.cache.append(l, y) })                          // a decoder's, with what probes have left
	s.do(func() { y.score(p, l) })                                 // q·kᵀ/√(d/H): [R·H·T, T]
	s.do(func() { y.weigh(p, l) })                                 // softmax over what is seen: [R·H·T, T]
	s.do(func() { y.mix(p, l) })                                   // weights·v: [R·H·T, d/H] → [N, d]
	s.multiply(AttentionOut, l, &b.Out, &y.AttentionOut, &y.Heads) // [N, d] → [N, d]
	return &y.AttentionOut
}

// mlp works on each position by itself.
func (s *script) mlp(l int, x *tensor.Matrix) *tensor.Matrix {
	b, y := &s.model.Blocks[l], &s.pass.Layers[l]
	if s.config.Parts.Gated {
		s.multiply(Hidden, l, &b.Gate, &y.Hidden, x) // [N, d] → [N, inner]
		s.multiply(Gated, l, &b.Up, &y.Gated, x)     // [N, d] → [N, inner]
	} else {
		s.multiply(Hidden, l, &b.Up, &y.Hidden, x) // [N, d] → [N, inner]
	}
	s.activate(l, y)                                        // [N, inner]
	s.multiply(MLPOut, l, &b.Down, &y.MLPOut, &y.Activated) // [N, inner] → [N, d]
	return &y.MLPOut
}

// embed looks up the tokens, and adds their positions.
func (s *script) embed() *tensor.Matrix {
	m, p := s.model, s.pass
	s.do(func() {
		for i, t := range p.Inputs {
			m.Embedding(p.tokens.Row(i), t)
		}
		if scale := m.Config.Parts.EmbeddingScale; scale != 0 {
			tensor.Scale(p.tokens.Data, scale)
		}
		p.probe(TokenEmbedding, -1, p.tokens) // [N, d]
	})
	s.do(func() {
		past := p.cache.length()
		switch {
		case !m.Config.Positions.added():
			clear(p.positions.Data)
			return
		case m.Config.Positions == Sinusoidal:
			sinusoid(p.positions, past, p.Length)
		default:
			for i := range p.Inputs {
				copy(p.positions.Row(i), m.Positions.Row(past+i%p.Length))
			}
		}
		p.probe(PositionEmbedding, -1, p.positions) // [N, d]
	})
	return s.add(Embedding, -1, &p.Embedding, &p.tokens, &p.positions) // [N, d]
}

// predict turns the stream into logits, for as many positions as are asked for.
func (s *script) predict(x *tensor.Matrix) {
	p := s.pass
	switch p.Predict {
	case Nothing:
		return
	case AfterLast:
		stream := x
		s.do(func() {
			for i := range p.last.Rows {
				copy(p.last.Row(i), stream.Row((i+1)*p.Length-1))
			}
		})
		x = &p.last // [R, d]
	}
	if most := s.config.Parts.LogitCap; most != 0 {
		s.multiply(inside, -1, &s.head, &p.Logits, x) // [N, d]·[V, d]ᵀ → [N, V]
		s.do(func() {
			limit(p.Logits.Data, most)
			p.probe(Logits, -1, p.Logits)
		})
		return
	}
	s.multiply(Logits, -1, &s.head, &p.Logits, x) // [N, d]·[V, d]ᵀ → [N, V]
}

// limit brings values softly between −most and most.
func limit(x []float32, most float32) {
	for i, v := range x {
		x[i] = float32(float64(most) * elementary.Tanh(float64(v/most)))
	}
}

// forward sets y = x·Weightᵀ + Bias, [N, in] → [N, out]; no bias is 0.
func (f Linear) forward(y, x tensor.Matrix) {
	switch {
	case f.Int8.Rows > 0:
		tensor.MulBTQ8(y, x, f.Int8) // [N, in]·[out, in]ᵀ → [N, out]
	case f.Stored.Rows > 0 && f.whole:
		stored.MulFloat32(y, x, f.Stored) // [N, in]·[out, in]ᵀ → [N, out]
	case f.Stored.Rows > 0:
		stored.Mul(y, x, f.Stored) // [N, in]·[out, in]ᵀ → [N, out]
	default:
		tensor.MulBT(y, x, f.Weight) // [N, in]·[out, in]ᵀ → [N, out]
	}
	if f.Bias != nil {
		tensor.AddRow(y, f.Bias) // [N, out]
	}
}
