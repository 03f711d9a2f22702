package norms

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/norm"
)

var usual = Setting{Layers: 3, Width: 16, Batches: []int{2, 8}, Devices: 1, Steps: 40, Rate: 0.03, Seed: 1}

func raced(s Setting) *Race {
	r := NewRace(s)
	for r.Step(math.Inf(1)) {
	}
	return r
}

func near(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tolerance*(1+math.Abs(want[i]))) {
			t.Fatalf("%s[%d] = %g, want %g", what, i, got[i], want[i])
		}
	}
}

// With statistics exchanged at every layer, a batch on two devices teaches what
// it teaches on one. Devices that keep theirs to themselves learn something
// else; norms of a sample by itself do not care, and exchange nothing.
func TestDevices(t *testing.T) {
	one, two := usual, usual
	one.Batches, two.Batches, two.Devices = []int{4, 8}, []int{4, 8}, 2
	alone := two
	alone.Alone = true
	whole, synced, apart := raced(one), raced(two), raced(alone)
	for i, x := range whole.Racers {
		near(t, fmt.Sprint(x.Kind, " synchronised"), synced.Racers[i].Losses, x.Losses, 1e-6)
		differ := math.Abs(apart.Racers[i].Losses[20]-x.Losses[20]) > 1e-3
		if differ != (x.Kind == Batch) {
			t.Errorf("%v: devices alone differ: %t", x.Kind, differ)
		}
		forward, backward := norm.Traffic{}, norm.Traffic{}
		if x.Kind == Batch {
			forward, backward = norm.Traffic{Exchanges: 3, Numbers: 3 * 33}, norm.Traffic{Exchanges: 3, Numbers: 3 * 32}
		}
		if s := synced.Racers[i]; s.Forward != forward || s.Backward != backward {
			t.Errorf("%v exchanges %v and %v", x.Kind, s.Forward, s.Backward)
		}
		if s := apart.Racers[i]; x.Forward.Exchanges != 0 || s.Forward.Exchanges != 0 {
			t.Errorf("%v alone exchanges %v", x.Kind, s.Forward)
		}
	}
}

// The race comes out the same however it is cut into steps, and from a copy.
func TestRaceDependsOnItsSettingAlone(t *testing.T) {
	whole, r, last := raced(usual), NewRace(usual), -1.0
	for more := true; more; {
		c := r.Clone()
		more = r.Step(1)
		if r.Share() <= last {
			t.Fatalf("share %g after %g", r.Share(), last)
		}
		if last = r.Share(); r.Trained()%16 > 0 {
			continue
		}
		for c.Step(1e6) {
		}
		for i, x := range c.Racers {
			if !slices.Equal(x.Losses, whole.Racers[i].Losses) {
				t.Fatalf("%v, batches of %d: a copy came out otherwise", x.Kind, x.Batch)
			}
		}
	}
	for i, x := range r.Racers {
		if !slices.Equal(x.Losses, whole.Racers[i].Losses) || last != 1 {
			t.Errorf("%v, batches of %d: small steps came out otherwise", x.Kind, x.Batch)
		}
	}
	whole.Further(3)
	for whole.Step(1) {
	}
	longer := usual
	longer.Steps += 3
	if !slices.Equal(whole.Racers[0].Losses, raced(longer).Racers[0].Losses) {
		t.Error("3 steps more came out otherwise")
	}
}

// examined is an exam at once.
func examined(r *Race, x *Racer) (evaluation, training Score) {
	var e Exam
	for r.Examine(&e, x, TestSamples) {
	}
	return e.Evaluation, e.Training
}

// An exam in parts, of less than a batch too, comes to what it does at once.
func TestExamineInParts(t *testing.T) {
	r := raced(usual)
	for i := range r.Racers {
		x := &r.Racers[i]
		evaluation, training := examined(r, x)
		for _, samples := range []int{1, 60, TestSamples - 1} {
			var e Exam
			parts := 1
			for ; r.Examine(&e, x, samples); parts++ {
			}
			if e.Evaluation != evaluation || e.Training != training || parts < 2 {
				t.Errorf("%v in %d parts of %d: %+v, not %+v and %+v", x.Kind, parts, samples, e, evaluation, training)
			}
		}
	}
}

// LayerNorm and RMSNorm do in evaluation what they do in training. BatchNorm
// jumps.
func TestExamine(t *testing.T) {
	r := raced(usual)
	for i := range r.Racers {
		evaluation, training := examined(r, &r.Racers[i])
		if jumps := evaluation != training; jumps != (r.Racers[i].Kind == Batch) {
			t.Errorf("%v: %+v in evaluation, %+v as in training", r.Racers[i].Kind, evaluation, training)
		}
		if again, _ := examined(r, &r.Racers[i]); again != evaluation {
			t.Errorf("%v: examined again, %+v and not %+v", r.Racers[i].Kind, again, evaluation)
		}
	}
}

// In batches of 2 what BatchNorm makes of two values is a sign: it learns the
// least of all. Batches of 8 suffice for it to learn.
func TestSmallBatches(t *testing.T) {
	s := usual
	s.Steps = 600
	r := raced(s)
	loss := map[string]float64{}
	for i := range r.Racers {
		x := &r.Racers[i]
		loss[fmt.Sprint(x.Kind, x.Batch)] = x.Loss(s.Steps)
	}
	if least := max(loss["LayerNorm 2"], loss["RMSNorm 2"]); !(least > 0) || !(loss["BatchNorm 2"] > least+0.1) || !(loss["BatchNorm 8"] < loss["BatchNorm 2"]-0.15) {
		t.Errorf("losses %v", loss)
	}
}

// No class is rare, and none is most of the samples.
func TestClasses(t *testing.T) {
	for seed := range uint64(5) {
		count := make([]int, Classes)
		_, labels := newTask(seed).samples(testStream, 0, TestSamples)
		for _, l := range labels {
			count[l]++
		}
		if slices.Min(count) < TestSamples/12 || slices.Max(count) > TestSamples/2 {
			t.Errorf("seed %d: classes %v", seed, count)
		}
	}
}

// The gradient is what a small change of each weight does to the loss.
func TestGradient(t *testing.T) {
	for kind := range kinds {
		for _, m := range []mode{ofBatch, ofDevice} {
			n := newNetwork(kind, 2, 5, rand.New(rand.NewPCG(3, 4)))
			inputs, labels := newTask(2).samples(trainStream, 0, 6)
			xs := slices.Collect(slices.Chunk(inputs, 3*Inputs))
			loss := func() float64 {
				sum := 0.0
				for i, logits := range n.forward(xs, m).logits {
					part, _, _ := crossEntropy(logits, labels[3*i:3*i+3], 6)
					sum += part
				}
				return sum
			}
			pass := n.forward(xs, m)
			dys := make([][]float64, 2)
			for i := range dys {
				_, dys[i], _ = crossEntropy(pass.logits[i], labels[3*i:3*i+3], 6)
			}
			g := n.backward(pass, dys, m)
			check := func(what string, w, d []float64) {
				want := make([]float64, len(w))
				for i, v := range w {
					const h = 1e-6
					w[i] = v + h
					up := loss()
					w[i] = v - h
					want[i] = (up - loss()) / (2 * h)
					w[i] = v
				}
				near(t, fmt.Sprint(kind, " ", m, " ", what), d, want, 1e-4)
			}
			for l := range n.weights {
				check("weights", n.weights[l], g.weights[l])
			}
			for l, a := range n.affine {
				check("gain", a.Gain, g.gain[l])
				check("bias", a.Bias, g.bias[l])
			}
		}
	}
}

func TestPanics(t *testing.T) {
	for name, change := range map[string]func(*Setting){
		"odd shares":    func(s *Setting) { s.Devices = 3 },
		"one sample":    func(s *Setting) { s.Batches = []int{1} },
		"one on each":   func(s *Setting) { s.Devices, s.Alone = 2, true },
		"no batches":    func(s *Setting) { s.Batches = nil },
		"a rate of NaN": func(s *Setting) { s.Rate = math.NaN() },
	} {
		s := usual
		change(&s)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			NewRace(s)
		}()
	}
}

func BenchmarkRace(b *testing.B) {
	s := usual
	for b.Loop() {
		s.Steps = 100
		raced(s)
	}
}

func Example() {
	r := NewRace(Setting{Layers: 3, Width: 16, Batches: []int{2, 8}, Devices: 2, Steps: 10, Rate: 0.03})
	for r.Step(1 << 20) {
	}
	for _, x := range r.Racers {
		fmt.Printf("%-9v %d samples a step, waits for the other device %d times\n", x.Kind, x.Batch, x.Forward.Exchanges+x.Backward.Exchanges)
	}
	// Output:
	// LayerNorm 2 samples a step, waits for the other device 0 times
	// LayerNorm 8 samples a step, waits for the other device 0 times
	// BatchNorm 2 samples a step, waits for the other device 6 times
	// BatchNorm 8 samples a step, waits for the other device 6 times
	// RMSNorm   2 samples a step, waits for the other device 0 times
	// RMSNorm   8 samples a step, waits for the other device 0 times
}
