// Package norms trains small networks that differ in their norm only, at small
// and at larger batches, on one device or several.
//
// What they learn is what a larger network of random weights answers: which of
// four classes an input is in. Inputs are random numbers whose features have
// deviations from 0.1 to 10, and a mean of as much.
package norms

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/norm"
)

// What a network gets and gives.
const (
	Inputs  = 8
	Classes = 4
)

// Setting is what a [Race] depends on.
type Setting struct {
	Layers, Width int // hidden ones, and their features
	Batches       []int
	Devices       int  // that share each batch equally
	Alone         bool // BatchNorm of a device's own samples: nothing is exchanged
	Steps         int
	Rate          float64 // of gradient descent
	Seed          uint64
}

// momentum is the weight of a new batch in the running statistics, PyTorch's.
const momentum = 0.1

// Race trains one network for each norm and each size of batch: the same first
// weights, and the same samples in the same order, of which the larger batches
// take more in a step. It is a task that is done in steps; what it holds depends on its
// setting alone.
type Race struct {
	Setting Setting
	Racers  []Racer // by norm, then by batch

	task task
	at   int // racer to go on with
}

// Racer is one of the networks.
type Racer struct {
	Kind   Kind
	Batch  int       // samples a step
	Losses []float64 // nats, of each step's batch before the step; as training sees it

	Forward, Backward norm.Traffic // a step's, of each device

	network *network
}

// NewRace returns a race before its first step. It panics if a batch can't be
// shared among the devices, if BatchNorm were given less than two samples, or
// if the setting can't be trained.
func NewRace(s Setting) *Race {
	if s.Layers < 1 || s.Width < 1 || s.Devices < 1 || s.Steps < 0 || len(s.Batches) == 0 || !(s.Rate >= 0) {
		panic(fmt.Sprintf("norms: a race with %+v", s))
	}
	r := &Race{Setting: s, task: newTask(s.Seed)}
	for k := range kinds {
		for _, b := range s.Batches {
			statistics := b
			if s.Alone {
				statistics = b / s.Devices
			}
			if b%s.Devices != 0 || statistics < 2 {
				panic(fmt.Sprintf("norms: batches of %d on %d devices, each alone %t", b, s.Devices, s.Alone))
			}
			x := Racer{Kind: k, Batch: b, network: newNetwork(k, s.Layers, s.Width, rand.New(rand.NewPCG(s.Seed, 1)))}
			if k == Batch && s.Devices > 1 && !s.Alone {
				x.Forward, x.Backward = norm.SyncTraffic(s.Layers, s.Width)
			}
			r.Racers = append(r.Racers, x)
		}
	}
	return r
}

// Trained returns how many steps all networks have made.
func (r *Race) Trained() int { return len(r.Racers[len(r.Racers)-1].Losses) }

// Step goes on for about a budget in multiplications, if it is above 0 by one
// network's step at least, and says whether anything is left.
func (r *Race) Step(budget float64) (more bool) {
	for budget > 0 && r.Trained() < r.Setting.Steps {
		x := &r.Racers[r.at]
		budget -= x.cost()
		x.train(r.Setting, r.task)
		r.at = (r.at + 1) % len(r.Racers)
	}
	return r.Trained() < r.Setting.Steps
}

// cost of a step: forward and back, and about as much again for the norms.
func (x *Racer) cost() float64 {
	n := 0
	for _, w := range x.network.weights {
		n += len(w)
	}
	return float64(8 * n * x.Batch)
}

// Cost is what all steps take, in multiplications.
func (r *Race) Cost() float64 {
	sum := 0.0
	for i := range r.Racers {
		sum += float64(r.Racers[i].cost() * float64(r.Setting.Steps))
	}
	return sum
}

// Share is how much is done, from 0 to 1.
func (r *Race) Share() float64 {
	if r.Trained() >= r.Setting.Steps {
		return 1
	}
	spent := 0.0
	for i := range r.Racers {
		spent += float64(r.Racers[i].cost() * float64(len(r.Racers[i].Losses)))
	}
	return spent / r.Cost()
}

// Further adds steps.
func (r *Race) Further(steps int) { r.Setting.Steps += steps }

// train makes one step.
func (x *Racer) train(s Setting, t task) {
	inputs, labels := t.samples(trainStream, len(x.Losses)*x.Batch, x.Batch)
	loss, g := x.learn(s, inputs, labels)
	x.network.update(g, s.Rate)
	x.Losses = append(x.Losses, loss)
}

// learn returns a batch's loss and gradient, and takes its statistics into the
// running ones: with devices alone, those of the first, which is the one that
// PyTorch saves.
func (x *Racer) learn(s Setting, inputs []float64, labels []int) (loss float64, g gradient) {
	m, each := ofBatch, x.Batch/s.Devices
	if s.Alone {
		m = ofDevice
	}
	trace := x.network.forward(slices.Collect(slices.Chunk(inputs, each*Inputs)), m)
	dys := make([][]float64, s.Devices)
	for i := range dys {
		part, d, _ := crossEntropy(trace.logits[i], labels[i*each:(i+1)*each], x.Batch)
		loss, dys[i] = loss+part, d
	}
	if x.Kind == Batch {
		for l, o := range trace.normed {
			x.network.running[l], _ = x.network.running[l].Update(o[0], momentum) // of two samples or more
		}
	}
	return loss, x.network.backward(trace, dys, m)
}

// Loss returns the mean loss of the last steps up to one, of at most fifty. It
// is NaN before the first.
func (x *Racer) Loss(steps int) float64 {
	const window = 50
	last := x.Losses[max(0, steps-window):steps]
	sum := 0.0
	for _, v := range last {
		sum += v
	}
	return sum / float64(len(last))
}

// Score is how a network does on samples that it was not trained on.
type Score struct {
	Loss  float64 // nats
	Right float64 // share of the samples
}

// TestSamples is how many samples a [Racer] is examined on: whole batches of up
// to 512.
const TestSamples = 512

// Exam is how a network does on test samples so far, of which some are added at a
// time: in evaluation, and as it would if it were still training. What lies between
// is BatchNorm's jump; for the others both are the same. The zero value is before
// the first sample.
type Exam struct {
	Evaluation Score // BatchNorm takes its running statistics
	Training   Score // each batch is still normalised by its own, as in training

	at int // test samples before it are counted
}

// Examine goes on with the exam of a network by about so many samples, a batch at
// least, and says whether any are left. In parts it comes to what it does at once.
func (r *Race) Examine(e *Exam, x *Racer, samples int) (more bool) {
	count := TestSamples / x.Batch * x.Batch
	n := min(max(samples/x.Batch, 1)*x.Batch, count-e.at)
	inputs, labels := r.task.samples(testStream, e.at, n)
	add := func(s *Score, m mode) {
		for at := 0; at < n; at += x.Batch {
			t := x.network.forward([][]float64{inputs[at*Inputs : (at+x.Batch)*Inputs]}, m)
			loss, _, right := crossEntropy(t.logits[0], labels[at:at+x.Batch], count)
			s.Loss += loss
			s.Right += float64(right) / float64(count)
		}
	}
	add(&e.Evaluation, fromPast)
	add(&e.Training, ofBatch)
	e.at += n
	return e.at < count
}

// Clone returns a race at the same point that goes on by itself.
func (r *Race) Clone() *Race {
	c := *r
	c.Racers = slices.Clone(r.Racers)
	for i := range c.Racers {
		x := &c.Racers[i]
		n := *x.network
		n.weights, n.affine, n.running = slices.Clone(n.weights), slices.Clone(n.affine), slices.Clone(n.running)
		for l := range n.weights {
			n.weights[l] = slices.Clone(n.weights[l])
		}
		for l, a := range n.affine {
			n.affine[l] = norm.Affine{Gain: slices.Clone(a.Gain), Bias: slices.Clone(a.Bias)}
		}
		x.network, x.Losses = &n, slices.Clone(x.Losses)
	}
	return &c
}

// task is what is to be learnt.
type task struct {
	seed    uint64
	teacher *network
	middle  []float64 // [Classes]: of the teacher's logits, so that no class is rare
}

// The streams of random numbers that a seed is split into.
const (
	taskStream  = 2
	trainStream = 1 << 32 // and one per sample after it
	testStream  = 2 << 32
)

func newTask(seed uint64) task {
	t := task{seed, newNetwork(RMS, 1, 32, rand.New(rand.NewPCG(seed, taskStream))), make([]float64, Classes)}
	const sample = 256
	x := t.draw(taskStream+1, 0, sample)
	for i, v := range t.teacher.forward([][]float64{x}, ofBatch).logits[0] {
		t.middle[i%Classes] += float64(v / sample)
	}
	return t
}

// draw returns inputs, [count, Inputs].
func (t task) draw(stream uint64, from, count int) []float64 {
	x := make([]float64, 0, count*Inputs)
	for i := range count {
		rng := rand.New(rand.NewPCG(t.seed, stream+uint64(from+i)))
		for range Inputs {
			x = append(x, rng.NormFloat64())
		}
	}
	return x
}

// samples returns what a network sees, [count, Inputs], and the classes.
func (t task) samples(stream uint64, from, count int) (inputs []float64, labels []int) {
	inputs = t.draw(stream, from, count)
	logits := t.teacher.forward([][]float64{inputs}, ofBatch).logits[0]
	for s := range count {
		best := 0
		for c := range Classes {
			if at := s * Classes; logits[at+c]-t.middle[c] > logits[at+best]-t.middle[best] {
				best = c
			}
		}
		labels = append(labels, best)
	}
	for i := range inputs {
		scale := single(elementary.Pow(10, 2*float64(i%Inputs)/(Inputs-1)-1)) // 0.1 to 10
		inputs[i] = scale * (1 + inputs[i])
	}
	return inputs, labels
}
