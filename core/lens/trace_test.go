package lens_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/huggingface"
	"logitarium/core/lens"
	"logitarium/core/tensor"
)

// record runs a pass to its end.
func record(t testing.TB, m *gpt.Model, tokens []int) *lens.Trace {
	t.Helper()
	trace, run := lens.Record(m, tokens, nil)
	for run.Step(1e9) {
	}
	return trace
}

// golden is what transformers has of gpt2_tiny.
type golden struct {
	ID       string
	InputIDs [][]int `json:"input_ids"`
	Expected struct {
		Float64 struct {
			Logits       [][][]float64
			HiddenStates [][][][]float64   `json:"hidden_states"` // [L+1][row][T][d]; the last one after the final norm
			Attentions   [][][][][]float64 // [L][row][H][T][T]
		}
	}
}

func goldens(t *testing.T) (*gpt.Model, []golden) {
	t.Helper()
	const dir = "../huggingface/testdata/gpt2_tiny"
	f, err := huggingface.Open(dir, huggingface.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../gpt/testdata/gpt2_tiny/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []golden }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return f.Model, file.Cases
}

// Weights, and what Pair works out, are those of transformers.
func TestAttentionGolden(t *testing.T) {
	m, cases := goldens(t)
	compared := 0
	for _, c := range cases {
		for layer, rows := range c.Expected.Float64.Attentions {
			for r, heads := range rows {
				trace := record(t, m, c.InputIDs[r])
				for head, want := range heads {
					w := trace.Weights(layer, head)
					for q, row := range want {
						for k, v := range row {
							compared++
							if p := trace.Pair(layer, head, q, k); off(float64(w.At(q, k)), v, 1e-5) || off(p.Weight, v, 1e-5) || p.Seen != (k <= q) {
								t.Fatalf("%s: head %d.%d reads %g at %d from %d, worked out %+v, want %g", c.ID, layer, head, w.At(q, k), k, q, p, v)
							}
						}
					}
				}
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d weights compared", compared)
	}
}

// modern is a small model of random weights with the parts of later ones: fewer
// heads of keys, rotations, RMSNorms on queries and keys and around both
// sublayers, a window, and soft caps.
func modern() *gpt.Model {
	c := gpt.Config{
		Vocab: 90, Context: 16, Width: 16, Layers: 3, Heads: 4, Inner: 20, Norm: gpt.Sandwich, Positions: gpt.Rotary, Epsilon: 1e-6,
		Parts: gpt.Parts{
			RMSNorm: true, Biases: gpt.NoBiases, Separate: true, KeyHeads: 2, Gated: true, QKNorm: true,
			Window: 3, Every: 3, EmbeddingScale: 4, ScoreCap: 5, LogitCap: 5,
		},
	}
	return random(c, 1)
}

func random(c gpt.Config, seed uint64) *gpt.Model {
	m, rng := gpt.Zeros(c), newRand(seed)
	for _, p := range m.Tensors() {
		for i := range p.Data {
			p.Data[i] = float32(rng.NormFloat64()) * 0.7
		}
	}
	return m
}

// Of every kind of model each row of weights sums to 1, is that of its pairs,
// and has nothing where the mask hides.
func TestRowsSumToOne(t *testing.T) {
	tensor.UseExact()
	alibi := gpt.Config{Vocab: 90, Context: 16, Width: 16, Layers: 2, Heads: 4, Inner: 20, Norm: gpt.PostLN, Positions: gpt.ALiBi, Epsilon: 1e-5}
	b := builtintest.Load(t)
	for name, m := range map[string]*gpt.Model{"built-in": b.Model, "modern": modern(), "alibi": random(alibi, 2)} {
		c := m.Config
		trace := record(t, m, []int{3, 1, 4, 1, 5, 9, 2, 6})
		for layer := range c.Layers {
			for head := range c.Heads {
				w := trace.Weights(layer, head)
				for q := range w.Rows {
					sum := 0.0
					for k, v := range w.Row(q) {
						sum += float64(v)
						p := trace.Pair(layer, head, q, k)
						if off(p.Weight, float64(v), 1e-5) || !p.Seen && v != 0 {
							t.Errorf("%s: head %d.%d from %d to %d is %g, worked out %+v", name, layer, head, q, k, v, p)
						}
						if window := c.Window(layer); p.Seen != (k <= q && (window == 0 || k > q-window)) {
							t.Errorf("%s: layer %d sees %d from %d: %t", name, layer, k, q, p.Seen)
						}
						if name == "built-in" && off(p.Score, p.Dot*p.Scale, 1e-4) {
							t.Errorf("head %d.%d: score %g, want %g", layer, head, p.Score, p.Dot*p.Scale)
						}
					}
					if off(sum, 1, 1e-5) {
						t.Errorf("%s: head %d.%d, row %d sums to %g", name, layer, head, q, sum)
					}
				}
			}
		}
	}
}

func TestEntropy(t *testing.T) {
	for _, c := range []struct {
		weights []float32
		bits    float64
	}{{nil, 0}, {[]float32{1}, 0}, {[]float32{0, 1, 0}, 0}, {[]float32{.5, .5}, 1}, {[]float32{.25, .25, .25, .25}, 2}, {[]float32{.5, .25, .25}, 1.5}} {
		if got := lens.Entropy(c.weights); math.Abs(got-c.bits) > 1e-12 {
			t.Errorf("%v: %g bits, want %g", c.weights, got, c.bits)
		}
	}
}
