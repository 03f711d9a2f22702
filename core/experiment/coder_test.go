package experiment

import (
	"math"
	"slices"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Along its gradient the loss rises by the gradient's square: every parameter
// of an encoder-decoder at once, and each kind by itself.
func TestCoderGradient(t *testing.T) {
	s := RaceSetting{Setting: Setting{Depth: 1, Width: 16, Cross: true, Seed: 4}, Rate: 1e-3, Vocabulary: 8}
	r := NewRace(s, counting)
	b := r.draw()
	for _, place := range []gpt.NormPlace{gpt.PreLN, gpt.PostLN} {
		n := newCoder(s, place)
		n.read(b.Tokens, b.Targets)
		grads := blank(n.grads) // reading adds to the coder's own
		for i := range grads {
			copy(grads[i].Data, n.grads[i].Data)
		}
		for i := range n.params {
			g := grads[i].Data
			square := 0.0
			for _, v := range g {
				square += float64(v) * float64(v)
			}
			if square < 1e-12 { // a key's bias moves no softmax
				continue
			}
			h := 2e-2 / math.Sqrt(square) // moves the parameter by so much
			n.along(i, g, h)
			up := n.read(b.Tokens, b.Targets)
			n.along(i, g, -2*h)
			down := n.read(b.Tokens, b.Targets)
			n.along(i, g, h)
			rise := (up - down) / (2 * h) / (RaceRows * RaceLength)
			if math.Abs(rise-square) > 0.03*square+1e-6 {
				t.Errorf("%v %s: the loss rises by %.4g, the gradient's square is %.4g", place, n.params[i].Name, rise, square)
			}
		}
	}
}

func (n *coder) along(i int, g []float32, h float64) {
	tensor.Axpy(n.params[i].Data, float32(h), g)
}

// What it reads through cross-attention an encoder-decoder can write: it learns
// what frequencies, and what the tokens before, can't tell.
func TestCrossRaceLearns(t *testing.T) {
	if raceDetector {
		t.Skip("trains for seconds; TestCoderGradient tries it under the detector")
	}
	s := RaceSetting{Setting: Setting{Depth: 1, Width: 16, Cross: true}, Rate: 1e-2, Warmup: 10, Vocabulary: 8}
	r := run(s, 80)
	if counts := r.Unigram(); !(r.Pre.Loss(80) < counts/2 && r.Post.Loss(80) < counts/2) {
		t.Errorf("losses %.3f and %.3f; frequencies alone have %.3f", r.Pre.Loss(80), r.Post.Loss(80), counts)
	}
}

// Each step notes the gradients of the layers, and W2 is a part of its layer.
func TestRaceRecordsGradients(t *testing.T) {
	for _, cross := range []bool{false, true} {
		s := RaceSetting{Setting: Setting{Depth: 3, Width: 32, Cross: cross, Seed: 3}, Rate: 1e-3, Vocabulary: 8}
		r := NewRace(s, counting)
		for r.Steps() < 2 {
			r.Advance()
		}
		for _, n := range []Runner{r.Pre, r.Post} {
			if len(n.Layers) != 2 || len(n.W2) != 2 {
				t.Fatalf("cross-attention %t: gradients of %d and %d steps", cross, len(n.Layers), len(n.W2))
			}
			for l := range 3 {
				if w2, all := n.W2[1][l], n.Layers[1][l]; len(n.W2[1]) != 3 || !(w2 > 0) || !(w2 < all) {
					t.Errorf("cross-attention %t, layer %d: W2 %g of %g", cross, l, w2, all)
				}
			}
		}
	}
	// Of the first step, they are those of the gradient that a pass has.
	s := RaceSetting{Setting: Setting{Depth: 2, Width: 16, Seed: 5}, Vocabulary: 8}
	r := NewRace(s, counting)
	r.Advance()
	model := NewRace(s, counting).Pre.model
	b := NewRace(s, counting).draw()
	_, grad := gpt.NewTrainer(model, gpt.Recipe()).Gradient(b)
	for l, block := range grad.Blocks {
		close(t, "W2", r.Pre.W2[0][l], length(block.Down.Weight), 1e-4)
	}
}

func TestSeries(t *testing.T) {
	s := RaceSetting{Setting: Setting{Depth: 1, Width: 16, Seed: 3}, Rate: 5e-3, Vocabulary: 8}
	series := NewSeries(s, counting, 3, 4)
	last := -1.0
	for more := true; more; {
		if series.Share() <= last {
			t.Fatalf("share %g after %g", series.Share(), last)
		}
		last = series.Share()
		more = series.Step(1)
	}
	if series.Trained() != 4 || series.Share() != 1 {
		t.Fatalf("%d steps, share %g", series.Trained(), series.Share())
	}
	var leads []float64
	ahead := 0
	for i, r := range series.Races {
		alone := s
		alone.Seed += uint64(i)
		if want := run(alone, 4); !slices.Equal(r.Pre.Losses, want.Pre.Losses) || !slices.Equal(r.Post.Losses, want.Post.Losses) {
			t.Errorf("seed %d is another race than alone", alone.Seed)
		}
		lead := r.Post.Loss(4) - r.Pre.Loss(4)
		if leads = append(leads, lead); lead > 0 {
			ahead++
		}
	}
	mean := (leads[0] + leads[1] + leads[2]) / 3
	got, again := series.Lead(4), series.Clone().Lead(4)
	close(t, "mean", got.Mean, mean, 1e-12)
	a, b, c := leads[0]-mean, leads[1]-mean, leads[2]-mean
	close(t, "deviation", got.Deviation, math.Sqrt((a*a+b*b+c*c)/2), 1e-12)
	if got.Pre != ahead || got.Of != 3 || again != got {
		t.Errorf("%+v, and of a copy %+v", got, again)
	}
	if one := NewSeries(s, counting, 1, 0).Lead(0); !math.IsNaN(one.Mean) || !math.IsNaN(one.Deviation) {
		t.Errorf("%+v without a step", one)
	}
}

// read adds the gradient of some rows, and returns their loss.
func (n *coder) read(tokens, targets []int) float64 {
	var r Runner
	for _, do := range n.reading(tokens, targets) {
		do(&r, math.Inf(1))
	}
	return r.loss
}
