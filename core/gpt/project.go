package gpt

import "logitarium/core/tensor"

// Queries returns the queries of head h in block l for what the block's norm
// has made of the stream, x [N, d] → [N, head], before positions turn them. It
// panics if there is no such head, or the shapes do not fit.
func (m *Model) Queries(l, h int, x tensor.Matrix) tensor.Matrix {
	b := &m.Blocks[l]
	if m.Config.Parts.Separate {
		return m.project(b.Query, b.QueryNorm, h, x)
	}
	return m.project(b.QKV, b.QueryNorm, h, x)
}

// Keys returns the keys that head h in block l reads, as [Model.Queries]: of
// fewer heads of keys several heads read the same.
func (m *Model) Keys(l, h int, x tensor.Matrix) tensor.Matrix {
	b, c := &m.Blocks[l], m.Config
	if c.Parts.Separate {
		return m.project(b.Key, b.KeyNorm, h*c.KeyHeads()/c.Heads, x)
	}
	return m.project(b.QKV, b.KeyNorm, c.Heads+h, x)
}

// project computes the outputs of f that are head h's.
func (m *Model) project(f Linear, n Norm, h int, x tensor.Matrix) tensor.Matrix {
	width := m.Config.HeadWidth()
	lo, hi := h*width, (h+1)*width
	y := tensor.New(x.Rows, width)
	tensor.MulBT(y, x, f.Rows(lo, hi)) // [N, d]·[head, d]ᵀ → [N, head]
	if f.Bias != nil {
		tensor.AddRow(y, f.Bias[lo:hi])
	}
	if n.Gain == nil {
		return y
	}
	var normed Normed
	n.Forward(&normed, y, m.Config.Epsilon)
	return normed.Out
}
