package stored

import (
	"encoding/binary"

	"logitarium/core/gguf"
	"logitarium/core/half"
)

// The kernels in plain Go, for every machine. In the formulas x̂ is the other
// factor, rounded: scale e, integers x.

// dotsPlain sets sums to the products of sixteen rows of a type, w, and of rows
// of x.
func dotsPlain(t gguf.Type, sums *[atOnce][together]float32, w []byte, x some) {
	for r := range x.rows {
		switch t {
		case gguf.Q8_0:
			plainQ8_0(&sums[r], w, x.row(r))
		case gguf.Q4_0:
			plainQ4_0(&sums[r], w, x.row(r))
		case gguf.Q4_K:
			plainQ4_K(&sums[r], w, x.row(r))
		case gguf.Q6_K:
			plainQ6_K(&sums[r], w, x.row(r))
		}
	}
}

// halfAt returns number i of those in w.
func halfAt(w []byte, i int) float32 { return half.Float32(binary.LittleEndian.Uint16(w[2*i:])) }

// plainQ8_0 multiplies blocks of d and 32 q: Σ d·q·x̂ = (d·e)·Σ q·x.
func plainQ8_0(sums *[together]float32, w []byte, x some) {
	const size = together * 34
	*sums = [together]float32{}
	for b, e := range x.scales {
		block := w[b*size : (b+1)*size]
		words := block[2*together:]
		for r := range sums {
			var sum int32
			for j, v := range x.ints[b*32 : (b+1)*32] {
				sum += int32(int8(words[j/4*64+r*4+j%4])) * int32(v)
			}
			sums[r] += float32(float32(sum) * float32(halfAt(block, r)*e))
		}
	}
}

// plainQ4_0 multiplies blocks of d and 32 q of 4 bits: Σ d·(q − 8)·x̂ =
// (d·e)·(Σ q·x − 8·Σ x). The low halves of the bytes are the first 16.
func plainQ4_0(sums *[together]float32, w []byte, x some) {
	const size = together * 18
	*sums = [together]float32{}
	for b, e := range x.scales {
		block := w[b*size : (b+1)*size]
		words := block[2*together:]
		for r := range sums {
			sum := x.sums[b] // −8·Σ x
			ints := x.ints[b*32 : (b+1)*32]
			for j := range 16 {
				q := words[j/4*64+r*4+j%4]
				sum += int32(q&15)*int32(ints[j]) + int32(q>>4)*int32(ints[j+16])
			}
			sums[r] += float32(float32(sum) * float32(halfAt(block, r)*e))
		}
	}
}

func halvesPlain(dst []float32, raw []byte) {
	for i := range dst {
		dst[i] = halfAt(raw, i)
	}
}
