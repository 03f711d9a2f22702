package position

import (
	"fmt"

	"logitarium/core/elementary"
)

// Layout says which two dimensions of a width d make pair i, 0 ≤ i < d/2.
// Both layouts hold the same numbers; mixing them up between training and use
// gives output that looks plausible and is wrong.
type Layout int

const (
	// Interleaved pairs neighbours, (2i, 2i+1): the sinusoids of Vaswani et
	// al. 2017, and RoPE as in Su et al. 2021, GPT-J and Meta's Llama.
	Interleaved Layout = iota
	// Split pairs the halves, (i, i+d/2): the concatenated sinusoids of
	// tensor2tensor and fairseq, and RoPE as in GPT-NeoX and Hugging Face.
	Split
)

// String returns "interleaved" or "split".
func (l Layout) String() string {
	switch l {
	case Interleaved:
		return "interleaved"
	case Split:
		return "split"
	}
	return fmt.Sprintf("Layout(%d)", int(l))
}

// Pair returns the two dimensions of pair i in a width of dim. It asks for
// 0 ≤ i < dim/2, and does not check it.
func (l Layout) Pair(i, dim int) (first, second int) {
	if l == Split {
		return i, i + dim/2
	}
	return 2 * i, 2*i + 1
}

// PairOf returns the pair that dimension j of a width of dim belongs to, and
// whether j is its second member (the cosine of a sinusoid). It asks for
// 0 ≤ j < dim, and does not check it.
func (l Layout) PairOf(j, dim int) (pair int, second bool) {
	if l == Split {
		return j % (dim / 2), j >= dim/2
	}
	return j / 2, j%2 == 1
}

// Spacing says how the angular frequencies ω_i of the d/2 pairs fall from 1.
type Spacing int

const (
	// PaperSpacing is ω_i = base^(−2i/d) (Vaswani et al. 2017, §3.5). The
	// longest wavelength stays below 2π·base.
	PaperSpacing Spacing = iota
	// InclusiveSpacing is ω_i = base^(−i/(d/2−1)), as tensor2tensor, fairseq
	// and Whisper compute it: the longest wavelength is 2π·base itself.
	InclusiveSpacing
)

// String returns "2i/d" or "i/(d/2-1)", the exponent.
func (s Spacing) String() string {
	switch s {
	case PaperSpacing:
		return "2i/d"
	case InclusiveSpacing:
		return "i/(d/2-1)"
	}
	return fmt.Sprintf("Spacing(%d)", int(s))
}

// frequency returns ω_i in radians per position.
func (s Spacing) frequency(i, dim int, base float64) float64 {
	if s == InclusiveSpacing {
		// A single pair has no last one to reach base: it turns at 1.
		return elementary.Pow(base, -float64(i)/float64(max(dim/2-1, 1)))
	}
	return elementary.Pow(base, -2*float64(i)/float64(dim))
}

// frequencies returns ω_0 … ω_{d/2−1}.
func (s Spacing) frequencies(dim int, base float64) []float64 {
	checkPairs(dim, base)
	freqs := make([]float64, dim/2)
	for i := range freqs {
		freqs[i] = s.frequency(i, dim, base)
	}
	return freqs
}

// checkPairs panics on a width or base that makes no pairs.
func checkPairs(dim int, base float64) {
	if dim < 2 || dim%2 != 0 {
		panic(fmt.Sprintf("position: width %d is not a positive even number", dim))
	}
	if !(base > 0) {
		panic(fmt.Sprintf("position: base %g is not above 0", base))
	}
}
