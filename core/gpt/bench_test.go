package gpt

import (
	"math/rand/v2"
	"testing"

	"logitarium/core/tensor"
)

// built is the shape of the built-in model.
var built = Config{Vocab: 768, Context: 128, Width: 128, Layers: 4, Heads: 4, Inner: 512, Epsilon: 1e-5}

func randomTokens(rng *rand.Rand, n, vocab int) []int {
	tokens := make([]int, n)
	for i := range tokens {
		tokens[i] = rng.IntN(vocab)
	}
	return tokens
}

func BenchmarkLogits64(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	m, tokens := New(built, rng), randomTokens(rng, 64, built.Vocab)
	b.ReportAllocs()
	for b.Loop() {
		m.Logits(tokens, nil)
	}
}

func BenchmarkDecodeStepAt64(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	m := New(built, rng)
	d := NewDecoder(m)
	d.Feed(randomTokens(rng, 64, built.Vocab))
	b.ReportAllocs()
	for b.Loop() {
		d.Step(7)
		d.Rewind(64)
	}
}

func BenchmarkForwardBackward128(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	m, tokens := New(built, rng), randomTokens(rng, 128, built.Vocab)
	var p Pass
	grad, d := Zeros(built), tensor.New(128, built.Vocab)
	b.ReportAllocs()
	for b.Loop() {
		logits := m.Forward(&p, tokens, 128)
		CrossEntropyBack(d, logits, tokens, 1./128)
		m.Backward(&p, d, grad)
	}
}

func BenchmarkTrainStep32x96(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	tokens := randomTokens(rng, 32*96, built.Vocab)
	t := NewTrainer(New(built, rng), Recipe())
	b.ReportAllocs()
	for b.Loop() {
		t.Step(Batch{tokens, tokens, 96}, 1e-3)
	}
	b.ReportMetric(float64(len(tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// The shapes of the large benchmarks, with as many weights read per token as
// a Llama of 288/6/6 and 768/12/12 has: the MLP's two matrices of 4d hold what
// SwiGLU's three of 8d/3 hold.
var large = []struct {
	name  string
	shape Config
}{
	{"288x6x6", Config{Vocab: 32000, Context: 1024, Width: 288, Layers: 6, Heads: 6, Inner: 4 * 288, Epsilon: 1e-5}},
	{"768x12x12", Config{Vocab: 32000, Context: 1024, Width: 768, Layers: 12, Heads: 12, Inner: 4 * 768, Epsilon: 1e-5}},
}

// One token of text after 64, and 64 tokens of a prompt with what follows
// them.
func BenchmarkLarge(b *testing.B) {
	for _, l := range large {
		rng := rand.New(rand.NewPCG(1, 1))
		m, tokens := New(l.shape, rng), randomTokens(rng, 64, l.shape.Vocab)
		rounded, err := m.Int8()
		if err != nil {
			b.Fatal(err)
		}
		for _, m := range []*Model{m, rounded} {
			name := l.name + "/" + m.Precision.String()
			b.Run(name+"/step", func(b *testing.B) {
				d := NewDecoder(m)
				d.Feed(tokens)
				for b.Loop() {
					d.Step(7)
					d.Rewind(64)
				}
			})
			b.Run(name+"/prompt", func(b *testing.B) {
				d := NewDecoder(m)
				for b.Loop() {
					d.Rewind(0)
					for r := d.Begin(tokens); r.Step(stepWork); {
					}
				}
			})
		}
	}
}
