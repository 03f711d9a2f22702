package gpt

import "logitarium/core/tensor"

// A script is the forward pass of a model, written down line by line in the
// order in which it is run. A [Run] goes through it in steps, and stops where
// its budget ends, in the middle of a product if need be. A pass keeps its
// script: it is written once, and running it allocates nothing.
//
// The methods that write a line return where its result will be. Matrices are
// named by address, since their sizes change from run to run.
type script struct {
	model  *Model
	pass   *Pass
	config Config
	blocks *Block // the first one of the model
	asked  Predict
	head   Linear

	lines []line
}

// A line is a product, or, between two products, anything that takes little.
type line struct {
	do func() // nil for a product

	f     *Linear
	y, x  *tensor.Matrix // [N, out], [N, in]
	site  Site           // of y
	layer int
}

// inside is the site of what no probe sees.
const inside Site = -1

// write makes the script that of a model and a pass, if it is another one's.
func (s *script) write(m *Model, p *Pass) {
	s.head = m.head()
	if s.model == m && s.pass == p && s.config == m.Config && s.blocks == &m.Blocks[0] && s.asked == p.Predict {
		return
	}
	*s = script{model: m, pass: p, config: m.Config, blocks: &m.Blocks[0], asked: p.Predict, head: s.head, lines: s.lines[:0]}
	s.forward()
}

func (s *script) do(f func()) { s.lines = append(s.lines, line{do: f}) }

// multiply is y = f(x).
func (s *script) multiply(site Site, l int, f *Linear, y, x *tensor.Matrix) {
	s.lines = append(s.lines, line{f: f, y: y, x: x, site: site, layer: l})
}

// add is sum = x + y.
func (s *script) add(site Site, l int, sum, x, y *tensor.Matrix) *tensor.Matrix {
	p := s.pass
	s.do(func() {
		tensor.Add(sum.Data, x.Data, y.Data)
		p.probe(site, l, *sum)
	})
	return sum
}

// norm is y = n(x), normalised row by row.
func (s *script) norm(site Site, l int, n *Norm, y *Normed, x *tensor.Matrix) *tensor.Matrix {
	p, epsilon := s.pass, s.config.Epsilon
	s.do(func() {
		n.Forward(y, *x, epsilon)
		p.probe(site, l, y.Out)
	})
	return &y.Out
}

// activate applies the activation of the MLP, and its gate.
func (s *script) activate(l int, y *Layer) {
	p, f, gated := s.pass, s.config.Activation, s.config.Parts.Gated
	s.do(func() {
		f.Forward(y.Activated.Data, y.Hidden.Data)
		if gated {
			for i, v := range y.Gated.Data {
				y.Activated.Data[i] *= v
			}
		}
		p.probe(Activated, l, y.Activated)
	})
}

// keep makes x known by another name.
func (s *script) keep(name, x *tensor.Matrix) { s.do(func() { *name = *x }) }
