package lens

import (
	"math"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Copies says by a head's weights alone whether it raises the tokens that it
// reads: Σ Re λ / Σ |λ| over the eigenvalues λ of its OV circuit, which takes
// each token, read, to the logits that the head then adds (Elhage et al., "A
// Mathematical Framework for Transformer Circuits", 2021). 1 is a head that
// copies, −1 one that writes against what it reads.
type Copies struct {
	Bare     float64 // of the tokens' embeddings, through the block's norm
	Entering float64 // of what enters the block where the token stands behind a text
}

// Circuits are the OV circuits of all heads being computed, in steps.
type Circuits struct {
	model  *gpt.Model
	before []int
	tokens []int // those that are read
	at     int
	run    *gpt.Run
	sums   [][][2][]float64 // [L][H], bare and entering: [head·head], Σ over tokens of value × written
	copies [][]Copies
	over   bool
}

// mostRead is how many tokens are read: of a larger vocabulary every so many-th.
const mostRead = 1024

// NewCircuits begins to compute the circuits of a model with its norms before
// the parts that read; of another there are none. What enters a block is that of
// each token behind the text before.
func NewCircuits(m *gpt.Model, before []int) *Circuits {
	c := m.Config
	s := &Circuits{model: m, before: before, over: c.Norm != gpt.PreLN || len(before) >= c.Context}
	for i := range min(c.Vocab, mostRead) {
		s.tokens = append(s.tokens, i*c.Vocab/min(c.Vocab, mostRead))
	}
	n := c.HeadWidth()
	for range c.Layers {
		heads := make([][2][]float64, c.Heads)
		for h := range heads {
			heads[h] = [2][]float64{make([]float64, n*n), make([]float64, n*n)}
		}
		s.sums = append(s.sums, heads)
	}
	return s
}

// CircuitsCost is about what that takes behind so many tokens, in multiplications
// as [gpt.Config.Work] counts.
func CircuitsCost(c gpt.Config, before int) float64 {
	n := float64(c.HeadWidth())
	through, square := float64(3*float64(c.Width)*float64(c.Heads)*n), float64(2*float64(c.Heads)*n*n)
	one := c.Work(before+1) + float64(float64(c.Layers)*(through+square))
	return one * float64(min(c.Vocab, mostRead))
}

// chunk is how many tokens are read in one pass.
const chunk = 16

// Step goes on for about a budget, and says whether anything is left.
func (s *Circuits) Step(budget float64) (more bool) {
	c := s.model.Config
	one := CircuitsCost(c, len(s.before)) / float64(len(s.tokens))
	for budget > 0 && !s.over {
		if s.at == len(s.tokens) {
			s.finish()
			break
		}
		read := s.tokens[s.at:min(s.at+chunk, len(s.tokens))]
		if s.run == nil {
			var rows []int
			for _, token := range read {
				rows = append(append(rows, s.before...), token)
			}
			length := len(s.before) + 1
			pass := &gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true, Probe: func(site gpt.Site, layer int, x tensor.Matrix) {
				if site == gpt.Norm1 {
					s.add(layer, read, x, length)
				}
			}}
			s.run = s.model.Begin(pass, rows, length)
		}
		if s.run.Step(budget) {
			return true
		}
		budget -= float64(one * float64(len(read)))
		s.run, s.at = nil, s.at+len(read)
	}
	return !s.over
}

// add adds tokens to the circuits of a layer, whose norm has given x for rows of
// a length that end in them.
func (s *Circuits) add(layer int, read []int, x tensor.Matrix, length int) {
	c, b := s.model.Config, &s.model.Blocks[layer]
	bare, entering, written := tensor.New(len(read), c.Width), tensor.New(len(read), c.Width), tensor.New(len(read), c.Width)
	for i, token := range read {
		s.model.Embedding(bare.Row(i), token)
		copy(entering.Row(i), x.Row((i+1)*length-1))
		s.written(written.Row(i), token, b.OutNorm)
	}
	var normed gpt.Normed
	b.Norm1.Forward(&normed, bare, c.Epsilon)
	out := b.Out.Float32() // [d, H·head]
	toHeads := tensor.New(len(read), out.Cols)
	tensor.Mul(toHeads, written, out)
	values := s.values(b)
	n := c.HeadWidth()
	for way, x := range []tensor.Matrix{normed.Out, entering} {
		v := tensor.New(len(read), values.Rows)
		tensor.MulBT(v, x, values)
		for h := range c.Heads {
			sum, kept := s.sums[layer][h][way], h*c.KeyHeads()/c.Heads
			for i := range read {
				to := toHeads.Row(i)[h*n : (h+1)*n]
				for j, from := range v.Row(i)[kept*n : (kept+1)*n] {
					for k, w := range to {
						sum[j*n+k] += float64(float64(from) * float64(w))
					}
				}
			}
		}
	}
}

// written is the direction of the stream in which a token's logit grows, by the
// gains of the norms on the way; a LayerNorm takes the mean off what it gets.
func (s *Circuits) written(dst []float32, token int, out gpt.Norm) {
	s.model.HeadRow(dst, token)
	final := s.model.Final
	for i := range dst {
		dst[i] *= final.Gain[i]
	}
	if final.Bias != nil {
		mean := tensor.Sum(dst) / float32(len(dst))
		for i := range dst {
			dst[i] -= mean
		}
	}
	for i, g := range out.Gain {
		dst[i] *= g
	}
}

// values is the matrix of a block's values, [key heads·head, d].
func (s *Circuits) values(b *gpt.Block) tensor.Matrix {
	if c := s.model.Config; !c.Parts.Separate {
		all := b.QKV.Float32()
		return all.Slice(2*c.Width, 3*c.Width)
	}
	return b.Value.Float32()
}

func (s *Circuits) finish() {
	n := s.model.Config.HeadWidth()
	for _, heads := range s.sums {
		var copies []Copies
		for _, sums := range heads {
			copies = append(copies, Copies{share(sums[0], n), share(sums[1], n)})
		}
		s.copies = append(s.copies, copies)
	}
	s.over = true
}

// share is Σ Re λ / Σ |λ| of a matrix of n rows; NaN if there is none.
func share(matrix []float64, n int) float64 {
	var rows [][]float64
	for i := range n {
		rows = append(rows, append([]float64(nil), matrix[i*n:(i+1)*n]...))
	}
	values, ok := eigenvalues(rows)
	up, all := 0.0, 0.0
	for _, z := range values {
		up += real(z)
		all += size(z)
	}
	if !ok || !(all > 0) {
		return math.NaN()
	}
	return up / all
}

// Share is how much is done, from 0 to 1, by tokens.
func (s *Circuits) Share() float64 {
	if s.over {
		return 1
	}
	return float64(s.at) / float64(len(s.tokens))
}

// Copies returns what was found, [L][H], when all is done; nil if there is
// nothing to find.
func (s *Circuits) Copies() [][]Copies { return s.copies }
