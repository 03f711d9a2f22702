package knowledge

import (
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Clone returns a course at the same point that goes on by itself.
func (c *Course) Clone() *Course {
	n := *c
	n.Tuning = c.Tuning.Clone()
	n.Losses, n.Points = slices.Clone(c.Losses), slices.Clone(c.Points)
	n.belief = nil // of one course alone, and begun again
	if c.look != nil {
		n.look = c.look.Clone()
		n.look.model = n.Tuning.model
	}
	return &n
}

// Clone returns a sitting at the same question, of the same model. What is being
// asked it asks from the beginning.
func (s *Sitting) Clone() *Sitting {
	n := *s
	n.asked = together{} // of one sitting alone
	n.answers, n.said = slices.Clone(s.answers), slices.Clone(s.said)
	n.scores = make([][]Score, len(s.scores))
	for k, row := range s.scores {
		n.scores[k] = slices.Clone(row)
	}
	return &n
}

// Clone returns a tuning at the same point that goes on by itself, on a copy
// of the tuned model. They share the exam. Rows that are being read are read to
// their end first, and a change that is being worked out is.
func (t *Tuning) Clone() *Tuning {
	if t.change != nil {
		t.change.Compute(math.Inf(1))
	}
	tensor.Parallel(len(t.under), func(i int) { t.under[i].gradient.Advance(math.Inf(1)) })
	n := *t
	n.model = t.model.Clone()
	n.passes = [2]gpt.Pass{} // scratch
	for i, g := range t.grads {
		if t.rows > 0 || len(t.under) > 0 {
			n.grads[i] = g.Clone()
		} else { // between batches there is no gradient
			n.grads[i] = gpt.Zeros(g.Config)
		}
	}
	if t.lora != nil {
		n.lora = t.lora.on(n.model)
		n.adam = make([]adam, len(t.adam))
		for i, a := range t.adam {
			n.adam[i] = adam{a.steps, slices.Clone(a.first), slices.Clone(a.second)}
		}
	} else {
		n.moments = t.moments.Clone()
	}
	if t.change != nil {
		n.change = t.change.On(n.model.Tensors(), n.grads[0].Tensors(), n.moments.First.Tensors(), n.moments.Second.Tensors())
	}
	src := *t.src
	n.src, n.rng = &src, rand.New(&src)
	n.texts = slices.Clone(t.texts) // they are shuffled
	return &n
}

// on returns a copy that changes another copy of the same model.
func (l *LoRA) on(m *gpt.Model) *LoRA {
	n := *l
	n.Pairs = slices.Clone(l.Pairs)
	tensors := m.Tensors()
	tensor.Parallel(len(n.Pairs), func(i int) {
		p := &n.Pairs[i]
		p.A, p.B, p.weight = p.A.Clone(), p.B.Clone(), tensors[p.index].Matrix
	})
	return &n
}
