package position

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Rotation is the 2×2 block [Cos Sin; −Sin Cos] that takes the pair
// (sin pω, cos pω) to (sin (p+k)ω, cos (p+k)ω), with Cos = cos kω and
// Sin = sin kω.
type Rotation struct{ Cos, Sin float64 }

// Apply returns the block times the column (sin, cos).
func (r Rotation) Apply(sin, cos float64) (float64, float64) {
	return float64(r.Cos*sin) + float64(r.Sin*cos), float64(r.Cos*cos) - float64(r.Sin*sin)
}

// Shift is the matrix M(k) with M(k)·PE(p) = PE(p+k) for every p: one block
// for each pair. A single component cannot be shifted alone; its pair is
// needed. This is the linear function of Vaswani et al. 2017, §3.5.
type Shift struct {
	Dim    int
	Layout Layout
	Blocks []Rotation // [Dim/2]
}

// Shift returns M(k).
func (s Sinusoid) Shift(k float64) Shift {
	freqs := s.Frequencies()
	m := Shift{Dim: s.Dim, Layout: s.Layout, Blocks: make([]Rotation, len(freqs))}
	for i, w := range freqs {
		m.Blocks[i].Sin, m.Blocks[i].Cos = elementary.Sincos(k * w)
	}
	return m
}

// Apply returns M(k)·pe, [Dim]. It panics if pe is not Dim long.
func (m Shift) Apply(pe []float64) []float64 {
	if len(pe) != m.Dim {
		panic(fmt.Sprintf("position: shift of width %d for %d values", m.Dim, len(pe)))
	}
	out := make([]float64, m.Dim)
	for i, block := range m.Blocks {
		a, b := m.Layout.Pair(i, m.Dim)
		out[a], out[b] = block.Apply(pe[a], pe[b])
	}
	return out
}

// Matrix returns M(k) in full, [Dim, Dim].
func (m Shift) Matrix() Table {
	t := NewTable(m.Dim, m.Dim)
	for i, block := range m.Blocks {
		a, b := m.Layout.Pair(i, m.Dim)
		t.Row(a)[a], t.Row(a)[b] = block.Cos, block.Sin
		t.Row(b)[a], t.Row(b)[b] = -block.Sin, block.Cos
	}
	return t
}

// ShiftResidual returns the largest |M(k)·PE(p) − PE(p+k)| over the
// dimensions: 0 up to rounding, for every p and k.
func (s Sinusoid) ShiftResidual(p, k float64) float64 {
	want := s.At(p + k)
	var worst float64
	for i, v := range s.Shift(k).Apply(s.At(p)) {
		worst = max(worst, math.Abs(v-want[i]))
	}
	return worst
}
