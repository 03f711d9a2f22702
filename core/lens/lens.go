// Package lens looks into one pass of a transformer at its last token: how
// large the stream is after each block, what the heads read there, and what the
// model would say if it stopped there.
package lens

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Look is what is found at the last token of a text, from the embedding to the
// logits. Lengths are Euclidean, √Σx².
type Look struct {
	Tokens []int
	Word   float64 // length of the token's embedding
	Place  float64 // and of its position's; 0 in a model without them
	Start  float64 // and of their sum, which the first block reads
	Blocks []Block
	Logits []float32 // [V]
}

// Block is what one block does to the stream.
type Block struct {
	Attention float64     // length of what its attention adds
	MLP       float64     // and of what its MLP adds
	RMS       float64     // √(Σx²/d) of the stream that it hands on
	Heads     [][]float32 // [H][T]: how much each head reads at each token; each sums to 1

	// Says is what the model would say if it stopped after this block, the
	// likeliest first: final norm and output head on the stream, the logit
	// lens (nostalgebraist, "interpreting GPT: the logit lens", 2020). In the
	// last block it is what the model says.
	Says []Guess
}

// Guess is a token that may come next, and its probability at temperature 1.
type Guess struct {
	Token int
	P     float64
}

// Strongest returns the head that reads most at one token, which token it is,
// counted in the text, and how much it reads there. Of equals it is the first.
func (b Block) Strongest() (head, token int, share float64) {
	for h, row := range b.Heads {
		for t, w := range row {
			if float64(w) > share {
				head, token, share = h, t, float64(w)
			}
		}
	}
	return head, token, share
}

// Looking is a look being taken, in steps: the pass, then what the output head
// makes of the stream after each block.
type Looking struct {
	model *gpt.Model
	look  Look
	most  int

	pass    *gpt.Pass
	run     *gpt.Run
	streams tensor.Matrix // [L, d]: the last token's, after each block
	logits  tensor.Matrix // [L, V]
	column  int           // of logits: those before are done
	over    bool
}

// Begin begins to look at the last token of a text. Each block says at most so
// many guesses. It panics as [gpt.Model.Begin] does.
func Begin(m *gpt.Model, tokens []int, most int) *Looking {
	c := m.Config
	r := &Looking{model: m, most: most, pass: &gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true},
		streams: tensor.New(c.Layers, c.Width), logits: tensor.New(c.Layers, c.Vocab)}
	r.look = Look{Tokens: append([]int(nil), tokens...), Blocks: make([]Block, c.Layers)}
	r.pass.Probe = r.probe
	r.run = m.Begin(r.pass, tokens, len(tokens))
	return r
}

// probe takes what is needed of the last token.
func (r *Looking) probe(site gpt.Site, layer int, x tensor.Matrix) {
	last := func() []float32 { return x.Row(x.Rows - 1) }
	c := r.model.Config
	switch site {
	case gpt.TokenEmbedding:
		r.look.Word = length(last())
	case gpt.PositionEmbedding:
		r.look.Place = length(last())
	case gpt.Embedding:
		r.look.Start = length(last())
	case gpt.Attention:
		for h := range c.Heads {
			rows := c.Head(x, h) // [T, T]
			r.look.Blocks[layer].Heads = append(r.look.Blocks[layer].Heads, append([]float32(nil), rows.Row(rows.Rows-1)...))
		}
	case gpt.AttentionOut, gpt.OutNorm: // a sandwich adds the second
		r.look.Blocks[layer].Attention = length(last())
	case gpt.MLPOut, gpt.DownNorm:
		r.look.Blocks[layer].MLP = length(last())
	}
	if site == c.BlockOutput() && layer >= 0 {
		copy(r.streams.Row(layer), last())
		r.look.Blocks[layer].RMS = length(last()) / math.Sqrt(float64(c.Width))
	}
}

// length is the Euclidean norm.
func length(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(float64(v) * float64(v))
	}
	return math.Sqrt(sum)
}

// Cost is about what a look at n tokens costs, in multiplications as
// [gpt.Config.Work] counts.
func Cost(c gpt.Config, n int) float64 { return c.Work(n) + columns(c, c.Vocab) }

// columns is what the logits of n tokens cost after all blocks: products, and
// reading the head from memory.
func columns(c gpt.Config, n int) float64 {
	const reading = 8
	return float64(float64(n) * float64(c.Width) * float64(c.Layers+reading))
}

// sliver is how many logits are computed at least: whatever kernel computes one
// of them computes it in multiples of so many too.
const sliver = 64

// Step goes on for about a budget, and says whether anything is left.
func (r *Looking) Step(budget float64) (more bool) {
	switch c := r.model.Config; {
	case r.over:
	case r.run != nil:
		if r.run.Step(budget) {
			return true
		}
		r.run = nil
		r.norm()
		return true
	default:
		n := c.Vocab - r.column
		if room := budget / columns(c, 1); room < float64(n) {
			n = min(n, (int(room)/sliver+1)*sliver)
		}
		r.unembed(r.column, r.column+n)
		if r.column += n; r.column == c.Vocab {
			r.finish()
		}
	}
	return !r.over
}

// Share is how much is done, from 0 to 1.
func (r *Looking) Share() float64 {
	c := r.model.Config
	n := len(r.look.Tokens)
	done := columns(c, r.column)
	if r.run != nil {
		done = c.Work(n) * r.run.Share()
	} else {
		done += c.Work(n)
	}
	return min(done/Cost(c, n), 1)
}

// norm puts the streams through the final norm, which a post-LN model has none of.
func (r *Looking) norm() {
	if m := r.model; m.Config.Norm != gpt.PostLN {
		var y gpt.Normed
		m.Final.Forward(&y, r.streams, m.Config.Epsilon) // [L, d]
		r.streams = y.Out
	}
}

func (r *Looking) unembed(lo, hi int) {
	part := tensor.New(r.streams.Rows, hi-lo)
	r.model.Unembed(part, r.streams, lo, hi) // [L, d]·[hi−lo, d]ᵀ → [L, hi−lo]
	for l := range part.Rows {
		copy(r.logits.Row(l)[lo:hi], part.Row(l))
	}
}

func (r *Looking) finish() {
	for l := range r.look.Blocks {
		r.look.Blocks[l].Says = likeliest(r.logits.Row(l), r.most)
	}
	r.look.Logits = append([]float32(nil), r.logits.Row(r.logits.Rows-1)...)
	r.over, r.pass = true, nil
}

// likeliest returns the tokens of the highest logits with their softmax, the
// lower of two as likely first.
func likeliest(logits []float32, most int) []Guess {
	var best []Guess
	peak := math.Inf(-1)
	for _, z := range logits {
		peak = max(peak, float64(z))
	}
	sum := 0.0
	for t, z := range logits {
		p := elementary.Exp(float64(z) - peak)
		sum += p
		if len(best) == most && !(p > best[most-1].P) {
			continue
		}
		if len(best) < most {
			best = append(best, Guess{})
		}
		i := len(best) - 1
		for ; i > 0 && p > best[i-1].P; i-- {
			best[i] = best[i-1]
		}
		best[i] = Guess{t, p}
	}
	for i := range best {
		best[i].P /= sum
	}
	return best
}

// Look returns what was found, when all is done.
func (r *Looking) Look() *Look { return &r.look }
