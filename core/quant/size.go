package quant

import "fmt"

// Size is the ledger of a quantized matrix, in bits.
type Size struct {
	Weights int // number of values
	Values  int // their integers, packed tight
	Scales  int
	Zeros   int // zero points, or the real minimum of kind Offset
}

// Size returns the ledger of [rows, cols] under p, with scales of scaleBits
// (16 for half precision). A zero point of kind Affine takes p.Bits, a minimum
// of kind Offset scaleBits. It panics if a size is not positive.
func (p Plan) Size(rows, cols, scaleBits int) Size {
	if rows < 1 || cols < 1 || scaleBits < 1 || p.Bits < 1 || p.Granularity == PerGroup && p.Group < 1 {
		panic(fmt.Sprintf("quant: size of [%d, %d] with %d bits, scales of %d bits, groups of %d", rows, cols, p.Bits, scaleBits, p.Group))
	}
	grids := p.Grids(rows, cols)
	s := Size{Weights: rows * cols, Values: rows * cols * p.Bits, Scales: grids * scaleBits}
	switch p.Kind {
	case Affine:
		s.Zeros = grids * p.Bits
	case Offset:
		s.Zeros = grids * scaleBits
	}
	return s
}

// Bits returns the sum.
func (s Size) Bits() int { return s.Values + s.Scales + s.Zeros }

// Bytes returns Bits in bytes, rounded up.
func (s Size) Bytes() int { return (s.Bits() + 7) / 8 }

// PerWeight returns the bits that a value takes with its share of the scales:
// "4 bits" are 4.5 in groups of 32 with half-precision scales.
func (s Size) PerWeight() float64 { return float64(s.Bits()) / float64(s.Weights) }
