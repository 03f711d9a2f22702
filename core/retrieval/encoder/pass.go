package encoder

import (
	"math"

	"logitarium/core/tensor"
)

// A pass is what encoding n texts with T tokens together computes, kept for
// the way back.
type pass struct {
	side   Side
	tokens []int // [T]
	starts []int // [n+1]: text i is tokens[starts[i]:starts[i+1]]

	x      tensor.Matrix // [T, E] embeddings
	before tensor.Matrix // [T, H] before the GELU
	hidden tensor.Matrix // [T, H] after it
	share  []float32     // [T] attention; sums to 1 over each text
	pooled tensor.Matrix // [n, H]
	length []float32     // [n] of the vectors before they are made one long
	vector tensor.Matrix // [n, D] one long each
}

// forward encodes texts, each at least one token:
//
//	h = GELU(embedding·inner + bias)      for each token
//	a = softmax over the tokens of h·attend
//	v = (Σ a·h)·out, made one long
func (w *weights) forward(side Side, texts [][]int) *pass {
	p := newPass(side, texts)
	w.each(p)
	w.pool(p, func(at int) ([]float32, float32) {
		h := p.hidden.Row(at)
		return h, w.attention(side, h)
	})
	return p
}

func newPass(side Side, texts [][]int) *pass {
	p := &pass{side: side, starts: []int{0}}
	for _, text := range texts {
		p.tokens = append(p.tokens, text...)
		p.starts = append(p.starts, len(p.tokens))
	}
	return p
}

// each computes h of every token by itself.
func (w *weights) each(p *pass) {
	t := len(p.tokens)
	p.x = tensor.New(t, w.Width)
	for i, id := range p.tokens {
		copy(p.x.Row(i), w.table.Row(id))
	}
	p.before, p.hidden = tensor.New(t, w.Inner), tensor.New(t, w.Inner)
	tensor.Mul(p.before, p.x, w.inner) // [T, H]
	tensor.AddRow(p.before, w.bias.Data)
	tensor.GELU(p.hidden.Data, p.before.Data)
}

// vocabulary returns h of every token there is, [V, H]. A token's h is the same
// wherever it stands, so to encode many texts it need be computed only once.
func (w *weights) vocabulary() tensor.Matrix {
	all := make([]int, w.Vocab)
	for id := range all {
		all[id] = id
	}
	p := newPass(Passage, [][]int{all})
	w.each(p)
	return p.hidden
}

// attention is h·attend.
func (w *weights) attention(side Side, h []float32) float32 {
	return tensor.Dot(h, w.attend[side].Data)
}

// pool makes the vectors of the texts out of h, which gives that of the token
// at a place, and its attention.
func (w *weights) pool(p *pass, h func(int) ([]float32, float32)) {
	t, n := len(p.tokens), len(p.starts)-1
	p.share, p.pooled = make([]float32, t), tensor.New(n, w.Inner)
	for i := range n {
		lo, hi := p.starts[i], p.starts[i+1]
		for j := lo; j < hi; j++ {
			_, p.share[j] = h(j)
		}
		tensor.Softmax(p.share[lo:hi], p.share[lo:hi])
		pooled := p.pooled.Row(i)
		for j := lo; j < hi; j++ {
			row, _ := h(j)
			tensor.Axpy(pooled, p.share[j], row)
		}
	}
	p.vector, p.length = tensor.New(n, w.Out), make([]float32, n)
	tensor.Mul(p.vector, p.pooled, w.out[p.side]) // [n, D]
	for i := range n {
		row := p.vector.Row(i)
		p.length[i] = float32(math.Sqrt(float64(tensor.Dot(row, row)))) + tiny
		tensor.Scale(row, 1/p.length[i])
	}
}

// tiny keeps the vector of a text that says nothing at all from being 0/0.
const tiny = 1e-12

// backward adds to grad the gradient of a loss whose gradient with respect to
// the vectors is d [n, D], which it overwrites.
func (w *weights) backward(p *pass, d tensor.Matrix, grad *weights) {
	for i := range d.Rows {
		// Through the scaling only what is at right angles to the vector passes.
		row, v := d.Row(i), p.vector.Row(i)
		tensor.Axpy(row, -tensor.Dot(row, v), v)
		tensor.Scale(row, 1/p.length[i])
	}
	tensor.MulATAdd(grad.out[p.side], p.pooled, d) // [H, D]
	dPooled := tensor.New(d.Rows, w.Inner)
	tensor.MulBT(dPooled, d, w.out[p.side]) // [n, H]

	dHidden := tensor.New(len(p.tokens), w.Inner)
	dShare := make([]float32, len(p.tokens))
	attend := w.attend[p.side].Data // [H]
	for i := range d.Rows {
		lo, hi := p.starts[i], p.starts[i+1]
		for j := lo; j < hi; j++ {
			dShare[j] = tensor.Dot(dPooled.Row(i), p.hidden.Row(j))
		}
		tensor.SoftmaxBack(dShare[lo:hi], p.share[lo:hi], dShare[lo:hi])
		for j := lo; j < hi; j++ {
			tensor.Axpy(dHidden.Row(j), p.share[j], dPooled.Row(i))
			tensor.Axpy(dHidden.Row(j), dShare[j], attend)
			tensor.Axpy(grad.attend[p.side].Data, dShare[j], p.hidden.Row(j))
		}
	}
	tensor.GELUBack(dHidden.Data, p.before.Data, dHidden.Data)
	tensor.MulATAdd(grad.inner, p.x, dHidden) // [E, H]
	tensor.SumRowsAdd(grad.bias.Data, dHidden)
	dx := tensor.New(len(p.tokens), w.Width)
	tensor.MulBT(dx, dHidden, w.inner) // [T, E]
	for j, id := range p.tokens {
		tensor.Axpy(grad.table.Row(id), 1, dx.Row(j))
	}
}
