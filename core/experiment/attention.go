package experiment

import (
	"math"

	"logitarium/core/tensor"
)

// attention is multi-head attention. Its queries are made of the stream, its
// keys and values of the memory or, without one, of the stream too.
type attention struct {
	name    string
	weights Attention
	heads   int
	rows    int           // R
	causal  bool          // a query sees keys up to its own place
	memory  tensor.Matrix // [M, d]; the zero Matrix in self-attention

	x, source          tensor.Matrix // [N, d], [M, d]
	query              tensor.Matrix // [R·H·T, d/H]
	key, value         tensor.Matrix // [R·H·S, d/H]
	attention, perHead tensor.Matrix // [R·H·T, S], [R·H·T, d/H]
	mixed              tensor.Matrix // [N, d]
}

func (a *attention) forward(x tensor.Matrix) tensor.Matrix {
	a.x, a.source = x, x
	if a.memory.Rows > 0 {
		a.source = a.memory
	}
	width := x.Cols / a.heads
	queries, keys := x.Rows/a.rows, a.source.Rows/a.rows // T, S
	q := apply(a.weights.Query, x)                       // [N, d]
	kv := apply(a.weights.KeyValue, a.source)            // [M, 2d]
	a.query = tensor.New(x.Rows*a.heads, width)
	a.key, a.value = tensor.New(a.source.Rows*a.heads, width), tensor.New(a.source.Rows*a.heads, width)
	a.split(a.query, q, 0)
	a.split(a.key, kv, 0)
	a.split(a.value, kv, x.Cols)
	a.attention = tensor.New(a.query.Rows, keys)
	a.perHead = tensor.New(a.query.Rows, width)
	for s := range a.rows * a.heads {
		weights := slab(a.attention, s, queries)
		tensor.MulBT(weights, slab(a.query, s, queries), slab(a.key, s, keys)) // [T, d/H]·[S, d/H]ᵀ → [T, S]
		tensor.Scale(weights.Data, a.scale())
		for t := range queries {
			row, n := weights.Row(t), a.visible(t, keys)
			tensor.Softmax(row[:n], row[:n])
			clear(row[n:])
		}
		tensor.Mul(slab(a.perHead, s, queries), weights, slab(a.value, s, keys)) // [T, S]·[S, d/H] → [T, d/H]
	}
	a.mixed = tensor.New(x.Rows, x.Cols)
	a.join(a.mixed, a.perHead, 0)
	return apply(a.weights.Out, a.mixed) // [N, d] → [N, d]
}

func (a *attention) back(dx, dy tensor.Matrix, g *gradients) {
	dSource := dx
	if a.memory.Rows > 0 {
		dSource = g.memory
	}
	d, width := dy.Cols, dy.Cols/a.heads
	queries, keys := a.x.Rows/a.rows, a.source.Rows/a.rows // T, S
	dMixed := tensor.New(dy.Rows, d)
	g.linear(a.name+".out", a.weights.Out, dMixed, dy, a.mixed) // [N, d] → [N, d]
	dHead := tensor.New(a.perHead.Rows, width)
	a.split(dHead, dMixed, 0)
	dQuery := tensor.New(a.query.Rows, width)
	dKey, dValue := tensor.New(a.key.Rows, width), tensor.New(a.value.Rows, width)
	dScores := tensor.New(queries, keys)
	for s := range a.rows * a.heads {
		weights, dOut := slab(a.attention, s, queries), slab(dHead, s, queries)
		tensor.MulATAdd(slab(dValue, s, keys), weights, dOut) // [T, S]ᵀ·[T, d/H] → [S, d/H]
		tensor.MulBT(dScores, dOut, slab(a.value, s, keys))   // [T, d/H]·[S, d/H]ᵀ → [T, S]
		for t := range queries {
			row, n := dScores.Row(t), a.visible(t, keys)
			tensor.SoftmaxBack(row[:n], weights.Row(t)[:n], row[:n])
			clear(row[n:])
		}
		tensor.Scale(dScores.Data, a.scale())
		tensor.Mul(slab(dQuery, s, queries), dScores, slab(a.key, s, keys))      // [T, S]·[S, d/H] → [T, d/H]
		tensor.MulATAdd(slab(dKey, s, keys), dScores, slab(a.query, s, queries)) // [T, S]ᵀ·[T, d/H] → [S, d/H]
	}
	dq, dkv := tensor.New(a.x.Rows, d), tensor.New(a.source.Rows, 2*d)
	a.join(dq, dQuery, 0)
	a.join(dkv, dKey, 0)
	a.join(dkv, dValue, d)
	g.linear(a.name+".keyvalue", a.weights.KeyValue, dSource, dkv, a.source) // [M, 2d] → [M, d]
	g.linear(a.name+".query", a.weights.Query, dx, dq, a.x)                  // [N, d] → [N, d]
}

// scale is 1/√(d/H) (Vaswani et al. 2017, section 3.2.1).
func (a *attention) scale() float32 { return float32(1 / math.Sqrt(float64(a.query.Cols))) }

// visible returns the number of keys that the query at t may see.
func (a *attention) visible(t, keys int) int {
	if a.causal {
		return t + 1
	}
	return keys
}

// slab returns block s of n rows.
func slab(m tensor.Matrix, s, n int) tensor.Matrix { return m.Slice(s*n, (s+1)*n) }

// split sorts columns of x, from the given one on, by heads, so that one
// head's positions stand together: [N, …] → [R·H·T, d/H].
func (a *attention) split(heads, x tensor.Matrix, from int) {
	a.each(heads, x, from, func(head, part []float32) { copy(head, part) })
}

// join is the inverse of split.
func (a *attention) join(x, heads tensor.Matrix, from int) {
	a.each(heads, x, from, func(head, part []float32) { copy(part, head) })
}

func (a *attention) each(heads, x tensor.Matrix, from int, f func(head, part []float32)) {
	length, width := x.Rows/a.rows, heads.Cols
	for i := range x.Rows {
		row, t := i/length, i%length
		for h := range a.heads {
			at := from + h*width
			f(heads.Row((row*a.heads+h)*length+t), x.Row(i)[at:at+width])
		}
	}
}
