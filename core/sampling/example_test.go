package sampling_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"logitarium/core/sampling"
)

func ExampleSoftmax() {
	fmt.Printf("%.3f\n", sampling.Softmax([]float64{3, 2, 1}))
	// Output: [0.665 0.245 0.090]
}

func ExampleLogSoftmax() {
	fmt.Printf("%.3f\n", sampling.LogSoftmax([]float64{0, -1000}))
	// Output: [0.000 -1000.000]
}

func ExampleEntropy() {
	fmt.Printf("%.3f\n", sampling.Entropy([]float64{0.5, 0.25, 0.25}))
	// Output: 1.500
}

func ExamplePerplexity() {
	fmt.Printf("%.3f\n", sampling.Perplexity(sampling.Entropy([]float64{0.25, 0.25, 0.25, 0.25})))
	// Output: 4.000
}

func ExampleKL() {
	fmt.Printf("%.3f\n", sampling.KL([]float64{1, 0}, []float64{0.5, 0.5}))
	// Output: 1.000
}

func ExampleChiSquare() {
	distance, freedom := sampling.ChiSquare([]int{55, 45}, []float64{0.5, 0.5})
	fmt.Printf("%.3f with %d degree of freedom\n", distance, freedom)
	// Output: 1.000 with 1 degree of freedom
}

func ExampleChiSquareSpread() {
	fmt.Printf("%.2f\n", sampling.ChiSquareSpread(100, []float64{0.98, 0.01, 0.01}))
	// Output: 2.42
}

func ExamplePool() {
	counts, p := sampling.Pool([]int{52, 46, 2, 0}, []float64{0.5, 0.44, 0.03, 0.03}, 5)
	fmt.Printf("%d %.2f\n", counts, p)
	// Output: [52 46 2] [0.50 0.44 0.06]
}

func ExampleDraw() {
	src := rand.NewPCG(7, 0)
	for range 5 {
		fmt.Print(sampling.Draw([]float64{0.6, 0.3, 0.1}, src), " ")
	}
	// Output: 2 1 0 0 0
}

func ExampleRank() {
	fmt.Println(sampling.Rank([]float64{1, 3, 2, 3}))
	// Output: [1 3 2 0]
}

func ExampleChain_Run() {
	chain := sampling.Chain{
		sampling.Temperature{T: 0.7},
		sampling.TopP{P: 0.9},
	}
	for _, stage := range chain.Run([]float64{2.1, 1.4, 0.9, 0.2}, nil).Stages {
		fmt.Printf("%-11s %.3f", stage.Name(), stage.Probs())
		if c := stage.Cut; c.Quantity != "" {
			fmt.Printf(" %s %.3f, limit %.3f", c.Quantity, c.Kept, c.Limit)
		}
		fmt.Println()
	}
	// Output:
	// logits      [0.514 0.255 0.155 0.077]
	// temperature [0.619 0.228 0.112 0.041]
	// top-p       [0.646 0.238 0.116 0.000] cumulative probability 0.959, limit 0.900
}

func ExampleEngine_Chain() {
	settings := sampling.Neutral()
	settings.Temperature, settings.TopP = 0.5, 0.8
	for _, engine := range sampling.Engines()[:3] {
		final := engine.Chain(settings).Run([]float64{3, 2, 1}, nil).Final()
		fmt.Println(engine.Name, "keeps", final.Order)
	}
	// Output:
	// hf keeps [0]
	// vllm keeps [0]
	// llama.cpp keeps [0 1]
}

func ExampleEngine_Lacks() {
	engine := sampling.Engines()[4] // llama2.c
	fmt.Println(engine.Lacks(sampling.KindTopK))
	// Output: run.c has only T and top-p
}

// Two chains on one distribution, which is ranked once.
func ExampleChain_RunOn() {
	in := sampling.Ranked([]float64{1, 3, 2})
	for _, chain := range []sampling.Chain{{sampling.TopK{K: 2}}, {sampling.Temperature{}}} {
		fmt.Println(chain.RunOn(in, nil).Final().Order)
	}
	// Output:
	// [1 2]
	// [1]
}

// After "1 2 3 1 2" a 3 would continue a repetition of two tokens.
func ExampleDRY_Repetitions() {
	fmt.Println(sampling.DRY{Allowed: 2}.Repetitions([]int{1, 2, 3, 1, 2}))
	// Output: map[3:2]
}

// Two words are true. Top-1 loses one of them; no rule at all keeps what is
// false.
func ExampleJudge() {
	truth, scores := []float64{0.6, 0.4, 0}, []float64{3, 2, 1}
	for _, chain := range []sampling.Chain{{}, {sampling.TopK{K: 2}}, {sampling.TopK{K: 1}}} {
		j := sampling.Judge(truth, chain.Run(scores, nil).Final().Probs())
		fmt.Printf("lost %.2f, false %.2f, %.2f bits\n", j.Lost, j.False, j.KL)
	}
	// Output:
	// lost 0.00, false 0.09, 0.19 bits
	// lost 0.00, false 0.00, 0.06 bits
	// lost 0.40, false 0.00, +Inf bits
}

func ExampleRunningSum() {
	in := sampling.Ranked([]float64{3, 2, 1})
	warm := in.RunningSum(1)
	fmt.Println(in.RunningSum(0.5).Nucleus(0.8), warm.Nucleus(0.8), warm.Nucleus(0.95))
	// Output: 1 2 3
}

// A knob turns the last step: the softmax at T = 2 is computed once.
func ExampleMemo() {
	m := sampling.NewMemo(sampling.Ranked([]float64{1, 3, 2}), nil)
	fmt.Println(m.Left(sampling.Chain{sampling.Temperature{T: 2}, sampling.MinP{P: 0.5}}))
	for k := range 3 {
		fmt.Println(m.Run(sampling.Chain{sampling.Temperature{T: 2}, sampling.TopK{K: k + 1}}).Final().Order)
	}
	// Output:
	// 2
	// [1]
	// [1 2]
	// [1 2 0]
}

func ExampleStage_Kept() {
	trace := sampling.Chain{sampling.TopK{K: 2}}.Run([]float64{0, math.Log(3), -1, 0.5}, nil)
	tokens, p := trace.Final().Kept()
	fmt.Printf("%v %.3f", tokens, p)
	// Output: [1 3] [0.645 0.355]
}
