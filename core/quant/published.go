package quant

import "math"

// Published is one measurement of others: a whole model in a file format.
type Published struct {
	Format     string
	GiB        float64 // of the file
	Perplexity float64 // on WikiText-2
	Divergence float64 // mean KL divergence from the f16 model in nats a token; NaN if it is not given
	Importance bool    // quantized with an importance matrix, made from a text
}

// PublishedSource is where [Llama3] and the bits of [PublishedBits] are from.
const PublishedSource = "llama.cpp, tools/perplexity/README.md and tools/quantize/README.md"

// Llama3 returns llama.cpp's measurements of Llama 3 8B, the largest file first,
// the f16 model before all.
func Llama3() []Published {
	no := math.NaN()
	return []Published{
		{"f16", 14.97, 6.233, 0, false},
		{"q8_0", 7.96, 6.234, 0.0014, false},
		{"q6_K", 6.14, 6.253, no, false},
		{"q5_K_M", 5.33, 6.289, no, false},
		{"q4_K_M", 4.58, 6.407, 0.031, false},
		{"q4_K_M", 4.58, 6.383, no, true},
		{"q4_0", 4.34, 6.700, no, false},
		{"q3_K_M", 3.74, 6.889, no, false},
		{"q3_K_S", 3.41, 7.864, no, false},
		{"q2_K", 2.96, 8.65, no, true},
		{"iq2_M", 2.74, 8.601, no, true},
	}
}

// Bits returns about how many bits a weight takes in the file: its size over
// that of the f16 model, times 16.
func (p Published) Bits() float64 {
	const f16 = 14.97
	return 16 * p.GiB / f16
}

// PublishedBits returns the bits a weight of whole files of Llama 2 7B. They are
// more than the blocks of their names, since some tensors are kept in others.
func PublishedBits() map[string]float64 {
	return map[string]float64{"Q4_K_M": 4.84, "Q2_K": 3.35}
}

// Outliers is what Dettmers et al. 2022, "LLM.int8()" (arXiv:2208.07339), found
// out about activations.
type Outliers struct {
	Threshold  float64 // |x| from which a feature counts as an outlier
	Parameters float64 // of the models from which on they are in every layer
	Sequence   int     // outliers in a sequence of 2048 tokens
	Features   int     // in which they are, at the most
	Share      float64 // of all features
	// By how much the perplexity rises, in percent, if these features are set to 0,
	// from and to, and if as many at random are.
	RiseFrom, RiseTo, RiseRandom float64
}

// PublishedOutliers returns the figures of LLM.int8(), from abstract and section 4.
func PublishedOutliers() Outliers {
	return Outliers{
		Threshold: 6, Parameters: 6.7e9, Sequence: 150_000, Features: 7, Share: 0.001,
		RiseFrom: 600, RiseTo: 1000, RiseRandom: 0.1,
	}
}
