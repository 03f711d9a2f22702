package gpt

import (
	"math"

	"logitarium/core/tensor"
)

// Within a layer the heads of all rows are numbered through: head s of the
// R·H has rows s·T to (s+1)·T of the per-head matrices.

// split sorts the columns of qkv [N, 3d] into heads: of each position, H
// times d/H queries, then as many keys, then values.
func (y *Layer) split(p *Pass, l int) {
	y.eachHead(p.Length, func(i, column, at int) {
		row, width, d := y.qkv.Row(i), y.Query.Cols, y.qkv.Cols/3
		copy(y.Query.Row(at), row[column:column+width])
		copy(y.Key.Row(at), row[d+column:d+column+width])
		copy(y.Value.Row(at), row[2*d+column:2*d+column+width])
	})
	if p.script.config.Positions == Rotary {
		p.turns.turn(y.Query, 1)
		p.turns.turn(y.Key, 1)
	}
	p.probe(Query, l, y.Query)
	p.probe(Key, l, y.Key)
	p.probe(Value, l, y.Value)
}

// eachHead calls f for each position i and head: the head's first column in
// a matrix [N, d], and its row in a per-head matrix [R·H·T, d/H].
func (y *Layer) eachHead(length int, f func(i, column, at int)) {
	heads := y.Heads.Cols / y.Query.Cols
	for i := range y.Heads.Rows {
		row, t := i/length, i%length
		for h := range heads {
			f(i, h*y.Query.Cols, (row*heads+h)*length+t)
		}
	}
}

// headShare is above how many multiplications of queries with keys the heads
// are shared among threads: they take some tens of microseconds.
const headShare = 1 << 21

// perHead calls f for each head, s its first row in the per-head matrices.
func (y *Layer) perHead(p *Pass, l int, f func(y *Layer, p *Pass, l, s int)) {
	if y.Scores.Rows*y.Scores.Cols*y.Query.Cols > headShare {
		tensor.Parallel(y.Query.Rows/p.Length, func(i int) { f(y, p, l, i*p.Length) })
		return
	}
	for s := 0; s < y.Query.Rows; s += p.Length {
		f(y, p, l, s)
	}
}

// score sets Scores = q·kᵀ/√(d/H), head by head, with ALiBi less its slope
// times the distance.
func (y *Layer) score(p *Pass, l int) {
	y.perHead(p, l, (*Layer).scoreHead)
	p.probe(Scores, l, y.Scores)
}

func (y *Layer) scoreHead(p *Pass, l, s int) {
	keys, _ := y.seen(p, l, s)
	scores := y.Scores.Slice(s, s+p.Length)
	tensor.MulBT(scores, y.Query.Slice(s, s+p.Length), keys) // [T, d/H]·[T, d/H]ᵀ → [T, T]
	tensor.Scale(scores.Data, y.scale())
	if slopes := p.slopes; len(slopes) > 0 {
		lean(scores, slopes[s/p.Length%len(slopes)])
	}
}

// scale is 1/√(d/H): it keeps the variance of q·k, a sum of d/H terms,
// that of one term (Vaswani et al. 2017, section 3.2.1).
func (y *Layer) scale() float32 { return float32(1 / math.Sqrt(float64(y.Query.Cols))) }

// weigh sets Attention = softmax(Scores) over what each position may see.
func (y *Layer) weigh(p *Pass, l int) {
	y.perHead(p, l, (*Layer).weighHead)
	p.probe(Attention, l, y.Attention)
}

func (y *Layer) weighHead(p *Pass, _, s int) {
	for i := s; i < s+p.Length; i++ {
		n := y.visible(p, i)
		weights := y.Attention.Row(i)
		tensor.Softmax(weights[:n], y.Scores.Row(i)[:n])
		clear(weights[n:])
	}
}

// visible returns the number of keys that row i of Scores may see: its own and those before.
func (y *Layer) visible(p *Pass, i int) int {
	if p.Unmasked {
		return y.Scores.Cols
	}
	return y.Scores.Cols - p.Length + i%p.Length + 1
}

// mix sets Heads to Attention·v, and puts the heads side by side.
func (y *Layer) mix(p *Pass, l int) {
	y.perHead(p, l, (*Layer).mixHead)
	y.eachHead(p.Length, func(i, column, at int) {
		copy(y.Heads.Row(i)[column:column+y.mixed.Cols], y.mixed.Row(at))
	})
	p.probe(Heads, l, y.Heads)
}

func (y *Layer) mixHead(p *Pass, l, s int) {
	_, values := y.seen(p, l, s)
	tensor.Mul(y.mixed.Slice(s, s+p.Length), y.Attention.Slice(s, s+p.Length), values) // [T, T]·[T, d/H] → [T, d/H]
}

// seen returns the keys and values of the head whose rows begin at s, with
// those of earlier tokens if the pass has a cache.
func (y *Layer) seen(p *Pass, l, s int) (keys, values tensor.Matrix) {
	if p.cache != nil {
		return p.cache.seen(l, s/p.Length, y.Scores.Cols)
	}
	return y.Key.Slice(s, s+p.Length), y.Value.Slice(s, s+p.Length)
}
