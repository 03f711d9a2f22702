package gpt

import (
	"fmt"

	"logitarium/core/tensor"
)

// backward is the room a backward pass needs; d… is the gradient of the loss
// with respect to ….
type backward struct {
	stream, branch, normed tensor.Matrix // [N, d]
	inner                  tensor.Matrix // [N, inner]
	qkv                    tensor.Matrix // [N, 3d]
	query, key, value, out tensor.Matrix // [R·H·T, d/H]
	scores                 tensor.Matrix // [T, T]
	logits                 tensor.Matrix // [N, V], a trainer's
}

// Backward adds to grad the gradient of a loss with respect to every
// parameter, given dLogits [N, V], that with respect to the logits of the
// last Forward of p. It panics if the shapes do not fit, if p is a decoder's,
// or if it predicts less than after each token or reuses layers.
func (m *Model) Backward(p *Pass, dLogits tensor.Matrix, grad *Model) {
	m.headBack(p, dLogits, grad)
	m.headStreamBack(p, dLogits, grad)
	for l := m.Config.Layers - 1; l >= 0; l-- {
		for part := range blockParts {
			m.blockBack(p, l, part, grad)
		}
	}
	m.embedBack(p, grad)
}

// headBack begins a backward pass, at the head's weights.
func (m *Model) headBack(p *Pass, dLogits tensor.Matrix, grad *Model) {
	m.mustTrain()
	c, d := m.Config, &p.back
	if dLogits.Rows != p.Logits.Rows || dLogits.Cols != p.Logits.Cols || grad.Config != c {
		panic(fmt.Sprintf("gpt: gradient [%d, %d] of logits [%d, %d], models %+v and %+v",
			dLogits.Rows, dLogits.Cols, p.Logits.Rows, p.Logits.Cols, c, grad.Config))
	}
	if p.Predict != AfterEach || p.ReuseLayers {
		panic("gpt: backward through a pass that has not kept everything")
	}
	d.fit(c, p)
	out := p.Final.Out
	if c.Norm == PostLN {
		out = p.Layers[c.Layers-1].Norm2.Out
	}
	tensor.MulATAdd(grad.Unembedding(), dLogits, out) // [N, V]ᵀ·[N, d] → [V, d]
}

// headStreamBack goes on: it leaves the gradient of the last layer's output in
// back.stream.
func (m *Model) headStreamBack(p *Pass, dLogits tensor.Matrix, grad *Model) {
	c, d := m.Config, &p.back
	if c.Norm == PostLN {
		tensor.Mul(d.stream, dLogits, m.Unembedding()) // [N, V]·[V, d] → [N, d]
		return
	}
	tensor.Mul(d.normed, dLogits, m.Unembedding()) // [N, V]·[V, d] → [N, d]
	clear(d.stream.Data)
	m.Final.Back(d.stream, d.normed, p.Layers[c.Layers-1].AfterMLP, &p.Final, grad.Final) // [N, d]
}

// embedBack ends it, at the tokens and their positions.
func (m *Model) embedBack(p *Pass, grad *Model) {
	for i, t := range p.Inputs {
		tensor.Axpy(grad.Tokens.Row(t), 1, p.back.stream.Row(i))
		if m.Config.Positions == Learned {
			tensor.Axpy(grad.Positions.Row(i%p.Length), 1, p.back.stream.Row(i))
		}
	}
}

func (d *backward) fit(c Config, p *Pass) {
	n := len(p.Inputs)
	for _, m := range []*tensor.Matrix{&d.stream, &d.branch, &d.normed} {
		fit(m, n, c.Width)
	}
	fit(&d.inner, n, c.Inner)
	fit(&d.qkv, n, 3*c.Width)
	for _, m := range []*tensor.Matrix{&d.query, &d.key, &d.value, &d.out} {
		fit(m, n*c.Heads, c.HeadWidth())
	}
	fit(&d.scores, p.Length, p.Length)
}

// blockParts is how many parts a block has on the way back: of its MLP the way down
// and the way up, then of its attention the heads and what they are made of.
const blockParts = 4

// blockBack takes the gradient in back.stream through a part of layer l: after
// all parts, that of its output has become that of its input.
func (m *Model) blockBack(p *Pass, l, part int, grad *Model) {
	b, g, y, d := &m.Blocks[l], &grad.Blocks[l], &p.Layers[l], &p.back
	post, mlp, attention := m.Config.Norm == PostLN, y.Norm2.Out, y.Norm1.Out
	if post {
		mlp, attention = y.Norm1.Out, y.In
	}
	switch part {
	case 0:
		if post {
			d.through(b.Norm2, g.Norm2, y.AfterMLP, &y.Norm2) // [N, d]
		}
		b.Down.back(d.inner, d.stream, y.Activated, g.Down) // [N, d] → [N, inner]
	case 1:
		m.Config.Activation.Back(d.inner.Data, y.Hidden.Data, d.inner.Data) // [N, inner]
		b.Up.back(d.branch, d.inner, mlp, g.Up)                             // [N, inner] → [N, d]
		if post {
			tensor.Axpy(d.stream.Data, 1, d.branch.Data) // [N, d]
		} else {
			b.Norm2.Back(d.stream, d.branch, y.AfterAttention, &y.Norm2, g.Norm2) // [N, d]
		}
	case 2:
		if post {
			d.through(b.Norm1, g.Norm1, y.AfterAttention, &y.Norm1) // [N, d]
		}
		m.headsBack(p, l, grad)
	default:
		b.QKV.back(d.branch, d.qkv, attention, g.QKV) // [N, 3d] → [N, d]
		if post {
			tensor.Axpy(d.stream.Data, 1, d.branch.Data) // [N, d]
		} else {
			b.Norm1.Back(d.stream, d.branch, y.In, &y.Norm1, g.Norm1) // [N, d]
		}
	}
}

// through takes the whole stream back through a norm.
func (d *backward) through(n, grad Norm, x tensor.Matrix, y *Normed) {
	d.stream, d.normed = d.normed, d.stream
	clear(d.stream.Data)
	n.Back(d.stream, d.normed, x, y, grad) // [N, d]
}

// headsBack takes the gradient back.stream of the attention's output to back.qkv,
// that of its queries, keys and values.
func (m *Model) headsBack(p *Pass, l int, grad *Model) {
	b, g, y, d := &m.Blocks[l], &grad.Blocks[l], &p.Layers[l], &p.back
	b.Out.back(d.branch, d.stream, y.Heads, g.Out) // [N, d] → [N, d]
	y.eachHead(p.Length, func(i, column, at int) {
		copy(d.out.Row(at), d.branch.Row(i)[column:column+d.out.Cols])
	})
	y.back(p, d) // [R·H·T, d/H] → 3 × [R·H·T, d/H]
	if m.Config.Positions == Rotary {
		p.turns.turn(d.query, -1)
		p.turns.turn(d.key, -1)
	}
	y.eachHead(p.Length, func(i, column, at int) {
		row, width := d.qkv.Row(i), d.branch.Cols
		copy(row[column:], d.query.Row(at))
		copy(row[width+column:], d.key.Row(at))
		copy(row[2*width+column:], d.value.Row(at))
	})
}

// back takes the gradient d.out of attention·value to d.query, d.key and
// d.value, head by head.
func (y *Layer) back(p *Pass, d *backward) {
	clear(d.key.Data)
	clear(d.value.Data)
	for s := 0; s < y.Query.Rows; s += p.Length {
		e := s + p.Length
		weights, out := y.Attention.Slice(s, e), d.out.Slice(s, e)
		tensor.MulATAdd(d.value.Slice(s, e), weights, out) // [T, T]ᵀ·[T, d/H] → [T, d/H]
		tensor.MulBT(d.scores, out, y.Value.Slice(s, e))   // [T, d/H]·[T, d/H]ᵀ → [T, T]
		for t := range p.Length {
			n, row := y.visible(p, t), d.scores.Row(t)
			tensor.SoftmaxBack(row[:n], weights.Row(t)[:n], row[:n])
			clear(row[n:])
		}
		tensor.Scale(d.scores.Data, p.script.config.ScoreScale())
		tensor.Mul(d.query.Slice(s, e), d.scores, y.Key.Slice(s, e))      // [T, T]·[T, d/H] → [T, d/H]
		tensor.MulATAdd(d.key.Slice(s, e), d.scores, y.Query.Slice(s, e)) // [T, T]ᵀ·[T, d/H] → [T, d/H]
	}
}

// back adds the gradients of weight and bias to grad, and sets dx, given dy,
// that of the output: [N, out] → [N, in].
func (f Linear) back(dx, dy, x tensor.Matrix, grad Linear) {
	tensor.MulATAdd(grad.Weight, dy, x) // [N, out]ᵀ·[N, in] → [out, in]
	tensor.SumRowsAdd(grad.Bias, dy)    // [out]
	tensor.Mul(dx, dy, f.Weight)        // [N, out]·[out, in] → [N, in]
}
