package gpt

import (
	"fmt"
	"math"
	"math/cmplx"
	"strings"
)

// oracle is the model once more, in float64, position by position and as
// plainly as it can be written. It is itself held to the golden files.
type oracle struct {
	config  Config
	weights map[string][]float64 // by tensor name; matrices [out, in], row by row
}

func newOracle(m *Model) oracle {
	o := oracle{m.Config, map[string][]float64{}}
	for _, t := range m.Tensors() {
		w := make([]float64, len(t.Data))
		for i, v := range t.Data {
			w[i] = float64(v)
		}
		o.weights[libraryName(t.Name)] = w
	}
	return o
}

// vectors has a value per position.
type vectors [][]float64

// trace is what the oracle computed: intermediates by module name, the
// attention of each layer and head, the stream between blocks, the logits.
type trace struct {
	modules   map[string]vectors
	attention [][]vectors
	hidden    []vectors
	logits    vectors
}

func (o oracle) run(tokens []int, unmasked bool) trace {
	c := o.config
	t := trace{modules: map[string]vectors{}}
	x := make(vectors, len(tokens))
	for i, token := range tokens {
		x[i] = make([]float64, c.Width)
		for j := range x[i] {
			x[i][j] = o.weights["wte.weight"][token*c.Width+j]
			switch c.Positions {
			case Learned:
				x[i][j] += o.weights["wpe.weight"][i*c.Width+j]
			case Sinusoidal:
				angle := float64(i) / math.Pow(10000, float64(j/2*2)/float64(c.Width))
				x[i][j] += []float64{math.Sin(angle), math.Cos(angle)}[j%2] / math.Sqrt(float64(c.Width))
			}
		}
	}
	t.hidden = append(t.hidden, x)
	for l := range c.Layers {
		x = o.block(&t, x, fmt.Sprintf("h.%d.", l), unmasked)
		t.hidden = append(t.hidden, x)
	}
	if c.Norm == PreLN {
		x = o.norm(&t, x, "ln_f")
	}
	head := "wte.weight"
	if c.Untied {
		head = "lm_head.weight"
	}
	t.logits = make(vectors, len(x))
	for i := range x {
		for v := range c.Vocab {
			t.logits[i] = append(t.logits[i], inner(x[i], o.weights[head][v*c.Width:]))
		}
	}
	return t
}

func (o oracle) block(t *trace, x vectors, h string, unmasked bool) vectors {
	if o.config.Norm == PostLN {
		x = o.norm(t, plus(x, o.attend(t, x, h, unmasked)), h+"ln_1")
		return o.norm(t, plus(x, o.mlp(t, x, h)), h+"ln_2")
	}
	x = plus(x, o.attend(t, o.norm(t, x, h+"ln_1"), h, unmasked))
	return plus(x, o.mlp(t, o.norm(t, x, h+"ln_2"), h))
}

func (o oracle) attend(t *trace, x vectors, h string, unmasked bool) vectors {
	c := o.config
	d, width := c.Width, c.HeadWidth()
	qkv := o.linear(t, x, h+"attn.c_attn", 3*d)
	heads := make([]vectors, c.Heads)
	out := make(vectors, len(x))
	for i := range x {
		out[i] = make([]float64, d)
		for head := range c.Heads {
			at := head * width
			weights := make([]float64, len(x))
			var sum float64
			for j := range x {
				if j <= i || unmasked {
					q, k := qkv[i][at:at+width], qkv[j][d+at:d+at+width]
					if c.Positions == Rotary {
						q, k = turned(q, i), turned(k, j)
					}
					score := inner(q, k) / math.Sqrt(float64(width))
					if c.Positions == ALiBi { // the slopes of a power of two heads
						score -= math.Exp2(-8*float64(head+1)/float64(c.Heads)) * math.Abs(float64(i-j))
					}
					weights[j] = math.Exp(score)
					sum += weights[j]
				}
			}
			for j := range x {
				weights[j] /= sum
				for k := range width {
					out[i][at+k] += weights[j] * qkv[j][2*d+at+k]
				}
			}
			heads[head] = append(heads[head], weights)
		}
	}
	t.attention = append(t.attention, heads)
	return o.linear(t, out, h+"attn.c_proj", d)
}

// turned is RoPE, as complex numbers: a pair (a, b) is a + ib.
func turned(x []float64, p int) []float64 {
	y := make([]float64, len(x))
	for k := 0; k < len(x); k += 2 {
		angle := float64(p) * math.Pow(10000, -float64(k)/float64(len(x)))
		z := complex(x[k], x[k+1]) * cmplx.Exp(complex(0, angle))
		y[k], y[k+1] = real(z), imag(z)
	}
	return y
}

func (o oracle) mlp(t *trace, x vectors, h string) vectors {
	hidden := o.linear(t, x, h+"mlp.c_fc", o.config.Inner)
	active := make(vectors, len(x))
	for i := range hidden {
		for _, v := range hidden[i] {
			active[i] = append(active[i], slowActivation(o.config.Activation, v))
		}
	}
	t.modules[h+"mlp.act"] = active
	return o.linear(t, active, h+"mlp.c_proj", o.config.Width)
}

func slowActivation(a Activation, x float64) float64 {
	switch a {
	case GELUTanh:
		return 0.5 * x * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(x+0.044715*x*x*x)))
	case GELUErf:
		return 0.5 * x * (1 + math.Erf(x/math.Sqrt2))
	}
	return math.Max(x, 0)
}

func (o oracle) linear(t *trace, x vectors, name string, out int) vectors {
	y := make(vectors, len(x))
	for i := range x {
		for k := range out {
			y[i] = append(y[i], inner(x[i], o.weights[name+".weight"][k*len(x[i]):])+o.weights[name+".bias"][k])
		}
	}
	t.modules[name] = y
	return y
}

func (o oracle) norm(t *trace, x vectors, name string) vectors {
	y := make(vectors, len(x))
	for i, row := range x {
		var mean, variance float64
		for _, v := range row {
			mean += v / float64(len(row))
		}
		for _, v := range row {
			variance += (v - mean) * (v - mean) / float64(len(row))
		}
		for j, v := range row {
			hat := (v - mean) / math.Sqrt(variance+float64(o.config.Epsilon))
			y[i] = append(y[i], hat*o.weights[name+".weight"][j]+o.weights[name+".bias"][j])
		}
	}
	t.modules[name] = y
	return y
}

// loss is the mean cross-entropy of rows of length tokens.
func (o oracle) loss(tokens, targets []int, length int) float64 {
	var sum, counted float64
	for at := 0; at < len(tokens); at += length {
		logits := o.run(tokens[at:at+length], false).logits
		for i, row := range logits {
			if target := targets[at+i]; target != NoTarget {
				sum -= slowLogProb(row, target)
				counted++
			}
		}
	}
	return sum / counted
}

func slowLogProb(logits []float64, target int) float64 {
	var sum float64
	for _, v := range logits {
		sum += math.Exp(v - logits[target])
	}
	return -math.Log(sum)
}

func inner(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func plus(a, b vectors) vectors {
	sum := make(vectors, len(a))
	for i := range a {
		for j := range a[i] {
			sum[i] = append(sum[i], a[i][j]+b[i][j])
		}
	}
	return sum
}

// module returns a golden file's module under the names used here.
func (t trace) module(name string) (vectors, bool) {
	switch name = strings.TrimPrefix(name, "transformer."); name {
	case "lm_head":
		return t.logits, true
	case "wte", "wpe", "tokens_embed", "positions_embed":
		return nil, false // single lookups: hidden[0] has their sum
	}
	x, ok := t.modules[name]
	return x, ok
}
