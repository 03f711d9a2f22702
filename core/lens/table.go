package lens

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Points returns at how many points of a pass the stream is looked at: the
// embedding, then after attention and after the MLP of each block, 1 + 2L.
func (t *Trace) Points() int { return 1 + 2*t.Model.Config.Layers }

// Stream returns the residual stream at a point, [T, d]: the embedding at 0,
// at 2l+1 after the attention of block l, at 2l+2 after its MLP; in a post-LN
// model after the norm that follows. It shares the trace's memory. It panics
// if there is no such point.
func (t *Trace) Stream(point int) tensor.Matrix {
	if point == 0 {
		return t.pass.Embedding
	}
	y := &t.pass.Layers[(point-1)/2]
	switch post := t.Model.Config.Norm == gpt.PostLN; {
	case point%2 == 1 && post:
		return y.Norm1.Out
	case point%2 == 1:
		return y.AfterAttention
	case post:
		return y.Norm2.Out
	}
	return y.AfterMLP
}

// ready returns streams as the output head reads them, [N, d]: through the
// final norm, which a post-LN model has none of.
func (t *Trace) ready(x tensor.Matrix) tensor.Matrix {
	if t.Model.Config.Norm == gpt.PostLN {
		return x.Clone()
	}
	var y gpt.Normed
	t.Model.Final.Forward(&y, x, t.Model.Config.Epsilon)
	return y.Out
}

// Table is the logit lens over a whole text (nostalgebraist, "interpreting GPT:
// the logit lens", 2020): what the model would say after each token if it
// stopped at each point, final norm and output head on the stream there.
type Table struct {
	Says    [][]Guess // [points][T]: the likeliest token
	Decided []int     // [T]: the point from which on the token that is said at the last point is the likeliest
}

// Path is the logit lens at one token, with all logits.
type Path struct {
	Logits tensor.Matrix // [points, V]
}

// Rank returns at which place a token stands at a point, 1 is the likeliest,
// and its probability. Of equals all have the best place.
func (p Path) Rank(point, token int) (rank int, probability float64) {
	row := p.Logits.Row(point)
	z, sum := row[token], 0.0
	rank = 1
	for _, v := range row {
		if v > z {
			rank++
		}
		sum += elementary.Exp(float64(v) - float64(z))
	}
	return rank, 1 / sum
}

// Best returns the likeliest tokens at a point, as many as asked for.
func (p Path) Best(point, most int) []Guess { return likeliest(p.Logits.Row(point), most) }

// Standing is where a token stands at a point, as [Path.Rank] has it.
type Standing struct {
	Rank int
	P    float64
}

// Standings is where one token stands at each point of a path.
type Standings []Standing

// Decided returns the point from which on the token stays the likeliest, and
// whether it is that at the last one.
func (s Standings) Decided() (point int, ok bool) {
	for point = len(s); point > 0 && s[point-1].Rank == 1; point-- {
	}
	return point, point < len(s)
}

// Following ranks one token at the points of a path, in steps of whole points.
type Following struct {
	path  Path
	token int
	found Standings
}

// Follow begins to rank a token at each point. Step panics if the vocabulary
// does not have it.
func (p Path) Follow(token int) *Following { return &Following{path: p, token: token} }

// rankCost is what an exponential takes, and a comparison, in multiplications.
const rankCost = 400

// FollowCost is about what it costs to rank a token at all points, in
// multiplications as [gpt.Config.Work] counts.
func FollowCost(c gpt.Config) float64 { return rankCost * float64(c.Vocab) * float64(1+2*c.Layers) }

// Step goes on for about a budget, by a point at least, and says whether
// anything is left.
func (f *Following) Step(budget float64) (more bool) {
	for spent := 0.0; spent < budget && len(f.found) < f.path.Logits.Rows; spent += float64(rankCost * float64(f.path.Logits.Cols)) {
		rank, p := f.path.Rank(len(f.found), f.token)
		f.found = append(f.found, Standing{rank, p})
	}
	return len(f.found) < f.path.Logits.Rows
}

// Share is how much is done, from 0 to 1.
func (f *Following) Share() float64 { return float64(len(f.found)) / float64(f.path.Logits.Rows) }

// Standings returns where the token stands, as far as that is known.
func (f *Following) Standings() Standings { return f.found }

// Lens is a table or a path being computed, in steps: some columns of the
// logits at a time.
type Lens struct {
	trace  *Trace
	rows   tensor.Matrix // [N, d], as the output head reads them
	column int           // of logits: those before are done
	whole  bool          // keep all logits
	path   Path
	best   []running // [N]
	table  Table
}

// running is a softmax that is summed while its logits come in.
type running struct {
	token     int
	peak, sum float64 // Σ e^(z − peak)
}

// NewTable begins the table of a text.
func (t *Trace) NewTable() *Lens {
	n := len(t.Tokens)
	x := tensor.New(t.Points()*n, t.Model.Config.Width)
	for p := range t.Points() {
		copy(x.Slice(p*n, (p+1)*n).Data, t.Stream(p).Data)
	}
	l := &Lens{trace: t, rows: t.ready(x), best: make([]running, x.Rows)}
	for i := range l.best {
		l.best[i].peak = math.Inf(-1)
	}
	return l
}

// NewPath begins the path of a token, counted in the text. It panics if there
// is no such one.
func (t *Trace) NewPath(token int) *Lens {
	x := tensor.New(t.Points(), t.Model.Config.Width)
	for p := range t.Points() {
		copy(x.Row(p), t.Stream(p).Row(token))
	}
	return &Lens{trace: t, rows: t.ready(x), whole: true, path: Path{tensor.New(x.Rows, t.Model.Config.Vocab)}}
}

// TableCost is about what the table of n tokens costs, and PathCost what a path
// does, in multiplications as [gpt.Config.Work] counts.
func TableCost(c gpt.Config, n int) float64 { return lensCost(c, (1+2*c.Layers)*n) }

// PathCost is about what the path of a token costs.
func PathCost(c gpt.Config) float64 { return lensCost(c, 1+2*c.Layers) }

func lensCost(c gpt.Config, rows int) float64 {
	const reading = 8 // the head from memory
	return float64(float64(c.Vocab) * float64(c.Width) * float64(rows+reading))
}

// Step goes on for about a budget, and says whether anything is left.
func (l *Lens) Step(budget float64) (more bool) {
	c := l.trace.Model.Config
	n := c.Vocab - l.column
	if room := budget / (lensCost(c, l.rows.Rows) / float64(c.Vocab)); room < float64(n) {
		n = min(n, (int(room)/sliver+1)*sliver)
	}
	if n > 0 {
		l.take(l.column, l.column+n)
		if l.column += n; l.column == c.Vocab && !l.whole {
			l.finish()
		}
	}
	return l.column < c.Vocab
}

// Share is how much is done, from 0 to 1.
func (l *Lens) Share() float64 {
	return float64(l.column) / float64(l.trace.Model.Config.Vocab)
}

// take computes the logits of the tokens lo to hi, hi excluded.
func (l *Lens) take(lo, hi int) {
	part := tensor.New(l.rows.Rows, hi-lo)
	l.trace.Model.Unembed(part, l.rows, lo, hi) // [N, d]·[hi−lo, d]ᵀ → [N, hi−lo]
	for i := range part.Rows {
		if l.whole {
			copy(l.path.Logits.Row(i)[lo:hi], part.Row(i))
			continue
		}
		b := &l.best[i]
		for j, z := range part.Row(i) {
			if v := float64(z); v > b.peak {
				b.sum = float64(b.sum*elementary.Exp(b.peak-v)) + 1
				b.peak, b.token = v, lo+j
			} else {
				b.sum += elementary.Exp(v - b.peak)
			}
		}
	}
}

func (l *Lens) finish() {
	n := len(l.trace.Tokens)
	last := l.trace.Points() - 1
	l.table = Table{Says: make([][]Guess, last+1), Decided: make([]int, n)}
	for p := range l.table.Says {
		l.table.Says[p] = make([]Guess, n)
		for t := range n {
			b := l.best[p*n+t]
			l.table.Says[p][t] = Guess{b.token, 1 / b.sum}
		}
	}
	for t := range n {
		p := last
		for p > 0 && l.table.Says[p-1][t].Token == l.table.Says[last][t].Token {
			p--
		}
		l.table.Decided[t] = p
	}
}

// Table returns the table, when all is done.
func (l *Lens) Table() Table { return l.table }

// Path returns the path, when all is done.
func (l *Lens) Path() Path { return l.path }
