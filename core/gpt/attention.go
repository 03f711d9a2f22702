package gpt

import "logitarium/core/tensor"

// Within a layer the heads of all rows are numbered through: head s of the
// R·H has rows s·T to (s+1)·T of the per-head matrices. Where there are fewer
// heads of keys and values, neighbouring heads of queries read the same one.

// split sorts queries, keys and values into heads: the columns of qkv
// [N, 3d], which has of each position H times d/H queries, then as many keys,
// then values; or those of three matrices.
func (y *Layer) split(p *Pass, l int) {
	c := p.script.config
	if c.Parts.Separate {
		for _, part := range [...]struct{ to, from *tensor.Matrix }{{&y.Query, &y.query}, {&y.Key, &y.key}, {&y.Value, &y.value}} {
			split(*part.to, *part.from, p.Length)
		}
	} else {
		y.eachHead(p.Length, func(i, column, at int) {
			row, width, d := y.qkv.Row(i), y.Query.Cols, y.qkv.Cols/3
			copy(y.Query.Row(at), row[column:column+width])
			copy(y.Key.Row(at), row[d+column:d+column+width])
			copy(y.Value.Row(at), row[2*d+column:2*d+column+width])
		})
	}
	if c.Parts.QKNorm {
		b := &p.script.model.Blocks[l]
		y.normHeads(b.QueryNorm, y.Query, c.Epsilon)
		y.normHeads(b.KeyNorm, y.Key, c.Epsilon)
	}
	if c.Positions == Rotary {
		turns := &p.turns
		if c.Window(l) > 0 {
			turns = &p.local
		}
		turns.turn(y.Query, 1)
		turns.turn(y.Key, 1)
	}
	p.probe(Query, l, y.Query)
	p.probe(Key, l, y.Key)
	p.probe(Value, l, y.Value)
}

// split sorts the columns of x [N, heads·head] into heads [R·heads·T, head].
func split(heads, x tensor.Matrix, length int) {
	n := x.Cols / heads.Cols
	for i := range x.Rows {
		row, t := i/length, i%length
		for h := range n {
			copy(heads.Row((row*n+h)*length+t), x.Row(i)[h*heads.Cols:(h+1)*heads.Cols])
		}
	}
}

// normHeads normalises each row of x, a head's values at one position.
func (y *Layer) normHeads(n Norm, x tensor.Matrix, epsilon float32) {
	n.Forward(&y.normed, x, epsilon)
	copy(x.Data, y.normed.Out.Data)
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
	parts := &p.script.config.Parts
	tensor.Scale(scores.Data, p.script.config.ScoreScale())
	if parts.ScoreCap != 0 {
		limit(scores.Data, parts.ScoreCap)
	}
	if slopes := p.slopes; len(slopes) > 0 {
		lean(scores, slopes[s/p.Length%len(slopes)])
	}
}

// weigh sets Attention = softmax(Scores) over what each position may see.
func (y *Layer) weigh(p *Pass, l int) {
	y.perHead(p, l, (*Layer).weighHead)
	p.probe(Attention, l, y.Attention)
}

func (y *Layer) weighHead(p *Pass, l, s int) {
	window := p.script.config.Window(l)
	for i := s; i < s+p.Length; i++ {
		from, n := 0, y.visible(p, i)
		if window > 0 {
			from = max(n-window, 0)
		}
		weights := y.Attention.Row(i)
		clear(weights[:from])
		tensor.Softmax(weights[from:n], y.Scores.Row(i)[from:n])
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
	c := p.script.config
	h := s / p.Length * c.KeyHeads() / c.Heads // of all rows
	if p.cache != nil {
		return p.cache.seen(l, h, y.Scores.Cols)
	}
	s = h * p.Length
	return y.Key.Slice(s, s+p.Length), y.Value.Slice(s, s+p.Length)
}
