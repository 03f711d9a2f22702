package gpt

import (
	"logitarium/core/family"
	"logitarium/viz"
)

// matrix is one of a block, with so many rows and columns of numbers.
type matrix struct {
	name       viz.Safe
	part       string // of the ledger
	rows, cols int
}

// matrices lists those of a block; of experts one has them all.
func (p *poster) matrices(s family.Shape) []matrix {
	q, kv := s.Heads*s.HeadWidth, s.KVHeads*s.HeadWidth
	all := []matrix{
		{p.say("queries"), "attention", s.Width, q}, {p.say("keys"), "attention", s.Width, kv},
		{p.say("values"), "attention", s.Width, kv}, {p.say("output"), "attention", q, s.Width},
	}
	if s.Gated {
		all = append(all, matrix{p.say("MLP gate"), "MLP", s.Width, s.Inner})
	}
	return append(all, matrix{p.say("MLP up"), "MLP", s.Width, s.Inner}, matrix{p.say("MLP down"), "MLP", s.Inner, s.Width})
}

// The rows of the picture of a block: its title above, and below a name and the
// shape of each matrix.
const (
	shapesAround = 3
	shapesMin    = 2
)

// shapes draws the matrices of a block to one scale, as many rows high as there
// is room for: the area of each is its share of the block.
func (p *poster) shapes(m family.Model) {
	s := *m.Shape
	all := p.matrices(s)
	high := 0 // in numbers; each matrix lies on its longer side
	for i, x := range all {
		if x.rows > x.cols {
			all[i].rows, all[i].cols = x.cols, x.rows
		}
		high = max(high, all[i].rows)
	}
	rows := p.room() - shapesAround - 1
	for ; rows >= shapesMin && p.across(all, high, rows) > p.g.W; rows-- {
	}
	if rows < shapesMin {
		return
	}
	title := p.say("A block's matrices, to scale: %s of its %s parameters; biases and norms are too thin to see",
		grouped(weightsOf(all, 1)), grouped(s.Block()))
	if s.Experts > 0 {
		title = p.say("A block's matrices, to scale, one of %d experts: in all %s of its %s parameters",
			s.Experts, grouped(weightsOf(all, s.Experts)), grouped(s.Block()))
	}
	p.line(p.t.Strong, title)
	x := 0
	for _, m := range all {
		w, h := m.cells(high, rows)
		fill, st := ink(p.t, m.part)
		p.g.Fill(x, p.y, w, h, fill, st)
		p.g.Text(x, p.y+rows, p.t.Show(m.name), p.t.Text)
		p.g.Text(x, p.y+rows+1, p.t.Show(m.shape()), p.t.Faint)
		x += p.across([]matrix{m}, high, rows)
	}
	p.y += rows + 2
}

// shape is what stands below a matrix.
func (m matrix) shape() viz.Safe { return viz.Cleanf("%d×%d", m.rows, m.cols) }

// cells is the size of a matrix where so many numbers are so many rows high. Two
// cells lie beside each other in a square one cell high.
func (m matrix) cells(numbers, rows int) (w, h int) {
	scale := float64(rows) / float64(numbers)
	return max(int(float64(float64(2*m.cols)*scale)+0.5), 1), max(int(float64(float64(m.rows)*scale)+0.5), 1)
}

// across is how wide matrices are beside each other, with what stands below them.
func (p *poster) across(all []matrix, numbers, rows int) int {
	const gap = 2
	x := 0
	for _, m := range all {
		w, _ := m.cells(numbers, rows)
		x += max(w, p.t.Show(m.name).Width(), p.t.Show(m.shape()).Width()) + gap
	}
	return x
}

// weightsOf counts the numbers of matrices, those of an MLP so many times.
func weightsOf(all []matrix, experts int) int {
	n := 0
	for _, m := range all {
		if m.part == "MLP" {
			n += experts * m.rows * m.cols
		} else {
			n += m.rows * m.cols
		}
	}
	return n
}
