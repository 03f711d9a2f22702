package architecture

import (
	"flag"
	"fmt"
	"math"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

var benchModel = flag.String("model", "", "a GGUF file for BenchmarkStored")

// A token of text after 64 and after 1024, and a prompt of 64 tokens with what
// follows it, of a model that is held as it is stored: to be measured in turn
// with llama-bench -p 64 -n 64, and -d for the context.
func BenchmarkStored(b *testing.B) {
	if *benchModel == "" {
		b.Skip("no -model")
	}
	f, err := gguf.OpenPath(*benchModel)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	m, err := GGUF(f, Options{Weights: gpt.Stored})
	if err != nil {
		b.Fatal(err)
	}
	tokens := make([]int, min(1024, m.Config.Context)-1)
	for i := range tokens {
		tokens[i] = i * 7919 % m.Config.Vocab
	}
	read := func(d *gpt.Decoder, tokens []int) {
		for r := d.Begin(tokens); r.Step(math.Inf(1)); {
		}
	}
	rate := func(b *testing.B, n int) {
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
	}
	for _, n := range []int{64, len(tokens)} {
		b.Run(fmt.Sprint("step/", n), func(b *testing.B) {
			d := gpt.NewDecoder(m)
			read(d, tokens[:n])
			for b.Loop() {
				d.Step(7)
				d.Rewind(n)
			}
			rate(b, 1)
		})
	}
	b.Run("prompt/64", func(b *testing.B) {
		d := gpt.NewDecoder(m)
		for b.Loop() {
			d.Rewind(0)
			read(d, tokens[:64])
		}
		rate(b, 64)
	})
}
