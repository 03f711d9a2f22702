package gpt

import (
	"slices"

	"logitarium/core/tensor"
)

// A Run is a pass taken in steps, for those who can't wait for all of a large
// model at once. When Step returns false, the pass holds to the bit what
// [Model.Forward] would have left there. The model must not change meanwhile.
type Run struct {
	pass    *Pass
	decoder *Decoder // whose tokens are read; nil otherwise
	rest    []int    // tokens of passes to come

	at     int // index into the lines of the pass's script
	column int // of the product there: those before are done
	over   bool

	spent, all float64 // see [Config.Work]
}

// weightWork is the number of multiplications that take as long as reading a
// weight from memory.
const weightWork = 8

// Work is about what a pass over n positions costs, in multiplications: of
// each parameter with each position, and some for reading it from memory.
func (c Config) Work(n int) float64 {
	return float64(c.Counts().Total()) * float64(n+weightWork)
}

// Begin starts what [Model.Forward] does, and panics as it does. The tokens
// are embedded when it returns.
func (m *Model) Begin(p *Pass, tokens []int, length int) *Run {
	r := &Run{all: m.Config.Work(len(tokens))}
	r.begin(m, p, tokens, length)
	return r
}

func (r *Run) begin(m *Model, p *Pass, tokens []int, length int) {
	p.start(m, tokens, length)
	p.script.write(m, p)
	r.pass, r.at, r.column = p, 0, 0
	for lines := p.script.lines; r.at < len(lines) && lines[r.at].do != nil && len(p.changes) == 0; r.at++ {
		lines[r.at].do()
	}
}

// Step goes on for a budget, as [Config.Work] counts, or a little more, and
// says whether anything is left. One core of 2020 or so does some 2²⁸
// multiplications in 10 ms.
func (r *Run) Step(budget float64) bool {
	r.Advance(budget)
	return !r.over
}

// Done says whether nothing is left.
func (r *Run) Done() bool { return r.over }

// Work returns the cost of the whole run, in the unit of [Config.Work].
func (r *Run) Work() float64 { return r.all }

// Share returns the fraction that is done, from 0 to 1.
func (r *Run) Share() float64 {
	if r.over {
		return 1
	}
	return min(r.spent/r.all, 1)
}

// Logits is what the pass predicts, as its Predict asks for, when all is done.
func (r *Run) Logits() tensor.Matrix { return r.pass.Logits }

// Advance spends a budget as Step does. It returns what is left of it: 0 or less,
// unless all is done.
func (r *Run) Advance(budget float64) (left float64) {
	for !r.over && budget > 0 {
		if len(r.pass.changes) > 0 {
			budget -= r.pass.change(budget)
			continue
		}
		if r.at == len(r.pass.script.lines) {
			r.end()
			continue
		}
		line := &r.pass.script.lines[r.at]
		if line.do != nil {
			line.do()
			r.at++
			continue
		}
		budget -= r.multiply(line, budget)
	}
	return budget
}

// Spend is Advance with what is between the products counted too: of a narrow
// network, that is most of its work.
func (r *Run) Spend(budget float64) (left float64) {
	c := r.pass.script.config
	times := 1 + float64(betweenForward*float64(c.Layers*c.Width))/float64(c.Counts().Total())
	spent := r.spent
	r.Advance(budget / times)
	return budget - float64(times*(r.spent-spent))
}

// change goes on with the first change that is to be made. It returns about
// what that cost.
func (p *Pass) change(budget float64) (cost float64) {
	c := &p.changes[0]
	if c.Step(budget) {
		c.Cost -= budget
		return budget
	}
	cost = max(c.Cost, 0)
	p.changes = slices.Delete(p.changes, 0, 1)
	return cost
}

// multiply computes as many columns of a product as the budget allows, and a
// few at least. It returns what they cost.
func (r *Run) multiply(l *line, budget float64) (cost float64) {
	left := l.y.Cols - r.column
	each := float64(l.x.Cols) * float64(l.x.Rows+weightWork)
	n := left
	if room := budget / each; room < float64(left) {
		n = min(left, (int(room)/sliver+1)*sliver)
	}
	r.columns(*l.f, *l.y, *l.x, r.column, r.column+n)
	r.column += n
	if r.column == l.y.Cols {
		r.pass.probe(l.site, l.layer, *l.y)
		r.at, r.column = r.at+1, 0
	}
	r.spent += float64(each * float64(n))
	return each * float64(n)
}

// sliver is how many columns of a product are done at least. Whatever kernel
// computes a column of the whole computes it in multiples of so many too.
const sliver = 64

// columns computes the columns lo to hi of y = f(x), hi excluded.
func (r *Run) columns(f Linear, y, x tensor.Matrix, lo, hi int) {
	if lo == 0 && hi == y.Cols {
		f.forward(y, x)
		return
	}
	part := f.slice(lo, hi)
	if y.Rows == 1 {
		part.forward(tensor.Of(1, hi-lo, y.Data[lo:hi]), x)
		return
	}
	fit(&r.pass.part, y.Rows, hi-lo)
	part.forward(r.pass.part, x)
	for i := range y.Rows {
		copy(y.Row(i)[lo:hi], r.pass.part.Row(i))
	}
}

// slice returns what gives the outputs lo to hi.
func (f Linear) slice(lo, hi int) (part Linear) {
	part.whole = f.whole
	switch {
	case f.Int8.Rows > 0:
		part.Int8 = f.Int8.Slice(lo, hi)
	case f.Stored.Rows > 0:
		part.Stored = f.Stored.Slice(lo, hi)
	default:
		part.Weight = f.Weight.Slice(lo, hi)
	}
	if f.Bias != nil {
		part.Bias = f.Bias[lo:hi]
	}
	return part
}

// end goes on to the tokens that are left, or ends.
func (r *Run) end() {
	r.over = len(r.rest) == 0
	if d := r.decoder; d != nil {
		d.pass.cache.n += r.pass.Length
		d.feed(r)
	}
}
