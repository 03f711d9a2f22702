package gpt

import (
	"math"

	"logitarium/core/position"
	"logitarium/core/tensor"
)

// Positions says how a model is told the order of its tokens.
type Positions int

// Of all but Learned a text may be as long as the config's context, whatever
// length the model was trained at: they are formulas.
const (
	Learned     Positions = iota // a table, a row for each position, added to the embedding
	NoPositions                  // nothing: only the causal mask breaks the symmetry
	Sinusoidal                   // sines and cosines added to the embedding (Vaswani et al. 2017, section 3.5)
	Rotary                       // queries and keys are turned, pair by pair (Su et al. 2021, eq. 15)
	ALiBi                        // slope·distance is taken off the scores (Press et al. 2021, section 3)
)

// positionBase is the base of the wavelengths, of sinusoids and of rotations.
const positionBase = 10000

// added says whether something is added to the embedding.
func (p Positions) added() bool { return p == Learned || p == Sinusoidal }

// turns are the cosines and sines by which Rotary turns the positions of a
// pass, [T, d/H/2]; pairs are neighbours, as in the paper.
type turns struct{ cos, sin tensor.Matrix }

func (t *turns) fit(c Config, from, length int) {
	fit(&t.cos, length, c.HeadWidth()/2)
	fit(&t.sin, length, c.HeadWidth()/2)
	for j := range t.cos.Cols {
		theta := math.Pow(positionBase, -2*float64(j)/float64(c.HeadWidth()))
		for i := range length {
			sin, cos := math.Sincos(float64(from+i) * theta)
			t.cos.Data[i*t.cos.Cols+j], t.sin.Data[i*t.sin.Cols+j] = float32(cos), float32(sin)
		}
	}
}

// turn turns each row of a per-head matrix [R·H·T, d/H] by its position, or
// with direction -1 back, which is also the way of a gradient.
func (t *turns) turn(x tensor.Matrix, direction float32) {
	for i := range x.Rows {
		row, cos, sin := x.Row(i), t.cos.Row(i%t.cos.Rows), t.sin.Row(i%t.sin.Rows)
		for j := range cos {
			a, b, s := row[2*j], row[2*j+1], direction*sin[j]
			row[2*j] = float32(a*cos[j]) - float32(b*s)
			row[2*j+1] = float32(a*s) + float32(b*cos[j])
		}
	}
}

// sinusoid sets x [N, d] to the encodings of rows of length positions, the
// first one from. They are divided by √d; the paper multiplies the embedding
// by √d instead, which is the same to whatever comes after a norm.
func sinusoid(x tensor.Matrix, from, length int) {
	table := position.Sinusoid{Dim: x.Cols, Base: positionBase}.Table(from, length)
	scale := 1 / math.Sqrt(float64(x.Cols))
	for i := range x.Rows {
		row := x.Row(i)
		for j, v := range table.Row(i % length) {
			row[j] = float32(scale * v)
		}
	}
}

// lean takes ALiBi's slope·distance off the scores [T, S] of a head. The last
// query stands at the last key.
func lean(scores tensor.Matrix, slope float32) {
	for i := range scores.Rows {
		row, at := scores.Row(i), scores.Cols-scores.Rows+i
		for j := range row {
			row[j] -= float32(slope * float32(max(at-j, j-at)))
		}
	}
}

// place prepares what turns and leans positions, the first one from.
func (p *Pass) place(c Config, from int) {
	p.slopes = p.slopes[:0]
	switch c.Positions {
	case Rotary:
		p.turns.fit(c, from, p.Length)
	case ALiBi:
		for _, slope := range position.Slopes(c.Heads) {
			p.slopes = append(p.slopes, float32(slope))
		}
	}
}
