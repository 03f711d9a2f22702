package gpt

import "logitarium/core/tensor"

// A Run is a pass taken in steps, for those who can't wait for all of a large
// model at once. When Step returns false, the pass holds to the bit what
// [Model.Forward] would have left there. The model must not change meanwhile.
type Run struct {
	model   *Model
	pass    *Pass
	decoder *Decoder // whose tokens are read; nil otherwise
	rest    []int    // tokens of passes to come

	stage   stage
	layer   int
	stream  tensor.Matrix // [N, d]
	product product       // under way
	column  int           // of its result: those before are done

	spent, all float64 // see [Config.Work]
}

// stage is what is due when the product under way is done.
type stage int

const (
	toQKV stage = iota
	toOut
	toUp
	toDown
	toNext // block
	toHead
	toEnd
	over
)

// product is y = x·Weightᵀ + Bias, still to be computed.
type product struct {
	f    Linear
	y, x tensor.Matrix // [N, out], [N, in]
}

const (
	stepWork   = 1 << 28 // of a step: some milliseconds on one core of 2020 or so
	weightWork = 8       // reading a weight from memory takes as long as so many multiplications
)

// Work is about what a pass over n positions costs, in multiplications: of
// each parameter with each position, and some for reading it from memory.
func (c Config) Work(n int) float64 {
	return float64(c.Counts().Total()) * float64(n+weightWork)
}

// Begin starts what [Model.Forward] does, and panics as it does.
func (m *Model) Begin(p *Pass, tokens []int, length int) *Run {
	r := &Run{all: m.Config.Work(len(tokens))}
	r.begin(m, p, tokens, length)
	return r
}

func (r *Run) begin(m *Model, p *Pass, tokens []int, length int) {
	p.start(m.Config, tokens, length)
	r.model, r.pass, r.stage, r.layer, r.product = m, p, toQKV, 0, product{}
	r.stream = m.embed(p) // [N, d]
}

// Step goes on for some milliseconds, and says whether anything is left.
func (r *Run) Step() bool {
	r.advance(stepWork)
	return r.stage != over
}

// Work is what the whole run costs, as [Config.Work] counts.
func (r *Run) Work() float64 { return r.all }

// Share is how much of it is done, from 0 to 1.
func (r *Run) Share() float64 {
	if r.stage == over {
		return 1
	}
	return min(r.spent/r.all, 1)
}

// Logits is what the pass predicts, as its Predict asks for, when all is done.
func (r *Run) Logits() tensor.Matrix { return r.pass.Logits }

// advance spends a budget, or a little more.
func (r *Run) advance(budget float64) {
	for r.stage != over && budget > 0 {
		left := r.product.y.Cols - r.column
		if left == 0 {
			r.next()
			continue
		}
		each := float64(r.product.x.Cols) * float64(r.product.x.Rows+weightWork)
		n := left
		if room := budget / each; room < float64(left) {
			n = min(left, (int(room)/sliver+1)*sliver)
		}
		r.product.columns(r.column, r.column+n)
		r.column += n
		r.spent += each * float64(n)
		budget -= each * float64(n)
	}
}

// sliver is how many columns of a product are done at least. Whatever kernel
// computes a column of the whole computes it in multiples of so many too.
const sliver = 64

// columns computes the columns lo to hi, hi excluded.
func (p product) columns(lo, hi int) {
	if lo == 0 && hi == p.y.Cols {
		p.f.forward(p.y, p.x)
		return
	}
	part := p.f.slice(lo, hi)
	if p.y.Rows == 1 {
		part.forward(tensor.Of(1, hi-lo, p.y.Data[lo:hi]), p.x)
		return
	}
	y := tensor.New(p.y.Rows, hi-lo)
	part.forward(y, p.x)
	for i := range y.Rows {
		copy(p.y.Row(i)[lo:hi], y.Row(i))
	}
}

// slice returns what gives the outputs lo to hi.
func (f Linear) slice(lo, hi int) (part Linear) {
	if f.Int8.Rows > 0 {
		part.Int8 = f.Int8.Slice(lo, hi)
	} else {
		part.Weight = f.Weight.Slice(lo, hi)
	}
	if f.Bias != nil {
		part.Bias = f.Bias[lo:hi]
	}
	return part
}

// multiply makes a product the one under way; stage is what is due then.
func (r *Run) multiply(f Linear, y, x tensor.Matrix, then stage) {
	r.product, r.column, r.stage = product{f, y, x}, 0, then
}

// end goes on to the tokens that are left, or ends.
func (r *Run) end() {
	r.product, r.column, r.stage = product{}, 0, over
	d := r.decoder
	if d == nil {
		return
	}
	d.pass.cache.n += r.pass.Length
	d.feed(r)
}
