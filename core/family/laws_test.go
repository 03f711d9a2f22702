package family_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"logitarium/core/family"
	"logitarium/core/gpt"
)

// random is a shape with any of the switches.
func random(rng *rand.Rand) family.Shape {
	heads := 1 + rng.IntN(6)
	s := family.Shape{
		Vocab: 1 + rng.IntN(500), Context: 1 + rng.IntN(100), Width: 8 * (1 + rng.IntN(9)), Layers: 1 + rng.IntN(9),
		Heads: heads * (1 + rng.IntN(3)), KVHeads: heads, HeadWidth: 2 * (1 + rng.IntN(8)), Inner: 1 + rng.IntN(300),
	}
	for _, on := range []*bool{&s.PostLN, &s.Rotary, &s.RMS, &s.Gated, &s.Sinks, &s.Untied, &s.NoBias, &s.InputBias, &s.QKNorm, &s.Sandwich} {
		*on = rng.IntN(2) == 0
	}
	if rng.IntN(2) == 0 {
		s.Experts = 1 + rng.IntN(8)
		s.Chosen = 1 + rng.IntN(s.Experts)
	}
	if rng.IntN(2) == 0 {
		s.Window, s.Every = 1+rng.IntN(20), rng.IntN(4)
	}
	return s
}

// What each switch adds to the parameters, on any shape.
func TestSwitches(t *testing.T) {
	total := func(s family.Shape) int { return s.Parts().Total() }
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		s := random(rng)
		for _, c := range []struct {
			name string
			turn func(*family.Shape, bool)
			want int // with it less without it
		}{
			{"Rotary", func(s *family.Shape, on bool) { s.Rotary = on }, -s.Context * s.Width},
			{"Untied", func(s *family.Shape, on bool) { s.Untied = on }, s.Vocab * s.Width},
			{"Sinks", func(s *family.Shape, on bool) { s.Sinks = on }, s.Layers * s.Heads},
			{"QKNorm", func(s *family.Shape, on bool) { s.QKNorm = on }, s.Layers * 2 * s.HeadWidth},
			{"PostLN", func(s *family.Shape, on bool) { s.PostLN = on }, -norm(s)},
			{"Sandwich", func(s *family.Shape, on bool) { s.Sandwich = on }, s.Layers * 2 * norm(s)},
			{"a layer more", func(s *family.Shape, on bool) {
				if on {
					s.Layers++
				}
			}, s.Block()},
			{"a token more", func(s *family.Shape, on bool) {
				if on {
					s.Vocab++
				}
			}, s.Width * (1 + one(s.Untied))},
		} {
			with, without := s, s
			c.turn(&with, true)
			c.turn(&without, false)
			if got := total(with) - total(without); got != c.want {
				t.Fatalf("%s is %d parameters more, want %d: %+v", c.name, got, c.want, s)
			}
		}
		p := s.Parts()
		if sum := p.Tokens + p.Positions + p.Attention + p.MLP + p.Norms + p.Head; sum != p.Total() {
			t.Fatalf("the parts sum to %d, in all %d", sum, p.Total())
		}
		if s.Blocks() != s.Layers*s.Block() || s.Blocks()+p.Tokens+p.Positions+p.Head > p.Total() {
			t.Fatalf("blocks of %d in %d: %+v", s.Blocks(), p.Total(), s)
		}
		if active := s.Active(); active > p.Total() || active < 1 || s.Experts == 0 && active != p.Total() {
			t.Fatalf("%d active of %d: %+v", active, p.Total(), s)
		}
	}
}

func norm(s family.Shape) int {
	if s.RMS || s.NoBias {
		return s.Width
	}
	return 2 * s.Width
}

func one(on bool) int {
	if on {
		return 1
	}
	return 0
}

// Matrices are work in proportion to the tokens, pairs of positions to their
// square, or to the window where a layer has one; and all layers count.
func TestWorkGrows(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		s := random(rng)
		n := 1 + rng.IntN(50)
		w, twice := s.Forward(n), s.Forward(2*n)
		for what, pair := range map[string][2]float64{
			"QKV": {w.QKV, twice.QKV}, "projection": {w.Projection, twice.Projection}, "MLP": {w.MLP, twice.MLP}, "head": {w.Head, twice.Head},
		} {
			if pair[1] != 2*pair[0] || !(pair[0] > 0) {
				t.Fatalf("%s: %v for %d tokens, %v for twice as many", what, pair[0], n, pair[1])
			}
		}
		local := 0
		if s.Window > 0 {
			every := s.Every
			if every == 0 {
				every = 2
			}
			for l := range s.Layers {
				if (l+1)%every != 0 {
					local++
				}
			}
		}
		reach := (s.Layers-local)*n + local*min(n, s.Window)
		if want := float64(2 * n * reach * s.Heads * s.HeadWidth); w.Scores != want || w.Mix != want {
			t.Fatalf("%d tokens: scores %v, mix %v, want %v: %+v", n, w.Scores, w.Mix, want, s)
		}
		for _, p := range family.Precisions() {
			if want := 2 * float64(s.KVHeads*s.HeadWidth*reach*3) * p.KVBits / 8; s.CacheBytes(p, n, 3) != want {
				t.Fatalf("%s: a cache of %v bytes, want %v", p.Name, s.CacheBytes(p, n, 3), want)
			}
		}
		mlp := (2 + one(s.Gated)) * s.Width * s.Inner
		if s.Experts > 0 {
			mlp = s.Chosen*mlp + s.Experts*s.Width
		}
		if want := float64(2 * n * s.Layers * mlp); w.MLP != want {
			t.Fatalf("%d tokens: MLPs of %v, want %v: %+v", n, w.MLP, want, s)
		}
		if sum := w.QKV + w.Scores + w.Mix + w.Projection + w.MLP + w.Head; sum != w.Total() {
			t.Fatalf("%v in all, the parts sum to %v", w.Total(), sum)
		}
	}
}

// The layers that look back over a window are those of the program's own models.
func TestWindowsAreTheModels(t *testing.T) {
	for every := 1; every <= 4; every++ {
		for layers := 1; layers <= 9; layers++ {
			c := gpt.Config{Vocab: 9, Context: 40, Width: 8, Layers: layers, Heads: 2, Inner: 8, Parts: gpt.Parts{Window: 3, Every: every}}
			s := family.Of(c)
			local := 0
			for l := range layers {
				if (l+1)%every != 0 {
					local++
				}
			}
			want := 2.0 * 8 * float64((layers-local)*40+local*3) * 2
			if got := s.CacheBytes(family.Precisions()[1], 40, 1); got != want {
				t.Errorf("%d layers, every %d: %v bytes, want %v", layers, every, got, want)
			}
		}
	}
}

// Q8_0 and Q4_0 have a scale of 16 bits for 32 values, MXFP4 one of 8 bits; a
// cache is not quantized.
func TestBitsOfPrecisions(t *testing.T) {
	want := []family.Precision{
		{Name: "f32", Bits: 32, Scope: family.Whole, KVBits: 32}, {Name: "bf16", Bits: 16, Scope: family.Whole, KVBits: 16},
		{Name: "q8", Bits: 8 + 16./32, Scope: family.Matrices, KVBits: 16}, {Name: "q4", Bits: 4 + 16./32, Scope: family.Matrices, KVBits: 16},
		{Name: "mxfp4", Bits: 4 + 8./32, Scope: family.Experts, KVBits: 16},
	}
	got := family.Precisions()
	for i := range got {
		if got[i].Help == "" {
			t.Errorf("%s is not explained", got[i].Name)
		}
		if got[i].Help = ""; got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
}

// What an open model's source does not give is not printed; what is kept back is
// undisclosed.
func TestWhyNothingIsThere(t *testing.T) {
	for _, id := range []string{"gpt-1", "gpt-2-xl", "gpt-oss-120b"} {
		if c := byID(t, id).Tokens; c.Text != "not printed" || c.Known() || c.Source == "" {
			t.Errorf("%s: %+v", id, c)
		}
	}
	for _, id := range []string{"gpt-4", "gpt-5.5"} {
		m := byID(t, id)
		if m.Layers.Text != "undisclosed" || m.Layers.Place != "" {
			t.Errorf("%s: %+v", id, m.Layers)
		}
	}
	if c := byID(t, "gpt-5.5").Vocab; !strings.HasPrefix(c.Place, "names that begin with gpt-5") || !strings.HasPrefix(c.Source, "openai/tiktoken, model.py") {
		t.Errorf("the vocabulary of GPT-5.5 is from %q, %q", c.Source, c.Place)
	}
}

// What is asked wrongly panics and says what was wrong.
func TestPanicsSayWhat(t *testing.T) {
	s := byID(t, "gpt-2").Shape
	p := family.Precisions()[0]
	for want, f := range map[string]func(){
		"family: 0 tokens, must be 1 or more":     func() { s.Forward(0) },
		"family: -1 tokens, must be 1 or more":    func() { s.PaLM(-1) },
		"family: -2 tokens, must be 1 or more":    func() { s.CacheBytes(p, -2, 1) },
		"family: 0 sequences, must be 1 or more":  func() { s.CacheBytes(p, 1, 0) },
		"family: -9 sequences, must be 1 or more": func() { s.CacheBytes(p, 1, -9) },
	} {
		func() {
			defer func() {
				if got, _ := recover().(string); got != want {
					t.Errorf("panics with %q, want %q", got, want)
				}
			}()
			f()
		}()
	}
	if w := s.Forward(1); !(w.Total() > 0) || !(s.PaLM(1) > 0) || !(s.CacheBytes(p, 1, 1) > 0) {
		t.Errorf("one token is no work: %+v", w)
	}
}

// A model has a use if its series has one, and who kept it back is named.
func TestUseInWords(t *testing.T) {
	for _, c := range []struct{ id, title, asked, release string }{
		{"gpt-1", "Improving Language Understanding by Generative Pre-Training", family.Finetuned, "weights for all"},
		{"gpt-2-medium", "Language Models are Unsupervised Multitask Learners", family.ZeroShotUse, "weights in four stages"},
		{"instructgpt", "Training language models to follow instructions with human feedback", family.Instructions, "a service; no weights"},
		{"gpt-4-turbo", "New models and developer products announced at DevDay", "undisclosed", "a service; no weights"},
		{"gpt-4.1", "Introducing GPT-4.1 in the API", family.Instructions, "a service; no weights"},
		{"gpt-oss-20b", "gpt-oss-120b & gpt-oss-20b Model Card", family.ReasonsFirst, "weights for all"},
		{"gpt-oss-120b", "gpt-oss-120b & gpt-oss-20b Model Card", family.ReasonsFirst, "weights for all"},
	} {
		u := byID(t, c.id).Use()
		if u.Title.Text != c.title || u.Asked.Text != c.asked || u.Release.Text != c.release {
			t.Errorf("%s: %q, %q, %q; want %+v", c.id, u.Title.Text, u.Asked.Text, u.Release.Text, c)
		}
	}
	for _, c := range []family.Cell{family.Model{Series: "another"}.Use().Title, byID(t, "gpt-4-turbo").Use().Safety} {
		if c.Known() || c.Text != "undisclosed" || c.Source != "OpenAI" {
			t.Errorf("of a series without a source: %+v", c)
		}
	}
	if !strings.Contains(byID(t, "gpt-4").Use().Safety.Text, "not fully reliable") {
		t.Error("GPT-4's report is quoted otherwise")
	}
}
