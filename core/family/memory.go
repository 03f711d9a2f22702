package family

// Precision is a way to store weights.
type Precision struct {
	Name   string
	Help   string
	Bits   float64 // of one value, scales included
	Scope  Scope
	KVBits float64 // of a key's or a value's number in the cache
}

// Scope says which weights have a precision's bits.
type Scope int

// What is not in the scope has 16 bits. Biases, gains and sinks are in Whole only.
const (
	Whole    Scope = iota // every parameter
	Matrices              // every matrix, embeddings too
	Experts               // the matrices of the MLPs
)

// Precisions lists the ways to store weights, from the widest on. The scales
// of the blocks of 32 are counted: 16 bits in ggml's Q8_0 and Q4_0, 8 in MXFP4
// (OCP Microscaling Formats 1.0).
func Precisions() []Precision {
	return []Precision{
		{"f32", "32-bit floats", 32, Whole, 32},
		{"bf16", "16-bit floats", 16, Whole, 16},
		{"q8", "matrices at 8.5 bits, scales included (ggml Q8_0)", 8.5, Matrices, 16},
		{"q4", "matrices at 4.5 bits, scales included (ggml Q4_0)", 4.5, Matrices, 16},
		{"mxfp4", "MLP matrices at 4.25 bits (MXFP4), the rest bf16, as gpt-oss is released", 4.25, Experts, 16},
	}
}

// WeightBytes returns the memory of the weights.
func (s Shape) WeightBytes(p Precision) float64 {
	n := s.Parts().Total()
	inside := n
	switch p.Scope {
	case Matrices:
		inside = s.mlpMatrices() + s.otherMatrices()
	case Experts:
		inside = s.mlpMatrices()
	}
	return (float64(float64(inside)*p.Bits) + float64(float64(n-inside)*16)) / 8
}

func (s Shape) mlpMatrices() int {
	bare := s
	bare.NoBias = true
	router := s.Experts*s.Width + s.Experts
	return s.Layers * (bare.mlp(s.experts()) - router)
}

func (s Shape) otherMatrices() int {
	bare := s
	bare.NoBias, bare.Sinks = true, false
	p := s.Parts()
	return p.Tokens + p.Positions + p.Head + s.Layers*(bare.attention()+s.Experts*s.Width)
}

// CacheBytes returns the memory of the keys and values of a batch of sequences:
// 2·G·d_h numbers for each layer, token and sequence; a layer with a window
// keeps the window. It panics if tokens < 1 or batch < 1.
func (s Shape) CacheBytes(p Precision, tokens, batch int) float64 {
	check("tokens", tokens)
	check("sequences", batch)
	kept := s.Layers * tokens
	if narrow := s.windowed(); narrow > 0 {
		kept = (s.Layers-narrow)*tokens + narrow*min(tokens, s.Window)
	}
	return 2 * float64(s.KVHeads*s.HeadWidth) * float64(kept) * float64(batch) * p.KVBits / 8
}

// Capacity is memory that weights and cache may have to fit into.
type Capacity struct {
	Name  string
	Bytes float64
}

// Capacities lists memory sizes from a telephone's to a server's; the accelerators'
// are those that NVIDIA states, in decimal gigabytes.
func Capacities() []Capacity {
	return []Capacity{
		{"phone", 8e9},
		{"laptop", 16e9},
		{"RTX 4090", 24e9},
		{"H100", 80e9},
		{"8 × H100", 640e9},
	}
}
