package gpt

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// counting is a batch whose rows count upwards from different starts.
func counting(rows, length, vocab int) Batch {
	b := Batch{Length: length}
	for r := range rows {
		for i := range length {
			b.Tokens = append(b.Tokens, (3*r+i)%vocab)
			b.Targets = append(b.Targets, (3*r+i+1)%vocab)
		}
	}
	return b
}

func trainLosses(seed uint64, steps int) (losses []float64, m *Model) {
	m = New(small, rand.New(rand.NewPCG(seed, 0)))
	t := NewTrainer(m, Recipe())
	schedule := Schedule{Peak: 3e-2, Warmup: 3, Steps: steps, Floor: 0.05}
	for i := range steps {
		loss, _ := t.Step(counting(6, 9, small.Vocab), schedule.Rate(i))
		losses = append(losses, loss)
	}
	return losses, m
}

func TestLossesOfASeed(t *testing.T) {
	want := []float64{2.4259, 2.3804, 2.3129, 2.2408, 2.1316, 1.9784, 1.8303, 1.7335, 1.6843, 1.6528}
	got, _ := trainLosses(7, len(want))
	for i := range want {
		// Assembly and plain Go round differently, and steps add that up.
		if math.Abs(got[i]-want[i]) > 2e-3 {
			t.Fatalf("step %d: loss %.4f, want %.4f", i, got[i], want[i])
		}
	}
}

func TestOneBatchIsLearntByHeart(t *testing.T) {
	if losses, _ := trainLosses(7, 120); losses[119] > 0.02 {
		t.Errorf("loss %.4f after %d steps", losses[119], len(losses))
	}
}

func TestThreadsDoNotMatter(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	oneLosses, one := trainLosses(9, 5)
	runtime.GOMAXPROCS(5)
	fiveLosses, five := trainLosses(9, 5)
	if !slices.Equal(oneLosses, fiveLosses) {
		t.Errorf("losses %v with one thread, %v with five", oneLosses, fiveLosses)
	}
	for i, x := range one.Tensors() {
		if !slices.Equal(x.Data, five.Tensors()[i].Data) {
			t.Errorf("%s differs", x.Name)
		}
	}
}

// The shards together give what one pass over the batch gives, whatever the
// number of rows, and missing targets count for nothing.
func TestGradientOfABatch(t *testing.T) {
	for _, rows := range []int{1, 2, 3, 4, 7} {
		b := counting(rows, 5, small.Vocab)
		b.Targets[0], b.Targets[len(b.Targets)-2] = NoTarget, NoTarget
		m := wild(small, rand.New(rand.NewPCG(3, 3)))
		loss, grad := NewTrainer(m, Recipe()).Gradient(b)
		checkNear(t, "loss", loss, newOracle(m).loss(b.Tokens, b.Targets, 5), 1e-5, 1e-5)
		want := gradient(m, b.Tokens, b.Targets, 5)
		for i, x := range grad.Tensors() {
			checkVectors(t, x.Name, toVectors(x.Matrix), toVectors(want.Tensors()[i].Matrix), 1e-4, 1e-5)
		}
	}
}

// AdamW in float64, straight from the formulas.
func TestAdamWAgainstFormulas(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	m, grad := wild(small, rng), wild(small, rng)
	a := AdamW{Beta1: 0.9, Beta2: 0.95, Epsilon: 1e-3, Decay: 0.2, Clip: 2}
	s := Moments{First: Zeros(small), Second: Zeros(small)}
	want := newOracle(m).weights
	g := newOracle(grad).weights
	var squares float64
	for _, x := range g {
		squares += inner(x, x)
	}
	const rate, steps = 0.01, 4
	first, second := newOracle(s.First).weights, newOracle(s.Second).weights
	for step := 1; step <= steps; step++ {
		norm := a.Update(m, grad, &s, rate)
		checkNear(t, "norm", norm, math.Sqrt(squares), 1e-5, 0)
		for _, x := range m.Tensors() {
			p, f, q := want[x.Name], first[x.Name], second[x.Name]
			for i := range p {
				v := g[x.Name][i] * 2 / math.Sqrt(squares)
				if x.Decay {
					p[i] *= 1 - rate*a.Decay
				}
				f[i] = a.Beta1*f[i] + (1-a.Beta1)*v
				q[i] = a.Beta2*q[i] + (1-a.Beta2)*v*v
				hat1 := f[i] / (1 - math.Pow(a.Beta1, float64(step)))
				hat2 := q[i] / (1 - math.Pow(a.Beta2, float64(step)))
				p[i] -= rate * hat1 / (math.Sqrt(hat2) + a.Epsilon)
				checkNear(t, x.Name, float64(x.Data[i]), p[i], 1e-5, 1e-6)
			}
		}
	}
	if s.Steps != steps {
		t.Errorf("%d steps counted, want %d", s.Steps, steps)
	}
}

func TestGradientsThatAreNotFiniteAreNotFollowed(t *testing.T) {
	m, _ := smallModel()
	before := m.Clone()
	grad := Zeros(small)
	grad.Blocks[1].Up.Bias[3] = float32(math.NaN())
	s := Moments{First: Zeros(small), Second: Zeros(small)}
	if norm := Recipe().Update(m, grad, &s, 1); !math.IsNaN(norm) {
		t.Errorf("norm %g", norm)
	}
	for i, x := range m.Tensors() {
		if !slices.Equal(x.Data, before.Tensors()[i].Data) {
			t.Errorf("%s changed", x.Name)
		}
	}
}

// A run that is stopped, saved and resumed ends where an unbroken one does.
func TestResume(t *testing.T) {
	b := counting(4, 6, small.Vocab)
	whole := NewTrainer(New(small, rand.New(rand.NewPCG(5, 5))), Recipe())
	part := NewTrainer(New(small, rand.New(rand.NewPCG(5, 5))), Recipe())
	for range 3 {
		whole.Step(b, 1e-2)
		part.Step(b, 1e-2)
	}
	resumed := NewTrainer(part.model.Clone(), Recipe())
	resumed.Moments.Steps = part.Moments.Steps
	from := part.Moments.Tensors()
	for i, x := range resumed.Moments.Tensors() {
		if x.Name != from[i].Name || copy(x.Data, from[i].Data) == 0 {
			t.Fatalf("%s from %s", x.Name, from[i].Name)
		}
	}
	for range 3 {
		want, _ := whole.Step(b, 1e-2)
		if got, _ := resumed.Step(b, 1e-2); got != want {
			t.Errorf("loss %g, unbroken %g", got, want)
		}
	}
}

func TestSchedule(t *testing.T) {
	s := Schedule{Peak: 2e-3, Warmup: 200, Steps: 2500, Floor: 0.05}
	for step, want := range map[int]float64{
		0: 1e-5, 99: 1e-3, 199: 2e-3, 200: 2e-3, 1350: 2e-3 * 0.525, 2500: 1e-4, 9999: 1e-4,
	} {
		checkNear(t, "rate", s.Rate(step), want, 1e-12, 0)
	}
	for step := 200; step < 2600; step++ {
		if s.Rate(step+1) > s.Rate(step) {
			t.Errorf("the rate rises after step %d", step)
		}
	}
	if got := (Schedule{Peak: 1}).Rate(0); got != 0 {
		t.Errorf("a schedule of no steps has rate %g", got)
	}
}
