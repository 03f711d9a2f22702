package lens

import "logitarium/core/gpt"

// WritingCost counts what writing costs with keys and values kept, and without: in
// multiplications of matrix products, biases and norms left out.
type WritingCost struct{ Config gpt.Config }

// Token is what a token costs in all blocks but for attention's own products:
// one multiplication for each weight of their matrices.
func (c WritingCost) Token() int {
	m := c.Config
	queries, keys := m.Heads*m.HeadWidth(), m.KeyHeads()*m.HeadWidth()
	mlp := 2
	if m.Parts.Gated {
		mlp = 3
	}
	return m.Layers * (m.Width*queries + 2*m.Width*keys + queries*m.Width + mlp*m.Width*m.Inner)
}

// Attention is what q·k and weights·v of the token at a position cost, counted
// from 0, in all layers: of each two products over each token that it sees.
func (c WritingCost) Attention(position int) int {
	m, n := c.Config, 0
	for l := range m.Layers {
		seen := position + 1
		if w := m.Window(l); w > 0 {
			seen = min(seen, w)
		}
		n += 2 * m.Heads * m.HeadWidth() * seen
	}
	return n
}

// Head is what the logits of one token cost, V·d.
func (c WritingCost) Head() int { return c.Config.Vocab * c.Config.Width }

// Kept is what the next token costs after the one at a position with all keys
// and values before it at hand: that one token's work.
func (c WritingCost) Kept(position int) int { return c.Token() + c.Attention(position) + c.Head() }

// Again is what it costs without them: all tokens up to that position again.
func (c WritingCost) Again(position int) int {
	n := (position+1)*c.Token() + c.Head()
	for p := range position + 1 {
		n += c.Attention(p)
	}
	return n
}

// Bytes is what the keys and values of one token take in one layer, in float32
// as they are kept here: 2·key heads·head size·4.
func (c WritingCost) Bytes() int { return 2 * c.Config.KeyHeads() * c.Config.HeadWidth() * 4 }

// KeyLengths is how long the keys are that are kept, √Σk², the mean over the
// heads of keys, [L][T].
func (t *Trace) KeyLengths() [][]float64 {
	c, n := t.Model.Config, len(t.Tokens)
	out := make([][]float64, c.Layers)
	for l := range out {
		out[l] = make([]float64, n)
		keys := t.pass.Layers[l].Key // [key heads·T, head]
		for h := range c.KeyHeads() {
			for s := range n {
				out[l][s] += length(keys.Row(h*n+s)) / float64(c.KeyHeads())
			}
		}
	}
	return out
}
