package gpt

import (
	"math"

	"logitarium/core/elementary"
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
// pass, [T, d/H/2].
type turns struct {
	cos, sin tensor.Matrix

	rotation  Rotation
	theta     []float64 // of the rotation, for heads of twice as many values
	magnitude float64
}

// fit sets the turns of length positions, the first one from, for heads of
// width values; slower divides the frequencies, if it is not nil.
func (t *turns) fit(r Rotation, slower []float32, width, from, length int) {
	fit(&t.cos, length, width/2)
	fit(&t.sin, length, width/2)
	if t.rotation != r || len(t.theta) != width/2 {
		t.rotation = r
		t.theta, t.magnitude = r.frequencies(width)
	}
	for j, theta := range t.theta {
		if slower != nil {
			theta /= float64(slower[j])
		}
		for i := range length {
			sin, cos := elementary.Sincos(float64(from+i) * theta)
			t.cos.Data[i*t.cos.Cols+j], t.sin.Data[i*t.sin.Cols+j] = float32(cos*t.magnitude), float32(sin*t.magnitude)
		}
	}
}

// Frequencies returns by which angle each pair of a head in block l turns from
// one position to the next, scaled as the model has it, and what turned values
// are multiplied with. It panics if positions are not [Rotary].
func (m *Model) Frequencies(l int) (theta []float64, magnitude float64) {
	c := m.Config
	if c.Positions != Rotary {
		panic("gpt: no rotations in a model with " + c.Positions.String() + " positions")
	}
	if c.Window(l) > 0 {
		return c.Parts.Local.frequencies(c.HeadWidth())
	}
	theta, magnitude = c.Parts.Rotation.frequencies(c.HeadWidth())
	for j := range m.Slower {
		theta[j] /= float64(m.Slower[j])
	}
	return theta, magnitude
}

// turn turns each row of a per-head matrix [R·H·T, d/H] by its position, or
// with direction -1 back, which is also the way of a gradient.
func (t *turns) turn(x tensor.Matrix, direction float32) {
	for i := range x.Rows {
		row, cos, sin := x.Row(i), t.cos.Row(i%t.cos.Rows), t.sin.Row(i%t.sin.Rows)
		for j := range cos {
			first, second := 2*j, 2*j+1
			if t.rotation.Halves {
				first, second = j, j+len(cos)
			}
			a, b, s := row[first], row[second], direction*sin[j]
			row[first] = float32(a*cos[j]) - float32(b*s)
			row[second] = float32(a*s) + float32(b*cos[j])
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
func (p *Pass) place(m *Model, from int) {
	c := m.Config
	p.slopes = p.slopes[:0]
	switch c.Positions {
	case Rotary:
		p.turns.fit(c.Parts.Rotation, m.Slower, c.HeadWidth(), from, p.Length)
		if c.Parts.Window > 0 {
			p.local.fit(c.Parts.Local, nil, c.HeadWidth(), from, p.Length)
		}
	case ALiBi:
		for _, slope := range position.Slopes(c.Heads) {
			p.slopes = append(p.slopes, float32(slope))
		}
	}
}
