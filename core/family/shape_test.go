package family_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"logitarium/core/family"
)

type countCase struct {
	ID     string
	Config struct {
		Layers    int `json:"n_layer"`
		Heads     int `json:"n_head"`
		Width     int `json:"n_embd"`
		Positions int `json:"n_positions"`
		Vocab     int `json:"vocab_size"`
	}
	Expected struct {
		Total     int
		Block     int            `json:"per_block"`
		Parts     map[string]int // final norms and embeddings: both; per layer: each tensor
		Bare      int            `json:"excluding_embeddings"`
		Unplaced  int            `json:"excluding_position_embeddings"`
		Untied    int            `json:"untied_total"`
		F32       float64        `json:"bytes_f32"`
		F16       float64        `json:"bytes_f16"`
		Unbiased  int            `json:"total_params_bias_false"`
		Forward   float64        `json:"forward_flops_per_sequence"`
		Both      float64        `json:"forward_backward_flops"`
		PaLM      float64        `json:"palm_estimate"`
		Attention float64        `json:"attention_block_flops"`
		MLP       float64        `json:"mlp_block_flops"`
		Head      float64        `json:"lm_head_flops"`
	}
}

func countCases(t *testing.T) []countCase {
	t.Helper()
	data, err := os.ReadFile("testdata/param_counts.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []countCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 14 {
		t.Fatalf("%d cases, want 14", len(file.Cases))
	}
	return file.Cases
}

// The ids of the reference, which counts the classes of transformers.
var referenceIDs = map[string]string{
	"openai-gpt (GPT-1)": "gpt-1", "gpt2": "gpt-2", "gpt2-medium": "gpt-2-medium", "gpt2-large": "gpt-2-large", "gpt2-xl": "gpt-2-xl",
	"GPT-3 Small": "gpt-3-125m", "GPT-3 Medium": "gpt-3-350m", "GPT-3 Large": "gpt-3-760m", "GPT-3 XL": "gpt-3-1.3b",
	"GPT-3 2.7B": "gpt-3-2.7b", "GPT-3 6.7B": "gpt-3-6.7b", "GPT-3 13B": "gpt-3-13b", "GPT-3 175B": "gpt-3-175b",
}

func TestCounts(t *testing.T) {
	checked := 0
	for _, c := range countCases(t) {
		id, ok := referenceIDs[c.ID]
		if !ok {
			continue
		}
		checked++
		s := *byID(t, id).Shape
		if s.Layers != c.Config.Layers || s.Heads != c.Config.Heads || s.Width != c.Config.Width ||
			s.Context != c.Config.Positions || s.Vocab != c.Config.Vocab {
			t.Errorf("%s has the shape %+v, want %+v", id, s, c.Config)
		}
		p, want := s.Parts(), c.Expected
		layer := func(name string) int { return s.Layers * want.Parts["per_layer."+name] }
		untied := s
		untied.Untied = true
		f32, f16 := family.Precisions()[0], family.Precisions()[1]
		for _, n := range []struct {
			name      string
			got, want int
		}{
			{"total", p.Total(), want.Total},
			{"a block", s.Block(), want.Block},
			{"tokens", p.Tokens, want.Parts["wte (tied with lm_head)"]},
			{"positions", p.Positions, want.Parts["wpe"]},
			{"attention", p.Attention, layer("attn.c_attn.weight") + layer("attn.c_attn.bias") + layer("attn.c_proj.weight") + layer("attn.c_proj.bias")},
			{"MLP", p.MLP, layer("mlp.c_fc.weight") + layer("mlp.c_fc.bias") + layer("mlp.c_proj.weight") + layer("mlp.c_proj.bias")},
			{"norms", p.Norms, layer("ln_1.weight") + layer("ln_1.bias") + layer("ln_2.weight") + layer("ln_2.bias") + 2*want.Parts["ln_f"]},
			{"without embeddings", p.Total() - p.Tokens - p.Positions, want.Bare},
			{"without positions", p.Total() - p.Positions, want.Unplaced},
			{"untied", untied.Parts().Total(), want.Untied},
			{"active", s.Active(), want.Total},
			{"bytes in f32", int(s.WeightBytes(f32)), int(want.F32)},
			{"bytes in f16", int(s.WeightBytes(f16)), int(want.F16)},
		} {
			if n.got != n.want {
				t.Errorf("%s: %s is %d, want %d", id, n.name, n.got, n.want)
			}
		}
	}
	if checked != 13 {
		t.Errorf("%d models were checked, want 13", checked)
	}
}

func TestWork(t *testing.T) {
	want := countCases(t)[13].Expected
	s := *byID(t, "gpt-2").Shape
	s.NoBias = true
	w := s.Forward(1024)
	layers := float64(s.Layers)
	for _, n := range []struct {
		name      string
		got, want float64
	}{
		{"parameters", float64(s.Parts().Total()), float64(want.Unbiased)},
		{"forward", w.Total(), want.Forward},
		{"forward and backward", 3 * w.Total(), want.Both},
		{"attention of a block", (w.QKV + w.Scores + w.Mix + w.Projection) / layers, want.Attention},
		{"MLP of a block", w.MLP / layers, want.MLP},
		{"head", w.Head, want.Head},
		{"PaLM's estimate", 1024 * s.PaLM(1024), want.PaLM},
	} {
		if n.got != n.want {
			t.Errorf("%s: %.0f, want %.0f", n.name, n.got, n.want)
		}
	}
}

// The closed formula of the GPT-2 kind, on random shapes.
func TestFormula(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		heads := 1 + rng.IntN(20)
		d, layers, vocab, context := heads*(1+rng.IntN(100)), 1+rng.IntN(100), 1+rng.IntN(1e5), 1+rng.IntN(1e4)
		s := family.Shape{
			Vocab: vocab, Context: context, Width: d, Layers: layers,
			Heads: heads, KVHeads: heads, HeadWidth: d / heads, Inner: 4 * d,
		}
		if got, want := s.Parts().Total(), vocab*d+context*d+layers*(12*d*d+13*d)+2*d; got != want {
			t.Fatalf("%+v: %d parameters, the formula gives %d", s, got, want)
		}
		if s.Block() != 12*d*d+13*d {
			t.Fatalf("%+v: a block of %d", s, s.Block())
		}
	}
}

// Experts cost memory, not work: k of E are counted as active, and as work.
func TestExperts(t *testing.T) {
	s := *byID(t, "gpt-oss-120b").Shape
	all := s
	all.Chosen = all.Experts
	if s.Active() >= all.Active() || all.Active() != s.Parts().Total()-s.Vocab*s.Width {
		t.Errorf("%d active of %d; with all chosen %d", s.Active(), s.Parts().Total(), all.Active())
	}
	if ratio := all.Forward(8).MLP / s.Forward(8).MLP; math.Abs(ratio-32) > 0.5 {
		t.Errorf("all experts cost %.2f times the work of 4 of 128", ratio)
	}
}

func TestCache(t *testing.T) {
	bf16 := family.Precisions()[1]
	for _, c := range []struct {
		id            string
		tokens, batch int
		want          float64
	}{
		{"gpt-2", 1, 1, 2 * 12 * 768 * 2},
		{"gpt-3-175b", 1, 1, 2 * 96 * 12288 * 2}, // 4.7 MB a token
		{"gpt-3-175b", 2048, 3, 2 * 96 * 12288 * 2 * 2048 * 3},
		{"gpt-oss-120b", 100, 1, 2 * 36 * 512 * 2 * 100},
		{"gpt-oss-120b", 131_072, 1, 2 * 512 * 2 * (18*131_072 + 18*128)}, // half the layers keep 128
	} {
		if got := byID(t, c.id).Shape.CacheBytes(bf16, c.tokens, c.batch); got != c.want {
			t.Errorf("%s, %d tokens, batch %d: %.0f bytes, want %.0f", c.id, c.tokens, c.batch, got, c.want)
		}
	}
	odd := *byID(t, "gpt-oss-20b").Shape
	odd.Layers = 3 // the first and the third look back over the window
	if got, want := odd.CacheBytes(bf16, 1000, 1), 2.0*512*2*(1000+2*128); got != want {
		t.Errorf("three layers, 1000 tokens: %.0f bytes, want %.0f", got, want)
	}
	s := byID(t, "gpt-2").Shape
	if wide := family.Precisions()[0]; s.CacheBytes(wide, 7, 1) != 2*s.CacheBytes(bf16, 7, 1) {
		t.Error("a cache of 32-bit numbers is not twice one of 16-bit numbers")
	}
}

// A window bounds the pairs of positions in half of the layers.
func TestWindowWork(t *testing.T) {
	s := byID(t, "gpt-oss-120b").Shape
	w := s.Forward(1000)
	if want := 2.0 * 1000 * 4096 * (18*1000 + 18*128); w.Scores != want || w.Mix != want {
		t.Errorf("scores %.0f, mix %.0f, want %.0f", w.Scores, w.Mix, want)
	}
}

// Of gpt-oss-120b in q8 the matrices have 8.5 bits; biases, gains and sinks 16.
func TestMatrices(t *testing.T) {
	s := byID(t, "gpt-oss-120b").Shape
	n := s.Parts().Total()
	matrices := 2*201_088*2880 + 36*(2880*5120+4096*2880+128*3*2880*2880+128*2880)
	want := (float64(matrices)*8.5 + float64(n-matrices)*16) / 8
	if got := s.WeightBytes(family.Precisions()[2]); got != want {
		t.Errorf("%.0f bytes, want %.0f", got, want)
	}
}

// Fewer bits are never more memory, and no part is counted twice.
func TestPrecisions(t *testing.T) {
	for _, m := range family.All() {
		if m.Shape == nil {
			continue
		}
		n := float64(m.Shape.Parts().Total())
		for _, p := range family.Precisions() {
			per := 8 * m.Shape.WeightBytes(p) / n
			if low, high := min(p.Bits, 16), max(p.Bits, 16); per < low || per > high {
				t.Errorf("%s in %s: %.3f bits for a parameter, outside %v to %v", m.ID, p.Name, per, low, high)
			}
		}
		q4, mx := family.Precisions()[3], family.Precisions()[4]
		if m.Shape.WeightBytes(mx) < m.Shape.WeightBytes(family.Precision{Bits: 4.25, Scope: family.Matrices}) {
			t.Errorf("%s: the MLPs alone save more than all matrices", m.ID)
		}
		if per := 8 * m.Shape.WeightBytes(q4) / n; per > 4.6 {
			t.Errorf("%s: %.3f bits in q4: matrices are missing", m.ID, per)
		}
	}
}

func TestMisusePanics(t *testing.T) {
	s := byID(t, "gpt-2").Shape
	for name, f := range map[string]func(){
		"Forward(0)":      func() { s.Forward(0) },
		"PaLM(-1)":        func() { s.PaLM(-1) },
		"CacheBytes(0,1)": func() { s.CacheBytes(family.Precisions()[0], 0, 1) },
		"CacheBytes(1,0)": func() { s.CacheBytes(family.Precisions()[0], 1, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s does not panic", name)
				}
			}()
			f()
		}()
	}
}
