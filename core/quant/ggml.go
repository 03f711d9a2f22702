package quant

import (
	"encoding/binary"
	"fmt"
	"math"

	"logitarium/core/fault"
	"logitarium/core/half"
)

// Format is one of ggml's block formats, as stored in GGUF files: 32 weights
// share a half-precision scale d and, in the _1 formats, a half-precision
// minimum m. Bytes and integers follow ggml's reference quantizers
// (quantize_row_*_ref).
type Format int

const (
	Q8_0 Format = iota // d·q, q = −127 … 127: 8.5 bits a weight
	Q4_0               // d·q, q = −8 … 7: 4.5
	Q4_1               // d·q + m, q = 0 … 15: 5
	Q5_0               // d·q, q = −16 … 15: 5.5
	Q5_1               // d·q + m, q = 0 … 31: 6
)

// BlockSize is the number of weights in a block of every Format.
const BlockSize = 32

// String returns ggml's name, "Q8_0" and so on.
func (f Format) String() string {
	if names := [...]string{"Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"}; f >= 0 && int(f) < len(names) {
		return names[f]
	}
	return fmt.Sprintf("Format(%d)", int(f))
}

// Bits returns the bits of one integer: 8, 4 or 5.
func (f Format) Bits() int {
	switch f {
	case Q8_0:
		return 8
	case Q4_0, Q4_1:
		return 4
	case Q5_0, Q5_1:
		return 5
	}
	panic(fmt.Sprintf("quant: no such format as %v", f))
}

// hasMin reports whether a block stores a minimum.
func (f Format) hasMin() bool { return f == Q4_1 || f == Q5_1 }

// BlockBytes returns the bytes of one block.
func (f Format) BlockBytes() int {
	n := 2 + BlockSize*f.Bits()/8
	if f.hasMin() {
		n += 2
	}
	return n
}

// BitsPerWeight returns the bits of a weight with its share of d and m.
func (f Format) BitsPerWeight() float64 {
	return float64(f.BlockBytes()) * 8 / BlockSize
}

// Block is one block as numbers: weight i is D·Q[i] + M.
type Block struct {
	D, M float32 // of half precision; M is 0 in the _0 formats
	Q    [BlockSize]int8
}

// Weights returns the 32 weights.
func (b Block) Weights() [BlockSize]float32 {
	var x [BlockSize]float32
	for i, q := range b.Q {
		x[i] = float32(b.D*float32(q)) + b.M
	}
	return x
}

// Encode returns x as blocks on disk, little-endian. It returns an error if a
// value is not finite, or so large that its scale or minimum is beyond half
// precision. It panics if len(x) is not a multiple of BlockSize.
func (f Format) Encode(x []float32) ([]byte, error) {
	if len(x)%BlockSize != 0 {
		panic(fmt.Sprintf("quant: %d weights are not blocks of %d", len(x), BlockSize))
	}
	for i, v := range x {
		if v-v != 0 {
			return nil, fault.Errorf("%v: weight %d is %g; only finite weights can be quantized", f, i, v)
		}
	}
	data := make([]byte, 0, len(x)/BlockSize*f.BlockBytes())
	for i := 0; i < len(x); i += BlockSize {
		b := f.quantize(x[i : i+BlockSize])
		d, m := half.Bits(b.D), half.Bits(b.M)
		if d&0x7fff >= 0x7c00 || m&0x7fff >= 0x7c00 {
			return nil, fault.Errorf("%v: scale %g or minimum %g of weights %d to %d is beyond half precision (65504)", f, b.D, b.M, i, i+BlockSize-1)
		}
		data = binary.LittleEndian.AppendUint16(data, d)
		if f.hasMin() {
			data = binary.LittleEndian.AppendUint16(data, m)
		}
		data = f.pack(data, b.Q)
	}
	return data, nil
}

// Quantize returns x as the one block that Encode stores. It returns an error
// like Encode, and panics if x is not BlockSize weights.
func (f Format) Quantize(x []float32) (Block, error) {
	if len(x) != BlockSize {
		panic(fmt.Sprintf("quant: %d weights are not a block of %d", len(x), BlockSize))
	}
	for i, v := range x {
		if v-v != 0 {
			return Block{}, fault.Errorf("%v: weight %d is %g; only finite weights can be quantized", f, i, v)
		}
	}
	b := f.quantize(x)
	d, m := half.Bits(b.D), half.Bits(b.M)
	if d&0x7fff >= 0x7c00 || m&0x7fff >= 0x7c00 {
		return Block{}, fault.Errorf("%v: scale %g or minimum %g is beyond half precision (65504)", f, b.D, b.M)
	}
	b.D, b.M = half.Float32(d), half.Float32(m)
	return b, nil
}

// quantize returns the block of x with D and M still in single precision: ggml
// rounds them to half after the integers are made.
func (f Format) quantize(x []float32) Block {
	var b Block
	zero := f.zero()
	top := float32(int(1)<<f.Bits() - 1) // the highest integer, counted from 0
	switch f {
	case Q8_0:
		r := MinMax(x)
		b.D = max(-r.Lo, r.Hi) / 127
	case Q4_0, Q5_0:
		// The value of largest magnitude gets the lowest integer, whose
		// magnitude is the largest, and gives d its sign.
		b.D = firstPeak(x) / -float32(zero)
	default:
		r := MinMax(x)
		b.D, b.M = (r.Hi-r.Lo)/top, r.Lo
	}
	var inverse float32
	// Below 2⁻¹²⁶ the inverse is infinite, and d of half precision 0 anyway.
	if b.D >= 0x1p-126 || b.D <= -0x1p-126 {
		inverse = 1 / b.D
	}
	// The conversions keep a product from being fused with the sum after it, which
	// would move some integers on some processors.
	switch f {
	case Q8_0:
		for i, v := range x {
			b.Q[i] = int8(math.Round(float64(v * inverse)))
		}
	case Q4_0, Q5_0:
		middle := float32(zero) + 0.5
		for i, v := range x {
			b.Q[i] = int8(min(float32(v*inverse)+middle, top)) - zero
		}
	default:
		for i, v := range x {
			b.Q[i] = int8(min(float32((v-b.M)*inverse)+0.5, top))
		}
	}
	return b
}

// firstPeak returns the value of largest magnitude; of equals the first.
func firstPeak(x []float32) (peak float32) {
	var size float32
	for _, v := range x {
		if a := float32(math.Abs(float64(v))); a > size {
			size, peak = a, v
		}
	}
	return peak
}

// Blocks returns the blocks of data. It returns an error if data is not a
// whole number of them.
func (f Format) Blocks(data []byte) ([]Block, error) {
	size := f.BlockBytes()
	if len(data)%size != 0 {
		return nil, fault.Errorf("%v: %d bytes are not blocks of %d; %d too many", f, len(data), size, len(data)%size)
	}
	blocks := make([]Block, len(data)/size)
	for i := range blocks {
		raw := data[i*size : (i+1)*size]
		blocks[i].D = half.Float32(binary.LittleEndian.Uint16(raw))
		raw = raw[2:]
		if f.hasMin() {
			blocks[i].M = half.Float32(binary.LittleEndian.Uint16(raw))
			raw = raw[2:]
		}
		blocks[i].Q = f.unpack(raw)
	}
	return blocks, nil
}

// Decode returns the weights of data, 32 for each block. It returns an error
// like Blocks.
func (f Format) Decode(data []byte) ([]float32, error) {
	blocks, err := f.Blocks(data)
	if err != nil {
		return nil, err
	}
	x := make([]float32, 0, len(blocks)*BlockSize)
	for _, b := range blocks {
		w := b.Weights()
		x = append(x, w[:]...)
	}
	return x, nil
}

// pack appends the integers: a byte each for Q8_0, else, for 5 bits, a word
// with the fifth bits, then 16 bytes with the low four bits of integer i below
// and of integer i+16 above.
func (f Format) pack(data []byte, q [BlockSize]int8) []byte {
	if f == Q8_0 {
		for _, v := range q {
			data = append(data, byte(v))
		}
		return data
	}
	var u [BlockSize]byte // counted from 0
	var fifth uint32
	zero := f.zero()
	for i, v := range q {
		u[i] = byte(v + zero)
		fifth |= uint32(u[i]>>4) << i
	}
	if f.Bits() == 5 {
		data = binary.LittleEndian.AppendUint32(data, fifth)
	}
	for i := range BlockSize / 2 {
		data = append(data, u[i]&15|u[i+BlockSize/2]<<4)
	}
	return data
}

// unpack is the inverse of pack.
func (f Format) unpack(data []byte) (q [BlockSize]int8) {
	if f == Q8_0 {
		for i := range q {
			q[i] = int8(data[i])
		}
		return q
	}
	var fifth uint32
	if f.Bits() == 5 {
		fifth = binary.LittleEndian.Uint32(data)
		data = data[4:]
	}
	zero := f.zero()
	for i := range q {
		low := data[i%16] >> (i / 16 * 4) & 15
		q[i] = int8(low|byte(fifth>>i&1)<<4) - zero
	}
	return q
}

// zero returns the stored integer that stands for q = 0. Q8_0 stores signed
// integers, the _1 formats count from their minimum.
func (f Format) zero() int8 {
	if f == Q8_0 || f.hasMin() {
		return 0
	}
	return 1 << (f.Bits() - 1)
}
