package position

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

// Sinusoid is the fixed encoding of Vaswani et al. 2017, §3.5: pair i of
// position p is (sin pω_i, cos pω_i). The vector is added to the embedding,
// which the paper first multiplies by √Dim (§3.4).
//
// Sinusoid{Dim: d, Base: 10000} is the paper's; with Layout Split and Spacing
// InclusiveSpacing it is get_timing_signal_1d of tensor2tensor, which fairseq
// and Whisper share. The methods panic unless Dim
// is even and positive and Base positive. A Base of 1 turns all pairs alike, one
// below 1 later pairs faster; in an infinite one all but the first stand still.
//
// Positions and offsets may be negative, and need not be whole. One that is not
// finite gives NaN. Angles keep about 16 digits: at position 1e10 six of them are
// behind the point, and from 1e16 on a sine says nothing.
type Sinusoid struct {
	Dim     int     // d_model
	Base    float64 // 10000 in the paper
	Layout  Layout
	Spacing Spacing
}

// Frequencies returns ω_i of each pair, [Dim/2], in radians per position.
func (s Sinusoid) Frequencies() []float64 {
	return s.Spacing.frequencies(s.Dim, s.Base)
}

// Wavelength returns the positions that one turn of dimension j takes, 2π/ω:
// +Inf for a pair that stands still. It panics if there is no such dimension.
func (s Sinusoid) Wavelength(j int) float64 {
	pair, _ := s.dimension(j)
	return 2 * math.Pi / s.Spacing.frequency(pair, s.Dim, s.Base)
}

// Value returns dimension j at position p, which need not be whole: between
// the positions it draws the wave that they sample. It panics if there is no
// dimension j.
func (s Sinusoid) Value(p float64, j int) float64 {
	pair, second := s.dimension(j)
	angle := p * s.Spacing.frequency(pair, s.Dim, s.Base)
	if second {
		return elementary.Cos(angle)
	}
	return elementary.Sin(angle)
}

func (s Sinusoid) dimension(j int) (pair int, second bool) {
	checkPairs(s.Dim, s.Base)
	if j < 0 || j >= s.Dim {
		panic(fmt.Sprintf("position: dimension %d of %d", j, s.Dim))
	}
	return s.Layout.PairOf(j, s.Dim)
}

// At returns the encoding of position p, [Dim]. Its length is √(Dim/2) for
// every p.
func (s Sinusoid) At(p float64) []float64 {
	return s.fill(make([]float64, s.Dim), s.Frequencies(), p)
}

// Table returns the encodings of n positions from start on, [n, Dim]; of none
// it has no rows. It panics if n is negative.
func (s Sinusoid) Table(start, n int) Table {
	freqs := s.Frequencies()
	t := NewTable(n, s.Dim)
	for i := range n {
		s.fill(t.Row(i), freqs, float64(start+i))
	}
	return t
}

func (s Sinusoid) fill(dst, freqs []float64, p float64) []float64 {
	for i, w := range freqs {
		a, b := s.Layout.Pair(i, s.Dim)
		dst[a], dst[b] = elementary.Sincos(p * w)
	}
	return dst
}

// Dot returns PE(p)·PE(p+k) = Σ_i cos(kω_i), the same for every p and for −k.
// Dot(0) = Dim/2.
func (s Sinusoid) Dot(k float64) float64 {
	return dotAt(s.Frequencies(), k)
}

// Dots returns Dot(0) … Dot(n−1). It panics if n is negative.
func (s Sinusoid) Dots(n int) []float64 {
	if n < 0 {
		panic(fmt.Sprintf("position: dot products of %d offsets", n))
	}
	freqs := s.Frequencies()
	dots := make([]float64, n)
	for k := range dots {
		dots[k] = dotAt(freqs, float64(k))
	}
	return dots
}

func dotAt(freqs []float64, k float64) float64 {
	var sum float64
	for _, w := range freqs {
		sum += elementary.Cos(k * w)
	}
	return sum
}

// FirstRise returns the smallest k ≥ 1 with Dot(k) > Dot(k−1), at most limit;
// 0 if there is none, as below a limit of 1. The dot product is not a distance: it falls with the
// offset only so far.
func (s Sinusoid) FirstRise(limit int) int {
	freqs := s.Frequencies()
	last := dotAt(freqs, 0)
	for k := 1; k <= limit; k++ {
		next := dotAt(freqs, float64(k))
		if next > last {
			return k
		}
		last = next
	}
	return 0
}

// Distance returns |PE(p) − PE(p+k)| = 2·√(Σ_i sin²(kω_i/2)), the same for
// every p.
func (s Sinusoid) Distance(k float64) float64 {
	return distanceAt(s.Frequencies(), k)
}

// The sines keep the digits that √(Dim − 2·Dot(k)) loses to cancellation.
func distanceAt(freqs []float64, k float64) float64 {
	var sum float64
	for _, w := range freqs {
		half := elementary.Sin(k * w / 2)
		sum += float64(half * half)
	}
	return 2 * math.Sqrt(sum)
}

// Nearest returns the offset, from 1 to n−1, at which two of n positions come
// closest, and their Distance; of equals the smallest. It is Table.Nearest in
// n·Dim/2 steps. It panics below two positions.
func (s Sinusoid) Nearest(n int) (offset int, distance float64) {
	if n < 2 {
		panic(fmt.Sprintf("position: nearest two of %d positions", n))
	}
	freqs := s.Frequencies()
	offset, distance = 1, distanceAt(freqs, 1)
	for k := 2; k < n; k++ {
		if d := distanceAt(freqs, float64(k)); d < distance {
			offset, distance = k, d
		}
	}
	return offset, distance
}

// DotThrough returns PE(p)ᵀ·W·PE(p+k) for W [Dim, Dim], what a learned
// W = W_q·W_kᵀ makes of the dot product. It panics unless W has Dim² weights. For W = 1 it is Dot(k); for a random
// W it depends on p and is no longer even in k (Yan et al. 2019, TENER, §4.1).
func (s Sinusoid) DotThrough(w []float64, p, k float64) float64 {
	if len(w) != s.Dim*s.Dim {
		panic(fmt.Sprintf("position: %d weights for a %d by %d matrix", len(w), s.Dim, s.Dim))
	}
	to := s.At(p + k)
	var sum float64
	for i, v := range s.At(p) {
		sum += v * dot(w[i*s.Dim:(i+1)*s.Dim], to)
	}
	return sum
}
