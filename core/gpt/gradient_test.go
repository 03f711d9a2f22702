package gpt

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/tensor"
)

// wild returns a model whose parameters are all far from their usual start,
// gains and biases too, so that no gradient is zero by luck.
func wild(c Config, rng *rand.Rand) *Model {
	m := Zeros(c)
	for _, t := range m.Tensors() {
		for i := range t.Data {
			t.Data[i] = float32(rng.NormFloat64() * 0.5)
		}
	}
	return m
}

// Every parameter of tiny models: the float32 backward pass against central
// differences of the float64 oracle.
func TestGradientOfEveryParameter(t *testing.T) {
	for _, v := range []struct {
		norm       NormPlace
		positions  Positions
		activation Activation
	}{
		{PreLN, Learned, GELUTanh},
		{PreLN, Learned, GELUErf},
		{PreLN, NoPositions, ReLU},
		{PostLN, Learned, GELUTanh},
		{PostLN, Learned, ReLU},
		{PostLN, NoPositions, GELUErf},
		{PreLN, Sinusoidal, GELUTanh},
		{PostLN, Rotary, GELUErf},
		{PreLN, Rotary, ReLU},
		{PreLN, ALiBi, GELUTanh},
	} {
		c := Config{Vocab: 7, Context: 5, Width: 4, Layers: 2, Heads: 2, Inner: 5, Epsilon: 1e-5}
		c.Norm, c.Positions, c.Activation = v.norm, v.positions, v.activation
		t.Run(fmt.Sprintf("norm %d, positions %d, activation %d", v.norm, v.positions, v.activation), func(t *testing.T) {
			checkGradient(t, wild(c, rand.New(rand.NewPCG(5, 6))))
			c.Untied = true
			checkGradient(t, wild(c, rand.New(rand.NewPCG(5, 6))))
		})
	}
}

func checkGradient(t *testing.T, m *Model) {
	tokens := []int{3, 1, 4, 1, 5, 2, 6, 5}
	targets := []int{1, 4, 1, NoTarget, 2, 6, 5, 3}
	const length, h = 4, 1e-5
	grad := gradient(m, tokens, targets, length)
	o := newOracle(m)
	for _, x := range grad.Tensors() {
		w := o.weights[libraryName(x.Name)]
		for i, got := range x.Data {
			was := w[i]
			w[i] = was + h
			up := o.loss(tokens, targets, length)
			w[i] = was - h
			down := o.loss(tokens, targets, length)
			w[i] = was
			checkNear(t, fmt.Sprintf("%s[%d]", x.Name, i), float64(got), (up-down)/(2*h), 1e-4, 5e-6)
		}
	}
}

func TestBackwardAddsUp(t *testing.T) {
	m := wild(Config{Vocab: 7, Context: 5, Width: 6, Layers: 2, Heads: 2, Inner: 9, Epsilon: 1e-5}, rand.New(rand.NewPCG(5, 6)))
	tokens, targets := []int{3, 1, 4}, []int{1, 4, 1}
	once := gradient(m, tokens, targets, 3)
	var p Pass
	d := tensor.New(3, 7)
	CrossEntropyBack(d, m.Forward(&p, tokens, 3), targets, 1./3)
	twice := Zeros(m.Config)
	m.Backward(&p, d, twice)
	m.Backward(&p, d, twice)
	for i, x := range once.Tensors() {
		for j, v := range x.Data {
			checkNear(t, x.Name, float64(twice.Tensors()[i].Data[j]), 2*float64(v), 1e-5, 1e-6)
		}
	}
}

// A model without the mask is not the oracle's default: check it apart.
func TestUnmaskedAgreesWithOracle(t *testing.T) {
	m := wild(Config{Vocab: 7, Context: 5, Width: 6, Layers: 2, Heads: 2, Inner: 9, Epsilon: 1e-5}, rand.New(rand.NewPCG(7, 6)))
	tokens := []int{3, 1, 4, 1, 5}
	want := newOracle(m).run(tokens, true)
	p := Pass{Unmasked: true}
	logits := m.Forward(&p, tokens, 5)
	checkVectors(t, "logits", toVectors(logits), want.logits, rel32, abs32)
	for l := range p.Layers {
		for h := range m.Config.Heads {
			checkVectors(t, "attention", toVectors(m.Config.Head(p.Layers[l].Attention, h)), want.attention[l][h], rel32, abs32)
		}
	}
}

type basicsCase struct {
	ID, Op   string
	X        []float64
	Q, K, V  [][]vectors
	Causal   bool
	GradOut  [][]vectors `json:"grad_out"`
	Logits   vectors
	Targets  []int
	Params   map[string]int
	Expected struct {
		Relu             struct{ Y, Dy []float64 } `json:"relu"`
		Erf              struct{ Y, Dy []float64 } `json:"gelu_erf"`
		Tanh             struct{ Y, Dy []float64 } `json:"gelu_tanh"`
		Loss, Perplexity float64
		DLogits          vectors `json:"dlogits"`
		Out, Weights     [][]vectors
		Scores           json64
		DQ, DK, DV       [][]vectors
	}
}

func TestBasicsAgreeWithPyTorch(t *testing.T) {
	var file struct{ Cases []basicsCase }
	readJSON(t, &file, "nn_basics.json")
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			switch c.Op {
			case "activation":
				checkActivation(t, ReLU, c.X, c.Expected.Relu.Y, c.Expected.Relu.Dy)
				checkActivation(t, GELUErf, c.X, c.Expected.Erf.Y, c.Expected.Erf.Dy)
				checkActivation(t, GELUTanh, c.X, c.Expected.Tanh.Y, c.Expected.Tanh.Dy)
			case "cross_entropy":
				checkCrossEntropy(t, c)
			case "scaled_dot_product_attention":
				checkAttention(t, c)
			default:
				t.Fatalf("unknown op %q", c.Op)
			}
		})
	}
}

func floats(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func matrix(x vectors) tensor.Matrix {
	m := tensor.New(len(x), len(x[0]))
	for i, row := range x {
		copy(m.Row(i), floats(row))
	}
	return m
}

func checkActivation(t *testing.T, a Activation, x, y, dy []float64) {
	t.Helper()
	in, out, ones := floats(x), make([]float32, len(x)), make([]float32, len(x))
	a.Forward(out, in)
	for i := range x {
		ones[i] = 1
		checkNear(t, "y", float64(out[i]), y[i], 1e-5, 1e-6)
	}
	a.Back(ones, in, ones)
	for i := range x {
		checkNear(t, "dy", float64(ones[i]), dy[i], 1e-5, 1e-6)
	}
}

func checkCrossEntropy(t *testing.T, c basicsCase) {
	logits, targets := matrix(c.Logits), append([]int(nil), c.Targets...)
	for i, target := range targets {
		if ignored, ok := c.Params["ignore_index"]; ok && target == ignored {
			targets[i] = NoTarget
		}
	}
	loss, counted := CrossEntropy(logits, targets)
	checkNear(t, "loss", loss, c.Expected.Loss, 1e-6, 1e-6)
	checkNear(t, "perplexity", Perplexity(loss), c.Expected.Perplexity, 1e-6, 1e-6)
	sum := CrossEntropyBack(logits, logits, targets, 1/float32(counted))
	checkNear(t, "sum", sum, c.Expected.Loss*float64(counted), 1e-6, 1e-6)
	checkVectors(t, "dlogits", toVectors(logits), c.Expected.DLogits, 1e-5, 1e-6)
}

// checkAttention runs a layer's attention on given queries, keys and values.
func checkAttention(t *testing.T, c basicsCase) {
	rows, heads, length, width := len(c.Q), len(c.Q[0]), len(c.Q[0][0]), len(c.Q[0][0][0])
	p := Pass{Rows: rows, Length: length, Unmasked: !c.Causal, Inputs: make([]int, rows*length)}
	config := Config{Width: heads * width, Heads: heads, Inner: 1}
	var y Layer
	y.fit(config, rows*length, length)
	p.script.config = config
	var d backward
	d.fit(config, &p)
	flat := func(dst tensor.Matrix, x [][]vectors) {
		at := 0
		for _, row := range x {
			for _, head := range row {
				at += copy(dst.Data[at:], matrix(head).Data)
			}
		}
	}
	flat(y.Query, c.Q)
	flat(y.Key, c.K)
	flat(y.Value, c.V)
	flat(d.out, c.GradOut)
	y.score(&p, 0)
	y.weigh(&p, 0)
	y.mix(&p, 0)
	y.back(&p, &d)
	want := c.Expected
	for r := range rows {
		for h := range heads {
			at := (r*heads + h) * length
			part := func(x tensor.Matrix) vectors { return toVectors(x.Slice(at, at+length)) }
			checkVectors(t, "weights", part(y.Attention), want.Weights[r][h], 1e-5, 1e-6)
			checkVectors(t, "out", part(y.mixed), want.Out[r][h], 1e-5, 1e-6)
			checkVectors(t, "dq", part(d.query), want.DQ[r][h], 1e-5, 1e-6)
			checkVectors(t, "dk", part(d.key), want.DK[r][h], 1e-5, 1e-6)
			checkVectors(t, "dv", part(d.value), want.DV[r][h], 1e-5, 1e-6)
		}
	}
	for i, score := range want.Scores {
		if !math.IsInf(score, -1) { // masked there; here the mask comes after the scores
			checkNear(t, "score", float64(y.Scores.Data[i]), score, 1e-5, 1e-6)
		}
	}
}

func TestNormAgreesWithPyTorch(t *testing.T) {
	const rel, abs = 2e-5, 2e-6 // the file's, for float32
	type block struct{ Y, DX, Mean, RStd, DWeight, DBias json64 }
	var file struct {
		Cases []struct {
			ID           string
			X            json64
			Shape        []int
			Weight, Bias json64
			Eps          float64
			GradOut      json64 `json:"grad_out"`
			Expected     struct{ Float64 block }
		}
	}
	readJSON(t, &file, "norm.json")
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			d := c.Shape[len(c.Shape)-1]
			rows := len(c.X) / d
			n := Norm{make([]float32, d), make([]float32, d)}
			for j := range d {
				n.Gain[j] = 1
			}
			copy(n.Gain, floats(c.Weight))
			copy(n.Bias, floats(c.Bias))
			x, dx := tensor.Of(rows, d, floats(c.X)), tensor.New(rows, d)
			var y Normed
			n.Forward(&y, x, float32(c.Eps))
			grad := Norm{make([]float32, d), make([]float32, d)}
			n.Back(dx, tensor.Of(rows, d, floats(c.GradOut)), x, &y, grad)
			check := func(what string, got []float32, want json64) {
				if len(want) == 0 {
					return // no gain or bias in this case
				}
				checkVectors(t, what, toVectors(tensor.Of(1, len(got), got)), vectors{want}, rel, abs)
			}
			want := c.Expected.Float64
			check("y", y.Out.Data, want.Y)
			check("mean", y.Mean, want.Mean)
			check("1/deviation", y.InvStd, want.RStd)
			check("dx", dx.Data, want.DX)
			check("dgain", grad.Gain, want.DWeight)
			check("dbias", grad.Bias, want.DBias)
		})
	}
}

// The mean of large values must not cancel their spread.
func TestNormOfLargeValues(t *testing.T) {
	n := Norm{[]float32{1, 1, 1, 1}, make([]float32, 4)}
	var y Normed
	n.Forward(&y, tensor.Of(1, 4, []float32{10000, 10001, 10002, 10003}), 1e-5)
	for j, want := range []float64{-1.3416354, -0.4472118, 0.4472118, 1.3416354} {
		checkNear(t, "y", float64(y.Out.Data[j]), want, 1e-5, 1e-6)
	}
	n.Forward(&y, tensor.Of(1, 4, []float32{3, 3, 3, 3}), 1e-5)
	for _, v := range y.Out.Data {
		if v != 0 || math.IsNaN(float64(v)) {
			t.Errorf("a constant row gives %g", y.Out.Data)
		}
	}
}
