package gpt

import (
	"runtime"

	"logitarium/core/tensor"
)

// A Move is a step of AdamW in parts, for those who can't wait for all of it.
// Compute works it out in the place of the gradient, and Commit makes it: until
// then the parameters stay as they are. It comes to the bit to what [AdamW.Move]
// does.
type Move struct {
	settings               AdamW
	p, grad, first, second []Tensor
	rate                   float64
	shrink, size, spread   float32
	at, from               int // the tensor that is next, and the number in it
}

// BeginMove begins what [AdamW.Move] does.
func (a AdamW) BeginMove(p, grad, first, second []Tensor, step int, rate, shrink float64) *Move {
	size, spread := a.factors(step, rate)
	return &Move{settings: a, p: p, grad: grad, first: first, second: second, rate: rate,
		shrink: float32(shrink), size: float32(size), spread: float32(spread)}
}

// BeginUpdate begins what [AdamW.Update] does, and returns the norm as it does.
func (a AdamW) BeginUpdate(m, grad *Model, s *Moments, rate float64) (move *Move, norm float64) {
	norm, shrink := a.measure(m, grad, s)
	if shrink == 0 {
		return &Move{}, norm
	}
	return a.BeginMove(m.tensors, grad.tensors, s.First.tensors, s.Second.tensors, s.Steps, rate, shrink), norm
}

// What the change of a weight takes, in multiplications, and its commitment.
const (
	updateWork = 90
	commitWork = 4
)

// pieceLength is how many weights are changed on one thread at a time.
const pieceLength = 1 << 13

// Compute spends about a budget on each thread, in the unit of [Run.Step]. It
// returns what is left of it: 0 or less, unless all is worked out.
func (m *Move) Compute(budget float64) (left float64) {
	for budget > 0 && !m.Computed() {
		pieces := m.next(runtime.GOMAXPROCS(0))
		tensor.Parallel(len(pieces), func(i int) { m.compute(pieces[i]) })
		budget -= updateWork * pieceLength
	}
	return budget
}

// stretch is a part of a tensor, to excluded.
type stretch struct{ tensor, from, to int }

// next takes the next count pieces.
func (m *Move) next(count int) (pieces []stretch) {
	for len(pieces) < count && !m.Computed() {
		end := min(m.from+pieceLength, len(m.p[m.at].Data))
		pieces = append(pieces, stretch{m.at, m.from, end})
		if m.from = end; end == len(m.p[m.at].Data) {
			m.at, m.from = m.at+1, 0
		}
	}
	return pieces
}

func (m *Move) compute(s stretch) {
	p, grad := m.p[s.tensor], m.grad[s.tensor].Data[s.from:s.to]
	m.settings.update(grad, p.Data[s.from:s.to], grad, m.first[s.tensor].Data[s.from:s.to], m.second[s.tensor].Data[s.from:s.to],
		m.shrink, m.settings.keep(p, m.rate), m.size, m.spread)
}

// Computed says whether all is worked out.
func (m *Move) Computed() bool { return m.at == len(m.p) }

// Commit makes the step, when all is worked out.
func (m *Move) Commit() {
	for i, t := range m.p {
		copy(t.Data, m.grad[i].Data)
	}
}

// On returns the move at the same point on copies of what it works on.
func (m *Move) On(p, grad, first, second []Tensor) *Move {
	n := *m
	if len(m.p) > 0 {
		n.p, n.grad, n.first, n.second = p, grad, first, second
	}
	return &n
}
