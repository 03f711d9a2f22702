package encoder

import (
	"math"

	"logitarium/core/tensor"
)

// A trainer holds what a training needs beside the weights.
type trainer struct {
	weights       *weights
	first, second *weights // Adam's moments
	steps         int
	grads         [shards]*weights
}

// shards is into how many parts a batch is split: two for each side. It does
// not depend on the machine, nor does the order in which the parts are summed,
// so the result is the same to the last bit however many threads there are.
const shards = 2 * sides

func newTrainer(w *weights) *trainer {
	t := &trainer{weights: w, first: zeros(w.Shape), second: zeros(w.Shape)}
	for i := range t.grads {
		t.grads[i] = zeros(w.Shape)
	}
	return t
}

// A batch is n questions and their passages as tokens. Passage j must not
// count as wrong for question i where also[i*n+j]: it answers it too.
type batch struct {
	texts [sides][][]int
	also  []bool
}

// shard returns the side of a part and its texts.
func (b batch) shard(i int) (side Side, texts [][]int) {
	side = Side(i % sides)
	n := len(b.texts[side])
	part, parts := i/sides, shards/sides
	return side, b.texts[side][n*part/parts : n*(part+1)/parts]
}

// gradient returns the loss of a batch and its gradient, which the next call
// overwrites. The loss is the mean over the questions of −ln of the share that
// the right passage has in a softmax over all passages of the batch, of the
// cosines over temperature (DPR, Karpukhin et al. 2020, equation 2).
func (t *trainer) gradient(b batch, temperature float64) (loss float64, grad *weights) {
	n := len(b.texts[Question])
	var passes [shards]*pass
	tensor.Parallel(shards, func(i int) {
		side, texts := b.shard(i)
		passes[i] = t.weights.forward(side, texts)
	})
	var vectors, d [sides]tensor.Matrix // [n, D]
	for i, p := range passes {
		side := i % sides
		vectors[side].Data = append(vectors[side].Data, p.vector.Data...)
	}
	for side := range vectors {
		vectors[side] = tensor.Of(n, t.weights.Out, vectors[side].Data)
		d[side] = tensor.New(n, t.weights.Out)
	}
	scores := tensor.New(n, n)
	tensor.MulBT(scores, vectors[Question], vectors[Passage]) // [n, n]
	loss = contrast(scores, b.also, float32(1/temperature))
	tensor.Mul(d[Question], scores, vectors[Passage])      // [n, D]
	tensor.MulATAdd(d[Passage], scores, vectors[Question]) // [n, D]

	tensor.Parallel(shards, func(i int) {
		for _, g := range t.grads[i].all() {
			clear(g.Data)
		}
		side, texts := b.shard(i)
		lo := 0
		if i >= sides {
			lo = n - len(texts)
		}
		t.weights.backward(passes[i], d[side].Slice(lo, lo+len(texts)), t.grads[i])
	})
	sum := t.grads[0].all()
	for _, g := range t.grads[1:] {
		for k, part := range g.all() {
			tensor.Axpy(sum[k].Data, 1, part.Data)
		}
	}
	return loss, t.grads[0]
}

// contrast turns cosines [n, n], of which the right ones are on the diagonal,
// into the gradient of the loss with respect to them, and returns the loss.
func contrast(scores tensor.Matrix, also []bool, scale float32) (loss float64) {
	n := scores.Rows
	tensor.Scale(scores.Data, scale)
	for i := range n {
		row := scores.Row(i)
		for j := range row {
			if j != i && also[i*n+j] {
				row[j] = float32(math.Inf(-1))
			}
		}
		right := row[i]
		loss += float64(tensor.Softmax(row, row) - right)
		row[i]--
	}
	tensor.Scale(scores.Data, scale/float32(n))
	return loss / float64(n)
}

// update makes one step of Adam (Kingma and Ba 2015, algorithm 1).
func (t *trainer) update(grad *weights, rate float64) {
	const beta1, beta2, epsilon = 0.9, 0.98, 1e-8
	t.steps++
	step := float32(rate / (1 - math.Pow(beta1, float64(t.steps))))
	spread := float32(1 / (1 - math.Pow(beta2, float64(t.steps))))
	all, grads, firsts, seconds := t.weights.all(), grad.all(), t.first.all(), t.second.all()
	tensor.Parallel(len(all), func(k int) {
		p, m, v := all[k].Data, firsts[k].Data, seconds[k].Data
		for i, g := range grads[k].Data {
			m[i] = float32(beta1*m[i]) + float32((1-beta1)*g)
			v[i] = float32(beta2*v[i]) + float32((1-beta2)*g*g)
			p[i] -= step * m[i] / (float32(math.Sqrt(float64(v[i]*spread))) + epsilon)
		}
	})
}
