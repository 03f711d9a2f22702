package gpt

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/fault"
)

// Parts are what the blocks of later models have and GPT-2's do not. The zero
// Parts are GPT-2's own.
type Parts struct {
	RMSNorm  bool   `json:",omitempty"` // norms are RMSNorms, without bias (Zhang and Sennrich 2019)
	Biases   Biases `json:",omitempty"` // of the products in the blocks
	Separate bool   `json:",omitempty"` // queries, keys and values have a matrix each
	HeadSize int    `json:",omitempty"` // values of a head; 0: Width/Heads
	KeyHeads int    `json:",omitempty"` // heads of keys and values, each read by as many heads of queries (Ainslie et al. 2023); 0: Heads. Needs Separate
	QKNorm   bool   `json:",omitempty"` // an RMSNorm over each head's queries and keys, before they are turned
	Gated    bool   `json:",omitempty"` // the MLP multiplies f(x·Gateᵀ) with x·Upᵀ before Down (Shazeer 2020)

	Rotation Rotation `json:",omitzero"` // of Rotary positions
	// Of every Every layers all but the last are local: a position sees itself
	// and the Window−1 before, and Local turns it (Gemma 3). 0: none is.
	Window int      `json:",omitempty"`
	Every  int      `json:",omitempty"`
	Local  Rotation `json:",omitzero"`

	EmbeddingScale float32 `json:",omitempty"` // multiplies token embeddings; 0: 1
	ScoreScale     float32 `json:",omitempty"` // multiplies q·k; 0: 1/√(head size)
	ScoreCap       float32 `json:",omitempty"` // scores become cap·tanh(score/cap) (Gemma 2); 0: they stay
	LogitCap       float32 `json:",omitempty"` // the same for logits
}

// Biases says which products in a block add one.
type Biases int

// The products of a block.
const (
	AllBiases   Biases = iota // of every product: GPT-2
	InputBiases               // of queries, keys and values alone: Qwen 2
	NoBiases                  // Llama
)

// Rotation says by which angles Rotary turns: pair j of a head of n values at
// position t by t·Base^(−2j/n), scaled for texts longer than those that the
// model was first trained on. The zero Rotation is the paper's.
type Rotation struct {
	Base   float64 `json:",omitempty"` // 0: 10 000
	Halves bool    `json:",omitempty"` // pair j is values j and j+n/2 (GPT-NeoX); else 2j and 2j+1, as in the paper

	Scaling Scaling `json:",omitempty"`
	Factor  float64 `json:",omitempty"` // by how much longer texts may be
	Trained int     `json:",omitempty"` // of Llama3 and YaRN: the length at first
	Low     float64 `json:",omitempty"` // of Llama3: frequencies that turn less often than this within Trained are divided by Factor
	High    float64 `json:",omitempty"` // of Llama3: those that turn more often stay
	Slow    float64 `json:",omitempty"` // of YaRN: as Low; 0: 1
	Fast    float64 `json:",omitempty"` // of YaRN: as High; 0: 32
}

// Scaling is a way to slow the rotations down.
type Scaling int

// In Llama3 and YaRN slow pairs, which have not turned round once within the
// trained length, are slowed down by Factor, fast ones not at all, and those
// between by something between.
const (
	Unscaled      Scaling = iota
	LinearScaling         // all frequencies are divided by Factor (Chen et al. 2023)
	Llama3                // as Meta's code for Llama 3.1
	YaRN                  // Peng et al. 2023, which makes scores 1 + 0.1·ln(Factor) squared times as large besides
)

// frequencies returns the angles a position for a head of n values, and what
// the turned values are multiplied with.
func (r Rotation) frequencies(n int) (theta []float64, magnitude float64) {
	base := r.Base
	if base == 0 {
		base = positionBase
	}
	theta, magnitude = make([]float64, n/2), 1
	for j := range theta {
		theta[j] = elementary.Pow(base, -2*float64(j)/float64(n))
	}
	switch r.Scaling {
	case LinearScaling:
		for j := range theta {
			theta[j] /= r.Factor
		}
	case Llama3:
		for j, t := range theta {
			turns := float64(r.Trained) * t / (2 * math.Pi)
			keep := min(max((turns-r.Low)/(r.High-r.Low), 0), 1)
			theta[j] = float64((1-keep)*t/r.Factor) + float64(keep*t)
		}
	case YaRN:
		slow, fast := r.Slow, r.Fast
		if slow == 0 {
			slow = 1
		}
		if fast == 0 {
			fast = 32
		}
		// The pair that turns so many times within the trained length.
		pair := func(turns float64) float64 {
			return float64(n) * elementary.Log(float64(r.Trained)/(turns*2*math.Pi)) / (2 * elementary.Log(base))
		}
		first, last := max(math.Floor(pair(fast)), 0), min(math.Ceil(pair(slow)), float64(n-1))
		for j, t := range theta {
			keep := 1 - min(max((float64(j)-first)/max(last-first, .001), 0), 1)
			theta[j] = float64((1-keep)*t/r.Factor) + float64(keep*t)
		}
		magnitude = 1 + float64(.1*elementary.Log(r.Factor))
	}
	return theta, magnitude
}

// validate says what is wrong with the parts of a config.
func (c Config) validateParts() error {
	p := c.Parts
	if p.HeadSize < 0 || p.KeyHeads < 0 || p.Window < 0 || p.Every < 0 {
		return fault.Errorf("gpt config: head size %d, key heads %d, window %d of every %d layers: none may be negative", p.HeadSize, p.KeyHeads, p.Window, p.Every)
	}
	if c.Heads%c.KeyHeads() != 0 {
		return fault.Errorf("gpt config: %d heads can't share %d heads of keys evenly", c.Heads, p.KeyHeads)
	}
	if !p.Separate && (c.KeyHeads() != c.Heads || p.HeadSize != 0) {
		return fault.Errorf("gpt config: a head size or fewer heads of keys need matrices of their own for queries, keys and values")
	}
	if p.Biases < AllBiases || p.Biases > NoBiases {
		return fault.Errorf("gpt config: biases %d are none of %d (all) to %d (none)", p.Biases, AllBiases, NoBiases)
	}
	if (p.Window == 0) != (p.Every == 0) {
		return fault.Errorf("gpt config: a window of %d in every %d layers: both are needed", p.Window, p.Every)
	}
	for _, r := range []Rotation{p.Rotation, p.Local} {
		if err := r.validate(); err != nil {
			return err
		}
	}
	return nil
}

func (r Rotation) validate() error {
	if r.Scaling < Unscaled || r.Scaling > YaRN {
		return fault.Errorf("gpt config: rotation scaling %d is none of %d to %d", r.Scaling, Unscaled, YaRN)
	}
	if r.Base != 0 && !(r.Base > 1) || math.IsInf(r.Base, 0) {
		return fault.Errorf("gpt config: a rotation's base is %g, must be above 1", r.Base)
	}
	if r.Scaling != Unscaled && !(r.Factor >= 1 && !math.IsInf(r.Factor, 0)) {
		return fault.Errorf("gpt config: a rotation is scaled by %g, must be 1 or more", r.Factor)
	}
	if r.Scaling >= Llama3 && r.Trained < 1 {
		return fault.Errorf("gpt config: a rotation scaled as %v needs the length of the first training", r.Scaling)
	}
	if r.Scaling == Llama3 && !(r.Low > 0 && r.High > r.Low) {
		return fault.Errorf("gpt config: a rotation keeps frequencies above %g and slows those below %g down, must be the other way round", r.High, r.Low)
	}
	return nil
}

// HeadWidth returns the values of a head: HeadSize, or else Width/Heads.
func (c Config) HeadWidth() int {
	if c.Parts.HeadSize > 0 {
		return c.Parts.HeadSize
	}
	return c.Width / c.Heads
}

// KeyHeads returns how many heads keys and values have: those of queries read
// them, as many neighbours each.
func (c Config) KeyHeads() int {
	if c.Parts.KeyHeads > 0 {
		return c.Parts.KeyHeads
	}
	return c.Heads
}

// queries and keys are the columns of what all heads have.
func (c Config) queries() int { return c.Heads * c.HeadWidth() }
func (c Config) keys() int    { return c.KeyHeads() * c.HeadWidth() }

// Window returns how many positions one of layer l sees, its own the last of them; 0: all before it.
func (c Config) Window(l int) int {
	if c.Parts.Every == 0 || (l+1)%c.Parts.Every == 0 {
		return 0
	}
	return c.Parts.Window
}

// ScoreScale is what multiplies q·k. 1/√(head size) keeps the variance of a
// sum of so many terms that of one term (Vaswani et al. 2017, section 3.2.1).
func (c Config) ScoreScale() float32 {
	if c.Parts.ScoreScale != 0 {
		return c.Parts.ScoreScale
	}
	return float32(1 / math.Sqrt(float64(c.HeadWidth())))
}

// Trains reports whether the backward pass knows all parts.
func (c Config) Trains() bool { return c.Parts == Parts{} && c.Activation <= ReLU && c.Norm <= PostLN }
