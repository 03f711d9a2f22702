package experiment_test

import (
	"fmt"
	"math/rand/v2"

	"logitarium/core/experiment"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// In an encoder-decoder with post-LN the first layers get a small part of the
// last one's gradient.
func ExampleMeasure() {
	pre, post := experiment.Measure(experiment.Setting{Depth: 12, Width: 64, Cross: true, Seed: 1})
	for _, m := range []experiment.Measurement{pre, post} {
		w2 := m.Of(experiment.W2)
		fmt.Println("the last layer has the larger gradient:", w2[11] > 5*w2[0])
	}
	// Output:
	// the last layer has the larger gradient: false
	// the last layer has the larger gradient: true
}

// A stack of zeros adds nothing to its stream. With post-LN the stream still
// comes out normalised.
func ExampleStack_Forward() {
	s := experiment.Zeros(experiment.Config{Layers: 2, Width: 4, Heads: 2, Inner: 8, Epsilon: 1e-5})
	x := tensor.Of(1, 4, []float32{1, 2, 3, 4})
	fmt.Printf("pre-LN  %.3f\n", s.Forward(gpt.PreLN, x, tensor.Matrix{}, 1).Out.Data)
	fmt.Printf("post-LN %.3f\n", s.Forward(gpt.PostLN, x, tensor.Matrix{}, 1).Out.Data)
	// Output:
	// pre-LN  [1.000 2.000 3.000 4.000]
	// post-LN [-1.342 -0.447 0.447 1.342]
}

// Backward hands each gradient over by name.
func ExamplePass_Backward() {
	s := experiment.Zeros(experiment.Config{Layers: 1, Width: 4, Heads: 1, Inner: 4, Epsilon: 1e-5})
	x := tensor.Of(1, 4, []float32{1, 2, 3, 4})
	p := s.Forward(gpt.PreLN, x, tensor.Matrix{}, 1)
	g := p.Backward(tensor.Of(1, 4, []float32{1, 0, 0, 0}), func(name string, grad tensor.Matrix) {
		if name == "0.mlp.down.bias" {
			fmt.Printf("%s %.3f\n", name, grad.Data)
		}
	})
	fmt.Printf("input %.3f\n", g.Streams[0].Data)
	// Output:
	// 0.mlp.down.bias [1.000 0.000 0.000 0.000]
	// input [1.000 0.000 0.000 0.000]
}

// Both networks see the same batches, and learn that 1 follows 0.
func ExampleNewRace() {
	setting := experiment.RaceSetting{
		Setting: experiment.Setting{Depth: 2, Width: 16, Seed: 1}, Rate: 0.01, Warmup: 10, Vocabulary: 2,
	}
	r := experiment.NewRace(setting, func(*rand.Rand) []int { return []int{0, 1} })
	for r.Steps() < 40 {
		r.Advance()
	}
	fmt.Printf("frequencies alone %.3f\n", r.Unigram())
	fmt.Println(r.Pre.Loss(40) < 0.1, r.Post.Loss(40) < 0.1)
	// Output:
	// frequencies alone 0.693
	// true true
}

// ALiBi reads past the length that it was trained at as well as before; the
// table of a learned encoding has no row there.
func ExampleNewExtrapolation() {
	setting := experiment.ExtrapolationSetting{
		Depth: 1, Width: 16, Vocabulary: 2, Steps: 40, Length: 64, Texts: 2, Rate: 0.01, Seed: 1,
	}
	e := experiment.NewExtrapolation(setting, func(*rand.Rand) []int { return []int{0, 1} })
	for e.Step(1e8) {
	}
	for _, n := range e.Networks {
		if n.Scheme == gpt.Learned || n.Scheme == gpt.ALiBi {
			fmt.Printf("%v: %d rows, sure of the last token: %t\n", n.Scheme, n.Rows(), n.Losses()[63] < 0.1)
		}
	}
	// Output:
	// learned: 32 rows, sure of the last token: true
	// ALiBi: 0 rows, sure of the last token: true
}

// Whether pre-LN wins is a question for more than one seed.
func ExampleNewSeries() {
	setting := experiment.RaceSetting{
		Setting: experiment.Setting{Depth: 1, Width: 16, Seed: 1}, Rate: 0.01, Vocabulary: 2,
	}
	series := experiment.NewSeries(setting, func(*rand.Rand) []int { return []int{0, 1} }, 3, 10)
	for series.Step(1 << 28) {
	}
	fmt.Println(series.Lead(10).Of, "races of", series.Trained(), "steps")
	// Output:
	// 3 races of 10 steps
}

// small is a race that takes a moment, over a text in which 1 follows 0.
func small() (experiment.RaceSetting, experiment.Corpus) {
	return experiment.RaceSetting{
		Setting: experiment.Setting{Depth: 1, Width: 16, Seed: 1}, Rate: 0.01, Warmup: 4, Vocabulary: 2,
	}, func(*rand.Rand) []int { return []int{0, 1} }
}

func ExampleRaceSetting_RateAt() {
	s, _ := small()
	for step := range 6 {
		fmt.Printf("%.4f ", s.RateAt(step))
	}
	fmt.Println()
	// Output: 0.0025 0.0050 0.0075 0.0100 0.0100 0.0100
}

// A copy goes on as the race does.
func ExampleRace_Clone() {
	r := experiment.NewRace(small())
	r.Advance()
	c := r.Clone()
	r.Advance()
	fmt.Println(r.Steps(), c.Steps())
	c.Advance()
	fmt.Println(c.Pre.Losses[1] == r.Pre.Losses[1])
	// Output:
	// 2 1
	// true
}

func ExampleSeries_Share() {
	setting, corpus := small()
	series := experiment.NewSeries(setting, corpus, 2, 4)
	series.Step(1) // a step of the first race
	copied := series.Clone()
	for series.Step(series.Cost()) {
	}
	fmt.Printf("%.3f %.3f\n", copied.Share(), series.Share())
	// Output: 0.125 1.000
}

func ExampleMeasurement_Layers() {
	pre, _ := experiment.Measure(experiment.Setting{Depth: 3, Width: 16, Seed: 1})
	layers := pre.Layers()
	fmt.Println(len(layers), layers[0] > pre.Of(experiment.W2)[0])
	// Output: 3 true
}

func ExampleConfig_Validate() {
	c := experiment.Config{Layers: 2, Width: 6, Heads: 4, Inner: 8, Epsilon: 1e-5}
	fmt.Println(c.Validate())
	c.Heads = 3
	fmt.Println(c.Validate())
	// Output:
	// stack: width 6 is not a multiple of 4 heads
	// <nil>
}

func ExampleStack_Tensors() {
	s := experiment.Zeros(experiment.Config{Layers: 1, Width: 4, Heads: 2, Inner: 8, Epsilon: 1e-5})
	for _, t := range s.Tensors() {
		if t.Decay {
			fmt.Println(t.Name, t.Rows, t.Cols)
		}
	}
	// Output:
	// 0.self.query.weight 4 4
	// 0.self.keyvalue.weight 8 4
	// 0.self.out.weight 4 4
	// 0.mlp.up.weight 8 4
	// 0.mlp.down.weight 4 8
}

func ExampleSchemes() {
	fmt.Println(experiment.Schemes())
	// Output: [learned none sinusoidal rotary ALiBi]
}

func ExampleInit_String() {
	fmt.Println(experiment.Xavier, experiment.GPT2, experiment.Unscaled, experiment.Theory)
	// Output: xavier gpt-2 unscaled theory
}

// A text is read by all five networks before the next one is.
func ExampleExtrapolation_Share() {
	setting := experiment.ExtrapolationSetting{Depth: 1, Width: 16, Vocabulary: 2, Length: 32, Texts: 2, Seed: 1}
	_, corpus := small()
	e := experiment.NewExtrapolation(setting, corpus)
	for range 5 {
		e.Step(1) // one network at least
	}
	fmt.Printf("%d of 2 texts, %.1f of %.3f million products, done: %v\n", e.Texts(), e.Share(), e.Cost()/1e6, e.Done())
	c := e.Clone()
	for c.Step(1e9) {
	}
	fmt.Println(c.Texts(), c.Done(), e.Texts())
	// Output:
	// 1 of 2 texts, 0.5 of 1.542 million products, done: false
	// 2 true 1
}

// The mean over the last ten steps.
func ExampleRunner_Loss() {
	n := experiment.Runner{Losses: []float64{3, 2, 1}}
	fmt.Println(n.Loss(1), n.Loss(3))
	// Output: 3 2
}
