package family_test

import (
	"fmt"

	"logitarium/core/family"
	"logitarium/core/gpt"
)

func ExampleAll() {
	for _, m := range family.All() {
		if m.Flagship {
			fmt.Printf("%s %s: %s\n", m.Released.Text, m.Name, m.Parameters.Text)
		}
	}
	// Output:
	// 2018-06-11 GPT-1: 117M
	// 2019-11-05 GPT-2 XL: 1558M
	// 2020-05-28 GPT-3 175B: 175.0B
	// 2022-03-04 InstructGPT: 175B
	// 2022-11-30 ChatGPT (3.5): undisclosed
	// 2023-03-14 GPT-4: undisclosed
	// 2023-11-06 GPT-4 Turbo: undisclosed
	// 2024-05-13 GPT-4o: undisclosed
	// 2025-02-27 GPT-4.5: undisclosed
	// 2025-04-14 GPT-4.1: undisclosed
	// 2025-08-05 gpt-oss-20b: 20.91B
	// 2025-08-05 gpt-oss-120b: 116.83B
	// 2025-08-07 GPT-5: undisclosed
}

func ExampleShape_Parts() {
	m := named("gpt-2")
	p := m.Shape.Parts()
	fmt.Println(p.Tokens, p.Positions, p.Attention, p.MLP, p.Norms, "=", p.Total())
	// Output: 38597376 786432 28348416 56669184 38400 = 124439808
}

func ExampleShape_Block() {
	m := named("gpt-3-175b")
	fmt.Println(m.Shape.Block(), "times", m.Shape.Layers, "=", m.Shape.Blocks())
	// Output: 1812099072 times 96 = 173961510912
}

func ExampleShape_Active() {
	m := named("gpt-oss-120b")
	fmt.Printf("%.2fB of %.2fB\n", float64(m.Shape.Active())/1e9, float64(m.Shape.Parts().Total())/1e9)
	// Output: 5.13B of 116.83B
}

func ExampleOf() {
	c := gpt.Config{Vocab: 768, Context: 128, Width: 128, Layers: 4, Heads: 4, Inner: 512}
	fmt.Println(family.Of(c).Parts().Total())
	// Output: 908032
}

func ExampleShape_Forward() {
	m := named("gpt-2")
	w := m.Shape.Forward(1024)
	fmt.Printf("%.3f GFLOP a token, %.3f of them pairs of positions\n", w.Total()/1024/1e9, (w.Scores+w.Mix)/w.Total())
	// Output: 0.285 GFLOP a token, 0.133 of them pairs of positions
}

func ExampleShape_PaLM() {
	m := named("gpt-2")
	fmt.Printf("%.3f GFLOP a token of training\n", m.Shape.PaLM(1024)/1e9)
	// Output: 0.855 GFLOP a token of training
}

func ExampleTrainingFLOPs() {
	flops := family.TrainingFLOPs(174_604_259_328, 300e9)
	fmt.Printf("%.3g, or %.0f petaflop/s-days\n", flops, flops/family.PetaflopDay)
	// Output: 3.14e+23, or 3638 petaflop/s-days
}

func ExampleShape_WeightBytes() {
	m := named("gpt-oss-120b")
	for _, p := range family.Precisions() {
		fmt.Printf("%s %.3f GB\n", p.Name, m.Shape.WeightBytes(p)/1e9)
	}
	// Output:
	// f32 467.317 GB
	// bf16 233.658 GB
	// q8 124.169 GB
	// q4 65.774 GB
	// mxfp4 65.249 GB
}

func ExampleShape_CacheBytes() {
	bf16 := family.Precisions()[1]
	for _, id := range []string{"gpt-3-175b", "gpt-oss-120b"} {
		m := named(id)
		fmt.Printf("%s: %.3f GB for 2048 tokens\n", id, m.Shape.CacheBytes(bf16, 2048, 1)/1e9)
	}
	// Output:
	// gpt-3-175b: 9.664 GB for 2048 tokens
	// gpt-oss-120b: 0.080 GB for 2048 tokens
}

func ExampleEpochs() {
	m := named("gpt-3-175b")
	for _, c := range m.Corpora[:2] {
		fmt.Printf("%s: %.2f, printed %s\n", c.Name, family.Epochs(c, m.Tokens.Value), c.Epochs.Text)
	}
	// Output:
	// Common Crawl: 0.44, printed 0.44
	// WebText2: 3.47, printed 2.9
}

func ExampleModel_Compute() {
	for _, id := range []string{"gpt-2-xl", "gpt-3-175b"} {
		m := named(id)
		fmt.Printf("%s: %.3g %s\n", id, m.Compute().Value, m.Compute().Origin)
	}
	// Output:
	// gpt-2-xl: NaN undisclosed
	// gpt-3-175b: 3.14e+23 computed from shapes
}

func ExampleModel_Notes() {
	m := named("gpt-3-1.3b")
	fmt.Println(m.Notes()[0])
	// Output: as printed: 24 heads of 128 are 3072, not 2048; 16 would fit
}

func ExampleUnchanged() {
	fmt.Println(family.Unchanged()[1])
	// Output: causal attention
}

func ExampleCapacities() {
	for _, r := range family.Capacities()[:2] {
		fmt.Printf("%s %.0f GB\n", r.Name, r.Bytes/1e9)
	}
	// Output:
	// phone 8 GB
	// laptop 16 GB
}

func ExampleModel_Total() {
	for _, id := range []string{"gpt-2", "gpt-4"} {
		m := named(id)
		fmt.Printf("%s: %.0f, %s\n", id, m.Total().Value, m.Total().Origin)
	}
	// Output:
	// gpt-2: 124439808, computed from shapes
	// gpt-4: NaN, undisclosed
}

func ExampleModel_Aspects() {
	m := named("gpt-oss-120b")
	for _, a := range m.Aspects()[:3] {
		fmt.Printf("%s: %s (%s)\n", a.Name, a.Cell.Text, a.Cell.Source)
	}
	// Output:
	// norm place: pre-LN (gpt-oss model card)
	// norm: RMSNorm (gpt-oss model card)
	// positions: rotary (gpt-oss model card)
}

func ExamplePrecisions() {
	for _, p := range family.Precisions() {
		fmt.Printf("%s %.3f bits\n", p.Name, p.Bits)
	}
	// Output:
	// f32 32.000 bits
	// bf16 16.000 bits
	// q8 8.500 bits
	// q4 4.500 bits
	// mxfp4 4.250 bits
}

func ExampleModel_Use() {
	for _, m := range family.All() {
		switch m.ID {
		case "gpt-1", "gpt-2-xl", "gpt-3-175b", "gpt-4", "gpt-5":
			fmt.Printf("%s: %s\n", m.Name, m.Use().Asked.Text)
		}
	}
	// Output:
	// GPT-1: fine-tuned for each task
	// GPT-2 XL: zero-shot: the text alone
	// GPT-3 175B: examples in the prompt
	// GPT-4: instructions
	// GPT-5: instructions, reasons first
}

// Examples in the prompt help the large model more than the small one.
func ExampleBenchmarks() {
	b := family.Benchmarks()[0]
	for _, size := range []int{0, 7} {
		fmt.Println(b.Name, b.Accuracy[family.ZeroShot][size], b.Accuracy[family.FewShot][size])
	}
	// Output:
	// TriviaQA 4.15 6.96
	// TriviaQA 64.3 71.2
}

func ExampleCell_Known() {
	m := named("gpt-4")
	fmt.Println(m.Context.Text, m.Context.Known())
	fmt.Println(m.Layers.Text, m.Layers.Known())
	// Output:
	// 8192 true
	// undisclosed false
}

func ExampleModel_Cells() {
	for _, c := range named("gpt-2-xl").Cells()[:5] {
		fmt.Println(c.Name, c.Cell.Text)
	}
	// Output:
	// released 2019-11-05
	// parameters 1558M
	// layers 48
	// width 1600
	// heads 25
}

func ExampleModel_UseAspects() {
	for _, a := range named("gpt-3-175b").UseAspects() {
		fmt.Println(a.Name+":", a.Cell.Text)
	}
	// Output:
	// title: Language Models are Few-Shot Learners
	// input: text
	// asked: examples in the prompt
	// release: a service; no weights
	// safety: internet-trained models have internet-scale biases
}

func ExampleShape_Blocks() {
	s := named("gpt-2").Shape
	fmt.Println(s.Blocks(), "of", s.Parts().Total())
	// Output: 85054464 of 124439808
}

func ExampleParts_Total() {
	fmt.Println(family.Parts{Tokens: 100, Attention: 20, MLP: 30, Norms: 4}.Total())
	// Output: 154
}

func ExampleOperations_Total() {
	w := named("gpt-2").Shape.Forward(1)
	fmt.Printf("%.0f %% of the work for a token is the head\n", 100*w.Head/w.Total())
	// Output: 31 % of the work for a token is the head
}
