package lens_test

import (
	"math"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// reference is a pre-LN transformer in float64, from the formulas, for the last
// of some tokens. It shares no line with package gpt.
type reference struct {
	word, place, sum float64
	attention, mlp   []float64
	rms              []float64
	heads            [][][]float64 // [L][H][T]
	probabilities    [][]float64   // [L][V]
}

func linear(f gpt.Linear, x []float64) []float64 {
	y := make([]float64, f.Weight.Rows)
	for i := range y {
		y[i] = float64(f.Bias[i])
		for j, w := range f.Weight.Row(i) {
			y[i] += float64(w) * x[j]
		}
	}
	return y
}

func layerNorm(n gpt.Norm, x []float64) []float64 {
	mean, variance := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x))
	}
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = (v-mean)/math.Sqrt(variance+1e-5)*float64(n.Gain[i]) + float64(n.Bias[i])
	}
	return y
}

func softmax(z []float64) []float64 {
	peak, sum := math.Inf(-1), 0.0
	for _, v := range z {
		peak = math.Max(peak, v)
	}
	p := make([]float64, len(z))
	for i, v := range z {
		p[i] = math.Exp(v - peak)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func norm2(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum)
}

func wide(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

func plus(a, b []float64) []float64 {
	y := make([]float64, len(a))
	for i := range y {
		y[i] = a[i] + b[i]
	}
	return y
}

func refer(m *gpt.Model, tokens []int) reference {
	var r reference
	c, last := m.Config, len(tokens)-1
	x := make([][]float64, len(tokens))
	for t, token := range tokens {
		word, place := wide(m.Tokens.Row(token)), wide(m.Positions.Row(t))
		x[t] = plus(word, place)
		r.word, r.place, r.sum = norm2(word), norm2(place), norm2(x[t])
	}
	d, width := c.Width, c.HeadWidth()
	for _, b := range m.Blocks {
		qkv := make([][]float64, len(x))
		for t := range x {
			qkv[t] = linear(b.QKV, layerNorm(b.Norm1, x[t]))
		}
		mixed := make([][]float64, len(x))
		heads := make([][]float64, c.Heads)
		for t := range x {
			mixed[t] = make([]float64, d)
			for h := range c.Heads {
				scores := make([]float64, t+1)
				for s := range scores {
					for i := range width {
						scores[s] += qkv[t][h*width+i] * qkv[s][d+h*width+i] / math.Sqrt(float64(width))
					}
				}
				weights := softmax(scores)
				for s, w := range weights {
					for i := range width {
						mixed[t][h*width+i] += w * qkv[s][2*d+h*width+i]
					}
				}
				heads[h] = weights
			}
		}
		for t := range x {
			attention := linear(b.Out, mixed[t])
			x[t] = plus(x[t], attention)
			hidden := linear(b.Up, layerNorm(b.Norm2, x[t]))
			for i, v := range hidden {
				hidden[i] = v / 2 * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(v+0.044715*v*v*v)))
			}
			mlp := linear(b.Down, hidden)
			x[t] = plus(x[t], mlp)
			if t == last {
				r.attention, r.mlp = append(r.attention, norm2(attention)), append(r.mlp, norm2(mlp))
			}
		}
		logits := make([]float64, c.Vocab)
		y := layerNorm(m.Final, x[last])
		for v := range logits {
			for i, w := range m.Unembedding().Row(v) {
				logits[v] += float64(w) * y[i]
			}
		}
		r.rms = append(r.rms, norm2(x[last])/math.Sqrt(float64(d)))
		r.heads = append(r.heads, heads)
		r.probabilities = append(r.probabilities, softmax(logits))
	}
	return r
}

func TestReference(t *testing.T) {
	tensor.UseExact()
	b, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	if a := b.Model.Config.Activation; a != gpt.GELUTanh {
		t.Fatalf("the reference has another activation than %v", a)
	}
	const close = 2e-4 // of float32 through four blocks
	for _, text := range []string{"the fox lives in the", "x", "Question: Where does Ann live?\nAnswer:"} {
		tokens := b.Tokens.Encode(text)
		l, want := look(t, b.Model, tokens, math.Inf(1)), refer(b.Model, tokens)
		if off(l.Word, want.word, close) || off(l.Place, want.place, close) || off(l.Start, want.sum, close) {
			t.Errorf("%q: lengths %v, %v, %v, want %v, %v, %v", text, l.Word, l.Place, l.Start, want.word, want.place, want.sum)
		}
		for i, block := range l.Blocks {
			if off(block.RMS/want.rms[i], 1, close) || off(block.Attention/want.attention[i], 1, close) || off(block.MLP/want.mlp[i], 1, close) {
				t.Errorf("%q, block %d: %v, %v, %v; want %v, %v, %v", text, i+1, block.RMS, block.Attention, block.MLP, want.rms[i], want.attention[i], want.mlp[i])
			}
			for h, row := range block.Heads {
				for s, w := range row {
					if off(float64(w), want.heads[i][h][s], close) {
						t.Errorf("%q, block %d, head %d reads %v at token %d, want %v", text, i+1, h+1, w, s+1, want.heads[i][h][s])
					}
				}
			}
			before := math.Inf(1)
			for _, g := range block.Says {
				if off(g.P, want.probabilities[i][g.Token], close) || g.P > before {
					t.Errorf("%q, block %d: token %d has %v, want %v", text, i+1, g.Token, g.P, want.probabilities[i][g.Token])
				}
				before = g.P
			}
		}
	}
}
