package experiment

import (
	"fmt"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Pass is one run of a stack, with what its backward pass needs.
type Pass struct {
	Stack  *Stack
	Place  gpt.NormPlace
	Layers []Layer
	Out    tensor.Matrix // [N, d]

	final  *normed       // if Config.Final
	memory tensor.Matrix // [M, d]

	rows   int           // of positions
	stream tensor.Matrix // [N, d], as far as the pass has come
	next   int           // layer
}

// Layer holds the intermediates of one block. Which of a sublayer's matrices is the
// stream depends on the place of the norm.
type Layer struct {
	In               tensor.Matrix // [N, d]: the stream before the block
	Out              tensor.Matrix // [N, d]: after it
	Self, Cross, MLP *Sublayer     // Cross is nil without cross-attention
}

// Sublayer is one sum of stream and branch, with its norm:
//
//	pre-LN    Sum = x + f(LN(x)), the new stream
//	post-LN   Sum = x + f(x), and the new stream is LN(Sum)
type Sublayer struct {
	Branch tensor.Matrix // [N, d]: what f returned
	Sum    tensor.Matrix // [N, d]

	name string
	norm *normed
	f    branch
}

// branch is f: it keeps what its way back needs.
type branch interface {
	forward(x tensor.Matrix) tensor.Matrix
	// back adds to dx, the gradient of what was given to forward.
	back(dx, dy tensor.Matrix, g *gradients)
}

// Forward runs rows of length positions, one after the other in x [N, d], and
// keeps everything. Memory [M, d], with as many rows, is what cross-attention
// reads; without it, the zero Matrix. It panics if the shapes do not fit.
func (s *Stack) Forward(place gpt.NormPlace, x, memory tensor.Matrix, length int) *Pass {
	p := s.begin(place, x, memory, length)
	for p.forward() {
	}
	return p
}

// begin begins what Forward does.
func (s *Stack) begin(place gpt.NormPlace, x, memory tensor.Matrix, length int) *Pass {
	c := s.Config
	if length < 1 || x.Rows < 1 || x.Rows%length != 0 || x.Cols != c.Width {
		panic(fmt.Sprintf("experiment: x [%d, %d] in rows of %d, the width is %d", x.Rows, x.Cols, length, c.Width))
	}
	rows := x.Rows / length
	if c.Cross && (memory.Rows < rows || memory.Rows%rows != 0 || memory.Cols != c.Width) || !c.Cross && memory.Rows != 0 {
		panic(fmt.Sprintf("experiment: memory [%d, %d] for %d rows of width %d, cross-attention %t", memory.Rows, memory.Cols, rows, c.Width, c.Cross))
	}
	return &Pass{Stack: s, Place: place, Layers: make([]Layer, c.Layers), memory: memory, rows: rows, stream: x}
}

// forward takes the stream through the next block, and after the last one
// through the final norm. It says whether blocks are left.
func (p *Pass) forward() (more bool) {
	c, l, x := p.Stack.Config, p.next, p.stream
	b, y := &p.Stack.Blocks[l], &p.Layers[l]
	name := fmt.Sprintf("%d.", l)
	y.In = x
	self := &attention{name: name + "self", weights: b.Self, heads: c.Heads, rows: p.rows, causal: c.Causal}
	y.Self, x = p.sublayer(name+"self", b.SelfNorm, self, x) // [N, d]
	if c.Cross {
		cross := &attention{name: name + "cross", weights: b.Cross, heads: c.Heads, rows: p.rows, memory: p.memory}
		y.Cross, x = p.sublayer(name+"cross", b.CrossNorm, cross, x) // [N, d]
	}
	inner := &mlp{name: name + "mlp", up: b.Up, down: b.Down, activation: c.Activation}
	y.MLP, x = p.sublayer(name+"mlp", b.MLPNorm, inner, x) // [N, d]
	y.Out = x
	p.stream, p.next = x, l+1
	if p.next < c.Layers {
		return true
	}
	if c.Final {
		p.final = layerNorm(p.Stack.Final, x, c.Epsilon) // [N, d]
		x = p.final.Out
	}
	p.Out = x
	return false
}

// sublayer adds f to the stream x and returns the new stream. This is the line
// that moved from GPT-1 to GPT-2.
func (p *Pass) sublayer(name string, n gpt.Norm, f branch, x tensor.Matrix) (*Sublayer, tensor.Matrix) {
	y := &Sublayer{name: name, f: f, Sum: tensor.New(x.Rows, x.Cols)}
	epsilon := p.Stack.Config.Epsilon
	if p.Place == gpt.PostLN {
		y.Branch = f.forward(x)                       // [N, d]
		tensor.Add(y.Sum.Data, x.Data, y.Branch.Data) // [N, d]
		y.norm = layerNorm(n, y.Sum, epsilon)         // [N, d]
		return y, y.norm.Out
	}
	y.norm = layerNorm(n, x, epsilon)             // [N, d]
	y.Branch = f.forward(y.norm.Out)              // [N, d]
	tensor.Add(y.Sum.Data, x.Data, y.Branch.Data) // [N, d]
	return y, y.Sum
}

// Gradients are those of what is not a weight.
type Gradients struct {
	Streams []tensor.Matrix // [L+1] × [N, d]: of the stream before each layer, and after the last
	Memory  tensor.Matrix   // [M, d]; the zero Matrix without cross-attention
}

// gradients is where a backward pass leaves what it finds on its way.
type gradients struct {
	see     func(name string, grad tensor.Matrix) // may be nil
	memory  tensor.Matrix                         // [M, d], summed over layers
	scratch []float32
}

// Backward computes the gradient of a loss with respect to everything, given
// dOut [N, d], that with respect to Out. It calls see, which may be nil, with
// the gradient of each of the stack's tensors by name, the last layer's first;
// the matrix will be written again. It panics if the shapes differ.
func (p *Pass) Backward(dOut tensor.Matrix, see func(name string, grad tensor.Matrix)) Gradients {
	w := p.beginBack(dOut, see)
	for w.back() {
	}
	return w.gradients()
}

// wayBack is a backward pass, taken block by block.
type wayBack struct {
	pass    *Pass
	found   *gradients
	streams []tensor.Matrix // [L+1] × [N, d]
	left    int             // blocks
}

// beginBack begins what Backward does.
func (p *Pass) beginBack(dOut tensor.Matrix, see func(name string, grad tensor.Matrix)) *wayBack {
	if dOut.Rows != p.Out.Rows || dOut.Cols != p.Out.Cols {
		panic(fmt.Sprintf("experiment: gradient [%d, %d] of an output [%d, %d]", dOut.Rows, dOut.Cols, p.Out.Rows, p.Out.Cols))
	}
	layers := len(p.Layers)
	w := &wayBack{pass: p, found: &gradients{see: see}, streams: make([]tensor.Matrix, layers+1), left: layers}
	if p.memory.Rows > 0 {
		w.found.memory = tensor.New(p.memory.Rows, p.memory.Cols)
	}
	d := dOut.Clone() // [N, d]
	if p.final != nil {
		d = tensor.New(dOut.Rows, dOut.Cols)
		p.final.back("final.norm", d, dOut, w.found) // [N, d]
	}
	w.streams[layers] = d
	return w
}

// back takes the gradient through the next block, the last one first, and says
// whether blocks are left.
func (w *wayBack) back() (more bool) {
	p, l := w.pass, w.left-1
	y := &p.Layers[l]
	d := p.back(y.MLP, w.streams[w.left], w.found) // [N, d]
	if y.Cross != nil {
		d = p.back(y.Cross, d, w.found) // [N, d]
	}
	w.streams[l] = p.back(y.Self, d, w.found) // [N, d]
	w.left = l
	return l > 0
}

// gradients are what was found, when no block is left.
func (w *wayBack) gradients() Gradients { return Gradients{w.streams, w.found.memory} }

// back returns the gradient of a sublayer's input, given d, that of its output.
func (p *Pass) back(y *Sublayer, d tensor.Matrix, g *gradients) tensor.Matrix {
	if p.Place == gpt.PostLN {
		dSum := tensor.New(d.Rows, d.Cols)
		y.norm.back(y.name+".norm", dSum, d, g) // [N, d]
		dx := dSum.Clone()
		y.f.back(dx, dSum, g) // [N, d]
		return dx
	}
	dNormed, dx := tensor.New(d.Rows, d.Cols), d.Clone()
	y.f.back(dNormed, d, g)                     // [N, d]
	y.norm.back(y.name+".norm", dx, dNormed, g) // [N, d]
	return dx
}

// vector shows the gradient of a vector of weights.
func (g *gradients) vector(name string, grad []float32) {
	if g.see != nil {
		g.see(name, tensor.Of(1, len(grad), grad))
	}
}

// room returns a zero matrix in the scratch memory.
func (g *gradients) room(rows, cols int) tensor.Matrix {
	if need := rows * cols; need > len(g.scratch) {
		g.scratch = make([]float32, need)
	}
	m := tensor.Of(rows, cols, g.scratch[:rows*cols])
	clear(m.Data)
	return m
}
