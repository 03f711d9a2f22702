package norms

import (
	"fmt"
	"math"
	"math/rand/v2"

	"logitarium/core/elementary"
	"logitarium/core/norm"
)

// Kind is the norm of a network.
type Kind int

// The norms that race.
const (
	Layer Kind = iota
	Batch
	RMS
	kinds
)

// String returns a short name.
func (k Kind) String() string {
	if k < 0 || k >= kinds {
		return fmt.Sprintf("norm %d", int(k))
	}
	return [...]string{"LayerNorm", "BatchNorm", "RMSNorm"}[k]
}

// epsilon is added to variances, as PyTorch does by default.
const epsilon = 1e-5

// network is a classifier: layers of a matrix, a norm and a ReLU, and a matrix
// to the classes. The norm's bias is the only one.
type network struct {
	kind    Kind
	weights [][]float64 // [layers+1]: [out, in], row by row
	affine  []norm.Affine
	width   []int          // [layers+2]: of the input, of what each matrix gives
	running []norm.Running // with BatchNorm
}

// newNetwork draws weights from N(0, 2/in) (He et al. 2015, eq. 10).
func newNetwork(k Kind, layers, width int, rng *rand.Rand) *network {
	n := &network{kind: k, width: []int{Inputs}}
	for range layers {
		n.width = append(n.width, width)
		a := norm.Affine{Gain: make([]float64, width), Bias: make([]float64, width)}
		for i := range a.Gain {
			a.Gain[i] = 1
		}
		n.affine = append(n.affine, a)
		n.running = append(n.running, norm.NewRunning(width))
	}
	n.width = append(n.width, Classes)
	for l := range layers + 1 {
		w := make([]float64, n.width[l]*n.width[l+1])
		for i := range w {
			w[i] = rng.NormFloat64() * math.Sqrt(2/float64(n.width[l]))
		}
		n.weights = append(n.weights, w)
	}
	return n
}

// mode says whose statistics BatchNorm takes.
type mode int

const (
	ofBatch  mode = iota // of all devices' samples together
	ofDevice             // each of its own samples
	fromPast             // those of training
)

// trace is what one pass keeps, by layer and device.
type trace struct {
	in     [][][]float64   // [layers+1][devices]: what the matrix gets
	normed [][]norm.Output // [layers][devices]
	logits [][]float64     // [devices]
}

// forward runs samples that lie on devices.
func (n *network) forward(xs [][]float64, m mode) trace {
	var t trace
	for l := range n.affine {
		t.in = append(t.in, xs)
		normed := n.normalise(l, products(n.weights[l], xs, n.width[l]), m)
		t.normed = append(t.normed, normed)
		xs = make([][]float64, len(normed))
		for i, o := range normed {
			xs[i] = make([]float64, len(o.Y))
			for j, v := range o.Y {
				xs[i][j] = max(v, 0)
			}
		}
	}
	t.in = append(t.in, xs)
	t.logits = products(n.weights[len(n.affine)], xs, n.width[len(n.affine)])
	return t
}

func (n *network) normalise(l int, zs [][]float64, m mode) []norm.Output {
	width := n.width[l+1]
	if n.kind == Batch && m == ofBatch {
		return norm.Synchronised(zs, width, 1, n.affine[l], epsilon)
	}
	all := make([]norm.Output, len(zs))
	for i, z := range zs {
		shape := norm.Matrix(len(z)/width, width)
		switch {
		case n.kind == Layer:
			all[i] = norm.Layer(z, shape, n.affine[l], epsilon)
		case n.kind == RMS:
			all[i] = norm.RMS(z, shape, n.affine[l], epsilon)
		case m == fromPast:
			all[i] = norm.Frozen(z, shape, n.running[l], n.affine[l], epsilon)
		default:
			all[i] = norm.Batch(z, shape, nil, n.affine[l], epsilon)
		}
	}
	return all
}

// gradient is that of all weights, in the network's shapes.
type gradient struct {
	weights    [][]float64
	gain, bias [][]float64
}

// backward returns the gradient of a loss, given that of the logits on each
// device.
func (n *network) backward(t trace, dys [][]float64, m mode) gradient {
	layers := len(n.affine)
	g := gradient{make([][]float64, layers+1), make([][]float64, layers), make([][]float64, layers)}
	for l := layers; l >= 0; l-- {
		g.weights[l] = make([]float64, len(n.weights[l]))
		dxs := productsBack(g.weights[l], n.weights[l], t.in[l], dys, n.width[l])
		if l == 0 {
			return g
		}
		for i, o := range t.normed[l-1] {
			for j, v := range o.Y {
				if v <= 0 {
					dxs[i][j] = 0
				}
			}
		}
		g.gain[l-1], g.bias[l-1] = make([]float64, n.width[l]), make([]float64, n.width[l])
		dys = nil
		for _, d := range n.normaliseBack(t.normed[l-1], dxs, m) {
			for c := range d.Gain {
				g.gain[l-1][c] += d.Gain[c]
				g.bias[l-1][c] += d.Bias[c]
			}
			dys = append(dys, d.X)
		}
	}
	return g
}

func (n *network) normaliseBack(outputs []norm.Output, dys [][]float64, m mode) []norm.Gradient {
	if n.kind == Batch && m == ofBatch {
		return norm.BackSynchronised(outputs, dys)
	}
	all := make([]norm.Gradient, len(outputs))
	for i, o := range outputs {
		all[i] = o.Back(dys[i])
	}
	return all
}

// update makes one step of gradient descent.
func (n *network) update(g gradient, rate float64) {
	descend := func(w, d []float64) {
		for i := range w {
			w[i] -= float64(rate * d[i])
		}
	}
	for l := range n.weights {
		descend(n.weights[l], g.weights[l])
	}
	for l, a := range n.affine {
		descend(a.Gain, g.gain[l])
		descend(a.Bias, g.bias[l])
	}
}

// products returns x·wᵀ of each device's samples: [samples, in] → [samples, out].
func products(w []float64, xs [][]float64, in int) [][]float64 {
	out, ys := len(w)/in, make([][]float64, len(xs))
	for i, x := range xs {
		ys[i] = make([]float64, len(x)/in*out)
		for s := range len(x) / in {
			for o := range out {
				sum := 0.0
				for k, v := range x[s*in : (s+1)*in] {
					sum += float64(v * w[o*in+k])
				}
				ys[i][s*out+o] = sum
			}
		}
	}
	return ys
}

// productsBack returns the gradients of the samples, and adds that of w.
func productsBack(dw, w []float64, xs, dys [][]float64, in int) [][]float64 {
	out, dxs := len(w)/in, make([][]float64, len(xs))
	for i, x := range xs {
		dxs[i] = make([]float64, len(x))
		for s := range len(x) / in {
			for o := range out {
				d := dys[i][s*out+o]
				for k := range in {
					dw[o*in+k] += float64(d * x[s*in+k])
					dxs[i][s*in+k] += float64(d * w[o*in+k])
				}
			}
		}
	}
	return dxs
}

// single rounds to 24 bits. Go's functions differ in a last bit from processor
// to processor, and a training that starts from another bit ends elsewhere.
func single(v float64) float64 { return float64(float32(v)) }

// crossEntropy returns the mean loss of logits [samples, classes] in nats, its
// gradient divided by the given number of samples, and how many are right.
func crossEntropy(logits []float64, labels []int, samples int) (loss float64, d []float64, right int) {
	d = make([]float64, len(logits))
	for s, label := range labels {
		row, best, sum, exact := logits[s*Classes:(s+1)*Classes], 0, 0.0, 0.0
		for c, v := range row {
			if v > row[best] {
				best = c
			}
		}
		for c, v := range row {
			e := elementary.Exp(v - row[best])
			d[s*Classes+c] = single(e)
			sum += d[s*Classes+c]
			exact += e
		}
		for c := range row {
			d[s*Classes+c] /= sum * float64(samples)
		}
		d[s*Classes+label] -= 1 / float64(samples)
		loss += row[best] + elementary.Log(exact) - row[label]
		if best == label {
			right++
		}
	}
	return loss / float64(samples), d, right
}
