package gpt_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

var tiny = gpt.Config{Vocab: 5, Context: 8, Width: 4, Layers: 1, Heads: 2, Inner: 16, Epsilon: 1e-5}

func ExampleConfig_Validate() {
	c := tiny
	c.Heads = 3
	fmt.Println(c.Validate())
	// Output: gpt config: width 4 is not a multiple of 3 heads
}

func ExampleConfig_Counts() {
	gpt2 := gpt.Config{Vocab: 50257, Context: 1024, Width: 768, Layers: 12, Heads: 12, Inner: 3072, Epsilon: 1e-5}
	n := gpt2.Counts()
	fmt.Printf("%d, of them %.3f in the MLPs\n", n.Total(), float64(n.MLP)/float64(n.Total()))
	// Output: 124439808, of them 0.455 in the MLPs
}

func ExampleConfig_HeadWidth() {
	fmt.Println(tiny.HeadWidth())
	// Output: 2
}

func ExampleConfig_Sites() {
	c := tiny
	c.Norm, c.Positions = gpt.PostLN, gpt.NoPositions
	fmt.Println(len(tiny.Sites()), len(c.Sites()), c.BlockOutput())
	// Output: 19 17 norm 2
}

func ExampleZeros() {
	for _, t := range gpt.Zeros(tiny).Tensors() {
		fmt.Print(t.Name, t.Shape(), " ")
	}
	// Output: tokens[5 4] positions[8 4] blocks.0.norm1.gain[4] blocks.0.norm1.bias[4] blocks.0.qkv.weight[12 4] blocks.0.qkv.bias[12] blocks.0.out.weight[4 4] blocks.0.out.bias[4] blocks.0.norm2.gain[4] blocks.0.norm2.bias[4] blocks.0.up.weight[16 4] blocks.0.up.bias[16] blocks.0.down.weight[4 16] blocks.0.down.bias[4] final.gain[4] final.bias[4]
}

// An untrained model knows nothing: it is about as unsure as ln 5 = 1.609.
func ExampleNew() {
	m := gpt.New(tiny, rand.New(rand.NewPCG(1, 2)))
	loss, counted := gpt.CrossEntropy(m.Logits([]int{0, 1, 2}, nil), []int{1, 2, 3})
	fmt.Printf("%.1f over %d\n", loss, counted)
	// Output: 1.6 over 3
}

// Rounding to 8 bits hardly changes what a model predicts.
func ExampleModel_Int8() {
	c := gpt.Config{Vocab: 96, Context: 16, Width: 32, Layers: 2, Heads: 2, Inner: 128, Epsilon: 1e-5}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	rounded, err := m.Int8()
	if err != nil {
		fmt.Println(err)
		return
	}
	text := []int{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}
	for _, m := range []*gpt.Model{m, rounded} {
		loss, counted := m.Loss(text)
		fmt.Printf("%-4v %6d bytes, perplexity %.1f over %d tokens\n", m.Precision, m.Bytes(), gpt.Perplexity(loss), counted)
	}
	// Output:
	// f32  116224 bytes, perplexity 95.7 over 10 tokens
	// int8  36736 bytes, perplexity 95.7 over 10 tokens
}

func ExampleSplitName() {
	for _, name := range []string{"blocks.11.query.weight", "blocks.0.norm1.gain", "final.bias", "tokens"} {
		fmt.Printf("%q\n", slices.Collect(func(yield func(string) bool) {
			layer, part, kind := gpt.SplitName(name)
			_ = yield(layer) && yield(part) && yield(kind)
		}))
	}
	// Output:
	// ["11" "query" "weight"]
	// ["0" "norm1" "gain"]
	// ["" "final" "bias"]
	// ["" "tokens" ""]
}

func ExampleZerosIn() {
	m := gpt.ZerosIn(tiny, gpt.Int8)
	w := m.Tensors()[0]
	if err := w.Set(make([]float32, w.Rows*w.Cols)); err != nil {
		fmt.Println(err)
	}
	fmt.Println(w.Name, w.Shape(), len(w.Data), w.Int8.Bytes())
	// Output: tokens [5 4] 0 288
}

func ExampleModel_Embedding() {
	m, x := gpt.New(tiny, rand.New(rand.NewPCG(1, 2))), make([]float32, 4)
	m.Embedding(x, 3)
	fmt.Println(slices.Equal(x, m.Tokens.Row(3)))
	// Output: true
}

// A probe reads how much attention the last token pays to each before it.
func ExampleModel_Logits() {
	m := gpt.New(tiny, rand.New(rand.NewPCG(1, 2)))
	m.Logits([]int{0, 1, 2, 3}, func(site gpt.Site, layer int, x tensor.Matrix) {
		if site == gpt.Attention {
			fmt.Printf("%.3f\n", tiny.Head(x, 1).Row(3))
		}
	})
	// Output: [0.250 0.250 0.250 0.250]
}

// A probe that empties the MLP's activations leaves the attention alone.
func ExampleProbe() {
	m := gpt.New(tiny, rand.New(rand.NewPCG(1, 2)))
	var p gpt.Pass
	p.Probe = func(site gpt.Site, _ int, x tensor.Matrix) {
		if site == gpt.Activated {
			clear(x.Data)
		}
	}
	m.Forward(&p, []int{0, 1, 2}, 3)
	fmt.Printf("%.3f\n", p.Layers[0].MLPOut.Row(2))
	// Output: [0.000 0.000 0.000 0.000]
}

func ExampleModel_Backward() {
	m := gpt.New(tiny, rand.New(rand.NewPCG(1, 2)))
	var p gpt.Pass
	logits := m.Forward(&p, []int{0, 1, 2, 3}, 2) // two rows of two
	loss := gpt.CrossEntropyBack(logits, logits, []int{1, gpt.NoTarget, 3, 4}, 1./3)
	grad := gpt.Zeros(tiny)
	m.Backward(&p, logits, grad)
	fmt.Printf("%.1f %v\n", loss/3, grad.Length() > 0)
	// Output: 1.6 true
}

// A decoder gives what a whole pass gives, a token at a time.
func ExampleDecoder() {
	m := gpt.New(tiny, rand.New(rand.NewPCG(1, 2)))
	whole := m.Logits([]int{4, 2, 0}, nil)
	d := gpt.NewDecoder(m)
	d.Feed([]int{4, 2, 1})
	d.Rewind(2)
	last := d.Step(0)
	fmt.Printf("%.3f\n", last[1]-whole.At(2, 1))
	// Output: 0.000
}

func ExampleLogProbs() {
	logits := tensor.Of(2, 2, []float32{0, 0, 1, 3})
	fmt.Printf("%.3f\n", gpt.LogProbs(logits, []int{1, 0}))
	// Output: [-0.693 -2.127]
}

func ExampleCrossEntropy() {
	logits := tensor.Of(2, 2, []float32{0, 0, 1, 3})
	loss, counted := gpt.CrossEntropy(logits, []int{1, gpt.NoTarget})
	fmt.Printf("%.3f over %d\n", loss, counted)
	// Output: 0.693 over 1
}

func ExampleCrossEntropyBack() {
	d, logits := tensor.New(1, 2), tensor.Of(1, 2, []float32{0, 0})
	loss := gpt.CrossEntropyBack(d, logits, []int{1}, 1)
	fmt.Printf("%.3f %.3f\n", loss, d.Data)
	// Output: 0.693 [0.500 -0.500]
}

func ExamplePerplexity() {
	fmt.Printf("%.3f\n", gpt.Perplexity(0.693147))
	// Output: 2.000
}

func ExampleSchedule() {
	s := gpt.Schedule{Peak: 1, Warmup: 2, Steps: 6, Floor: 0.1}
	for step := range 8 {
		fmt.Printf("%.3f ", s.Rate(step))
	}
	// Output: 0.500 1.000 1.000 0.868 0.550 0.232 0.100 0.100
}

// A model learns to say 0 1 2 3 4 0 1 2 …
func ExampleTrainer() {
	t := gpt.NewTrainer(gpt.New(tiny, rand.New(rand.NewPCG(1, 2))), gpt.Recipe())
	batch := gpt.Batch{Tokens: []int{0, 1, 2, 3, 4, 0}, Targets: []int{1, 2, 3, 4, 0, 1}, Length: 3}
	before, _ := t.Gradient(batch)
	for range 100 {
		t.Step(batch, 0.03)
	}
	after, _ := t.Gradient(batch)
	fmt.Printf("%.1f, then below 0.1: %v\n", before, after < 0.1)
	// Output: 1.6, then below 0.1: true
}

func ExampleActivation_Forward() {
	y := make([]float32, 3)
	for _, a := range []gpt.Activation{gpt.GELUTanh, gpt.ReLU} {
		a.Forward(y, []float32{-1, 0, 1})
		fmt.Printf("%.3f\n", y)
	}
	// Output:
	// [-0.159 0.000 0.841]
	// [0.000 0.000 1.000]
}

func ExampleActivation_Back() {
	dx := make([]float32, 3)
	gpt.ReLU.Back(dx, []float32{-1, 0, 1}, []float32{0.5, 0.5, 0.5})
	fmt.Printf("%.3f\n", dx)
	// Output: [0.000 0.000 0.500]
}

func ExampleNorm_Forward() {
	n := gpt.Norm{Gain: []float32{1, 1}, Bias: []float32{0, 10}}
	var y gpt.Normed
	n.Forward(&y, tensor.Of(1, 2, []float32{3, 5}), 0)
	fmt.Printf("%.3f, mean %.3f\n", y.Out.Data, y.Mean)
	// Output: [-1.000 11.000], mean [4.000]
}

func ExampleNorm_Back() {
	n := gpt.Norm{Gain: []float32{1, 1, 1}, Bias: []float32{0, 0, 0}}
	grad := gpt.Norm{Gain: make([]float32, 3), Bias: make([]float32, 3)}
	x, dx := tensor.Of(1, 3, []float32{-1, 0, 1}), tensor.New(1, 3)
	var y gpt.Normed
	n.Forward(&y, x, 0)
	n.Back(dx, tensor.Of(1, 3, []float32{0, 3, 0}), x, &y, grad)
	fmt.Printf("%.3f, bias %.3f\n", dx.Data, grad.Bias)
	// Output: [-1.225 2.449 -1.225], bias [0.000 3.000 0.000]
}

// A large model reads in steps of some milliseconds; this one needs a single.
func ExampleModel_Begin() {
	m := gpt.New(tiny, rand.New(rand.NewPCG(1, 2)))
	var p gpt.Pass
	run := m.Begin(&p, []int{0, 1, 2}, 3)
	for run.Step(1 << 20) {
		fmt.Printf("%.0f %%\n", 100*run.Share())
	}
	fmt.Println(run.Logits().Rows, "predictions")
	// Output: 3 predictions
}

// A text is read, and a token is written behind it.
func ExampleDecoder_Begin() {
	d := gpt.NewDecoder(gpt.New(tiny, rand.New(rand.NewPCG(1, 2))))
	run := d.Begin([]int{0, 1, 2})
	for run.Step(1 << 20) {
	}
	fmt.Println(d.Len(), "tokens,", run.Logits().Cols, "logits of the next")
	// Output: 3 tokens, 5 logits of the next
}

func ExampleConfig_Work() {
	fmt.Printf("%.0f multiplications\n", tiny.Work(3))
	// Output: 3344 multiplications
}

func ExampleModel_Unembedding() {
	own := tiny
	own.Untied = true
	fmt.Println(tiny.Counts().Head, gpt.Zeros(own).Unembedding().Rows)
	// Output: 0 5
}

func ExampleZerosStored() {
	c := tiny
	c.Width, c.Inner = 32, 64
	m := gpt.ZerosStored(c, gpt.Keeping{Type: func(string, int, int) gguf.Type { return gguf.Q4_0 }})
	fmt.Println(m.Precision, m.Blocks[0].Up.Stored.Type, m.Bytes() < gpt.Zeros(c).Bytes())
	// Output: stored Q4_0 true
}
