package gpt

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	if err := small.Validate(); err != nil {
		t.Error(err)
	}
	tests := []struct {
		want   string
		change func(*Config)
	}{
		{"vocabulary is 0", func(c *Config) { c.Vocab = 0 }},
		{"context is -1", func(c *Config) { c.Context = -1 }},
		{"width is 0", func(c *Config) { c.Width = 0 }},
		{"layers is 0", func(c *Config) { c.Layers = 0 }},
		{"heads is 0", func(c *Config) { c.Heads = 0 }},
		{"inner width is 0", func(c *Config) { c.Inner = 0 }},
		{"width 8 is not a multiple of 3 heads", func(c *Config) { c.Heads = 3 }},
		{"epsilon is 0", func(c *Config) { c.Epsilon = 0 }},
		{"epsilon is NaN", func(c *Config) { c.Epsilon = float32(math.NaN()) }},
		{"epsilon is +Inf", func(c *Config) { c.Epsilon = float32(math.Inf(1)) }},
		{"norm place 3", func(c *Config) { c.Norm = 3 }},
		{"positions 7", func(c *Config) { c.Positions = 7 }},
		{"rotary positions in a width of 8 and heads of 1", func(c *Config) { c.Positions, c.Heads = Rotary, 8 }},
		{"sinusoidal positions in a width of 9 and heads of 9", func(c *Config) { c.Positions, c.Width, c.Heads = Sinusoidal, 9, 1 }},
		{"activation 4", func(c *Config) { c.Activation = 4 }},
		{"head size -1", func(c *Config) { c.Parts.HeadSize = -1 }},
		{"2 heads can't share 3 heads of keys", func(c *Config) { c.Parts.KeyHeads = 3 }},
		{"need matrices of their own", func(c *Config) { c.Parts.KeyHeads = 1 }},
		{"need matrices of their own", func(c *Config) { c.Parts.HeadSize = 6 }},
		{"biases 3", func(c *Config) { c.Parts.Biases = 3 }},
		{"a window of 4 in every 0 layers", func(c *Config) { c.Parts.Window = 4 }},
		{"rotation scaling 4", func(c *Config) { c.Parts.Rotation.Scaling = 4 }},
		{"base is 1, must", func(c *Config) { c.Parts.Local.Base = 1 }},
		{"is scaled by 0.5", func(c *Config) { c.Parts.Rotation = Rotation{Scaling: LinearScaling, Factor: .5} }},
		{"needs the length of the first training", func(c *Config) { c.Parts.Rotation = Rotation{Scaling: YaRN, Factor: 4} }},
		{"must be the other way round", func(c *Config) {
			c.Parts.Rotation = Rotation{Scaling: Llama3, Factor: 8, Trained: 8192, Low: 4, High: 1}
		}},
	}
	for _, tt := range tests {
		c := small
		tt.change(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want %q in it", err, tt.want)
		}
	}
}

// The 124M of GPT-2 small and the 116M of GPT-1, as transformers counts them.
func TestCountsOfPublishedModels(t *testing.T) {
	gpt2 := Config{Vocab: 50257, Context: 1024, Width: 768, Layers: 12, Heads: 12, Inner: 3072, Epsilon: 1e-5}
	if got := gpt2.Counts().Total(); got != 124_439_808 {
		t.Errorf("GPT-2 small has %d", got)
	}
	gpt1 := Config{Vocab: 40478, Context: 512, Width: 768, Layers: 12, Heads: 12, Inner: 3072, Norm: PostLN, Epsilon: 1e-5}
	if got := gpt1.Counts().Total(); got != 116_534_784 {
		t.Errorf("GPT-1 has %d", got)
	}
}

func TestCountsAreThoseOfTheTensors(t *testing.T) {
	for _, norm := range []NormPlace{PreLN, PostLN, Sandwich} {
		for positions := Learned; positions <= ALiBi; positions++ {
			c := small
			c.Norm, c.Positions, c.Untied = norm, positions, norm == PreLN
			got := 0
			for _, x := range Zeros(c).Tensors() {
				got += len(x.Data)
				if n := x.Shape(); len(n) == 1 != (strings.HasSuffix(x.Name, ".gain") || strings.HasSuffix(x.Name, ".bias")) {
					t.Errorf("%s has shape %v", x.Name, n)
				}
			}
			if got != c.Counts().Total() {
				t.Errorf("norm %d, positions %d: tensors have %d values, counted %d", norm, positions, got, c.Counts().Total())
			}
		}
	}
}

func TestCountsOfParts(t *testing.T) {
	bare := modern
	bare.Width, bare.Parts = 8, Parts{Gated: true, Biases: NoBiases}
	biased := modern
	biased.Parts.Biases, biased.Parts.RMSNorm, biased.Untied = AllBiases, false, true
	for _, c := range []Config{modern, bare, biased} {
		got := 0
		for _, x := range Zeros(c).Tensors() {
			got += len(x.Data)
		}
		if got != c.Counts().Total() {
			t.Errorf("%+v: tensors have %d values, counted %d", c, got, c.Counts().Total())
		}
	}
}

func TestNewIsAsGPT2(t *testing.T) {
	m := New(Config{Vocab: 64, Context: 32, Width: 64, Layers: 8, Heads: 4, Inner: 256, Epsilon: 1e-5}, rand.New(rand.NewPCG(1, 2)))
	for _, x := range m.Tensors() {
		var sum, squares float64
		for _, v := range x.Data {
			sum += float64(v)
			squares += float64(v) * float64(v)
		}
		n := float64(len(x.Data))
		want := 0.02
		switch {
		case strings.HasSuffix(x.Name, "gain"):
			want = 1
		case strings.HasSuffix(x.Name, "bias"):
			want = 0
		case strings.HasSuffix(x.Name, "out.weight"), strings.HasSuffix(x.Name, "down.weight"):
			want = 0.02 / 4 // √(2·8)
		}
		if rms := math.Sqrt(squares / n); math.Abs(rms-want) > 0.05*want {
			t.Errorf("%s: root mean square %g, want %g", x.Name, rms, want)
		}
		if x.Decay && math.Abs(sum/n) > 5*want/math.Sqrt(n) {
			t.Errorf("%s: mean %g", x.Name, sum/n)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	m, tokens := smallModel()
	c := m.Clone()
	before := m.Logits(tokens, nil)
	for _, x := range c.Tensors() {
		clear(x.Data)
	}
	after := m.Logits(tokens, nil)
	for i, v := range before.Data {
		if after.Data[i] != v {
			t.Fatal("changing the clone changed the model")
		}
	}
	if c.Blocks[1].Down.Weight.Data[0] != 0 || c.Final.Gain[0] != 0 {
		t.Error("the clone's tensors are not its fields")
	}
}
