package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// oracle is a stack in float64, written as slowly and plainly as can be.
type oracle struct {
	c       Config
	place   gpt.NormPlace
	weights map[string][]float64
}

func newOracle(s *Stack, place gpt.NormPlace) oracle {
	o := oracle{s.Config, place, map[string][]float64{}}
	for _, t := range s.Tensors() {
		o.weights[t.Name] = widen(t.Data)
	}
	return o
}

func widen(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

func vectors(m tensor.Matrix) [][]float64 {
	out := make([][]float64, m.Rows)
	for i := range out {
		out[i] = widen(m.Row(i))
	}
	return out
}

func (o oracle) linear(name string, x [][]float64) [][]float64 {
	w, b := o.weights[name+".weight"], o.weights[name+".bias"]
	return each(x, func(x []float64) []float64 {
		y := make([]float64, len(b))
		for i := range y {
			y[i] = b[i]
			for j, v := range x {
				y[i] += w[i*len(x)+j] * v
			}
		}
		return y
	})
}

func (o oracle) norm(name string, x [][]float64) [][]float64 {
	gain, bias := o.weights[name+".weight"], o.weights[name+".bias"]
	return each(x, func(x []float64) []float64 {
		mean, variance := 0.0, 0.0
		for _, v := range x {
			mean += v / float64(len(x))
		}
		for _, v := range x {
			variance += (v - mean) * (v - mean) / float64(len(x))
		}
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = gain[i]*(v-mean)/math.Sqrt(variance+float64(o.c.Epsilon)) + bias[i]
		}
		return y
	})
}

// attention of one row.
func (o oracle) attention(name string, x, source [][]float64, causal bool) [][]float64 {
	q, kv := o.linear(name+".query", x), o.linear(name+".keyvalue", source)
	d, width := o.c.Width, o.c.Width/o.c.Heads
	mixed := make([][]float64, len(x))
	for t := range x {
		mixed[t] = make([]float64, d)
		seen := len(source)
		if causal {
			seen = t + 1
		}
		for from := 0; from < d; from += width {
			p, sum := make([]float64, seen), 0.0
			for s := range p {
				dot := 0.0
				for j := from; j < from+width; j++ {
					dot += q[t][j] * kv[s][j]
				}
				p[s] = math.Exp(dot / math.Sqrt(float64(width)))
				sum += p[s]
			}
			for s := range p {
				for j := from; j < from+width; j++ {
					mixed[t][j] += p[s] / sum * kv[s][d+j]
				}
			}
		}
	}
	return o.linear(name+".out", mixed)
}

func (o oracle) mlp(name string, x [][]float64) [][]float64 {
	hidden := each(o.linear(name+".up", x), func(x []float64) []float64 {
		y := make([]float64, len(x))
		for i, v := range x {
			switch o.c.Activation {
			case gpt.ReLU:
				y[i] = math.Max(v, 0)
			case gpt.GELUErf:
				y[i] = v / 2 * (1 + math.Erf(v/math.Sqrt2))
			case gpt.GELUTanh:
				y[i] = v / 2 * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(v+0.044715*v*v*v)))
			}
		}
		return y
	})
	return o.linear(name+".down", hidden)
}

// run is one row through the stack.
func (o oracle) run(x, memory [][]float64) [][]float64 {
	add := func(name string, f func([][]float64) [][]float64) {
		if o.place == gpt.PostLN {
			x = o.norm(name+".norm", sum(x, f(x)))
		} else {
			x = sum(x, f(o.norm(name+".norm", x)))
		}
	}
	for l := range o.c.Layers {
		h := fmt.Sprintf("%d.", l)
		add(h+"self", func(x [][]float64) [][]float64 { return o.attention(h+"self", x, x, o.c.Causal) })
		if o.c.Cross {
			add(h+"cross", func(x [][]float64) [][]float64 { return o.attention(h+"cross", x, memory, false) })
		}
		add(h+"mlp", func(x [][]float64) [][]float64 { return o.mlp(h+"mlp", x) })
	}
	if o.c.Final {
		x = o.norm("final.norm", x)
	}
	return x
}

func each(x [][]float64, f func([]float64) []float64) [][]float64 {
	out := make([][]float64, len(x))
	for i := range x {
		out[i] = f(x[i])
	}
	return out
}

func sum(a, b [][]float64) [][]float64 {
	out := make([][]float64, len(a))
	for i := range a {
		out[i] = make([]float64, len(a[i]))
		for j := range a[i] {
			out[i][j] = a[i][j] + b[i][j]
		}
	}
	return out
}

// wild is a stack whose weights are all far from their usual start, gains and
// biases too, so that no gradient is zero by luck.
func wild(c Config, rng *rand.Rand) *Stack {
	s := Zeros(c)
	for _, t := range s.Tensors() {
		gaussian(t.Matrix, 0.5, rng)
	}
	return s
}

func noise(rows, cols int, rng *rand.Rand) tensor.Matrix {
	m := tensor.New(rows, cols)
	gaussian(m, 1, rng)
	return m
}

// Every weight, input and memory of tiny stacks: the float32 backward pass
// against central differences of the float64 oracle. The loss is a weighted
// sum of the output.
func TestGradientOfEverything(t *testing.T) {
	for _, c := range []Config{
		{Causal: true, Activation: gpt.GELUTanh},
		{Causal: true, Cross: true, Final: true, Activation: gpt.GELUTanh},
		{Cross: true, Activation: gpt.GELUErf},
		{Final: true, Activation: gpt.ReLU},
	} {
		c.Layers, c.Width, c.Heads, c.Inner, c.Epsilon = 2, 4, 2, 5, 1e-5
		for _, place := range []gpt.NormPlace{gpt.PreLN, gpt.PostLN} {
			t.Run(fmt.Sprintf("%+v, norm %d", c, place), func(t *testing.T) { checkGradients(t, c, place) })
		}
	}
}

func checkGradients(t *testing.T, c Config, place gpt.NormPlace) {
	const length, rows, seen, h = 3, 2, 4, 1e-5
	rng := rand.New(rand.NewPCG(5, 6))
	s := wild(c, rng)
	x, dOut := noise(rows*length, c.Width, rng), noise(rows*length, c.Width, rng)
	var memory tensor.Matrix
	if c.Cross {
		memory = noise(rows*seen, c.Width, rng)
	}
	p := s.Forward(place, x, memory, length)
	o, in, read, weight := newOracle(s, place), vectors(x), vectors(memory), vectors(dOut)
	loss := func() float64 {
		sum := 0.0
		for r := range rows {
			var m [][]float64
			if c.Cross {
				m = read[r*seen : (r+1)*seen]
			}
			for i, y := range o.run(in[r*length:(r+1)*length], m) {
				for j, v := range y {
					sum += v * weight[r*length+i][j]
				}
			}
		}
		return sum
	}
	differ := func(what string, at *float64, got float32) {
		was := *at
		*at = was + h
		up := loss()
		*at = was - h
		down := loss()
		*at = was
		if want := (up - down) / (2 * h); !(math.Abs(float64(got)-want) <= 1e-5+2e-4*math.Abs(want)) {
			t.Errorf("%s: gradient %g, by differences %g", what, got, want)
		}
	}
	names := 0
	g := p.Backward(dOut, func(name string, grad tensor.Matrix) {
		names++
		for i, v := range grad.Data {
			differ(fmt.Sprintf("%s[%d]", name, i), &o.weights[name][i], v)
		}
	})
	if names != len(s.Tensors()) {
		t.Errorf("%d gradients of %d tensors", names, len(s.Tensors()))
	}
	for i, row := range in {
		for j := range row {
			differ("x", &row[j], g.Streams[0].At(i, j))
		}
	}
	for i, row := range read {
		for j := range row {
			differ("memory", &row[j], g.Memory.At(i, j))
		}
	}
}

// Without cross-attention a stack is what stands between embedding and head of
// a GPT: all gradients agree with package gpt's.
func TestAgreesWithGPT(t *testing.T) {
	for _, place := range []gpt.NormPlace{gpt.PreLN, gpt.PostLN} {
		rng := rand.New(rand.NewPCG(1, 2))
		c := gpt.Config{Vocab: 11, Context: 6, Width: 16, Layers: 3, Heads: 4, Inner: 20, Norm: place, Epsilon: 1e-5}
		m := gpt.Zeros(c)
		for _, x := range m.Tensors() {
			gaussian(x.Matrix, 0.5, rng)
		}
		s := Zeros(Config{Layers: 3, Width: 16, Heads: 4, Inner: 20, Epsilon: 1e-5, Causal: true, Final: place == gpt.PreLN})
		for l, b := range m.Blocks {
			q := b.QKV.Weight
			s.Blocks[l] = Block{
				SelfNorm: b.Norm1, MLPNorm: b.Norm2, Up: b.Up, Down: b.Down,
				Self: Attention{gpt.Linear{Weight: q.Slice(0, 16), Bias: b.QKV.Bias[:16]}, gpt.Linear{Weight: q.Slice(16, 48), Bias: b.QKV.Bias[16:]}, b.Out},
			}
		}
		s.Final = m.Final

		tokens, targets := []int{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}, []int{1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9}
		var pass gpt.Pass
		logits := m.Forward(&pass, tokens, 6)
		p := s.Forward(place, pass.Embedding, tensor.Matrix{}, 6)
		dLogits, grad := tensor.New(12, 11), gpt.Zeros(c)
		gpt.CrossEntropyBack(dLogits, logits, targets, 1./12)
		m.Backward(&pass, dLogits, grad)
		dOut := tensor.New(12, 16)
		tensor.Mul(dOut, dLogits, m.Tokens)

		again := tensor.New(12, 11)
		tensor.MulBT(again, p.Out, m.Tokens)
		near(t, "logits", again, logits, 1e-5)
		of := map[string]tensor.Matrix{}
		p.Backward(dOut, func(name string, g tensor.Matrix) { of[name] = g.Clone() })
		for l, b := range grad.Blocks {
			h := fmt.Sprintf("%d.", l)
			near(t, "queries", of[h+"self.query.weight"], b.QKV.Weight.Slice(0, 16), 1e-4)
			near(t, "keys and values", of[h+"self.keyvalue.weight"], b.QKV.Weight.Slice(16, 48), 1e-4)
			near(t, "down", of[h+"mlp.down.weight"], b.Down.Weight, 1e-4)
			near(t, "gain", of[h+"self.norm.weight"], tensor.Of(1, 16, b.Norm1.Gain), 1e-4)
		}
		if place == gpt.PreLN {
			near(t, "final gain", of["final.norm.weight"], tensor.Of(1, 16, grad.Final.Gain), 1e-4)
		}
	}
}
