package stored

import "encoding/binary"

// plainQ4_K multiplies superblocks of d, dmin, eight scales s with minimums m,
// and 256 q of 4 bits: Σ (d·s·q − dmin·m)·x̂ = (d·e)·Σ s·Σ q·x − (dmin·e)·Σ m·Σ x.
// How the numbers of 6 bits are packed is said in package gguf.
func plainQ4_K(sums *[together]float32, w []byte, x some) {
	const size = together * 144
	*sums = [together]float32{}
	for b, e := range x.scales {
		block := w[b*size : (b+1)*size]
		ints, parts := x.ints[b*256:(b+1)*256], x.sums[b*8:(b+1)*8]
		for r := range sums {
			scales, mins := scalesMins(block[64+4*r:])
			var sum, low int32
			for p := range 8 {
				words, shift := block[256+p/2*512+4*r:], p%2*4
				var s int32
				for j, v := range ints[p*32 : (p+1)*32] {
					s += int32(words[j/4*64+j%4]>>shift&15) * int32(v)
				}
				sum += int32(scales[p]) * s
				low += int32(mins[p]) * parts[p]
			}
			sums[r] += float32(float32(sum) * float32(halfAt(block, r)*e))
			sums[r] -= float32(float32(low) * float32(halfAt(block[32:], r)*e))
		}
	}
}

// scalesMins unpacks eight scales and eight minimums of 6 bits from three words.
func scalesMins(words []byte) (scales, mins [8]byte) {
	le := binary.LittleEndian
	top, bottom, low := le.Uint32(words), le.Uint32(words[64:]), le.Uint32(words[128:])
	const halves, pairs, sixes = 0x0f0f0f0f, 0x30303030, 0x3f3f3f3f
	le.PutUint32(scales[:], top&sixes)
	le.PutUint32(scales[4:], low&halves|top>>2&pairs)
	le.PutUint32(mins[:], bottom&sixes)
	le.PutUint32(mins[4:], low>>4&halves|bottom>>2&pairs)
	return scales, mins
}

// plainQ6_K multiplies superblocks of 256 q of 6 bits, sixteen scales s, and d:
// Σ d·s·(q − 32)·x̂ = (d·e)·Σ s·(Σ q·x − 32·Σ x). Where the words stand is said
// at placesQ6_K.
func plainQ6_K(sums *[together]float32, w []byte, x some) {
	const size, highs, lows, half, ds = together * 210, 256, 768, 1536, 3328
	*sums = [together]float32{}
	for b, e := range x.scales {
		block := w[b*size : (b+1)*size]
		ints, parts := x.ints[b*256:(b+1)*256], x.sums[b*16:(b+1)*16]
		for r := range sums {
			var sum int32
			for p := range 16 { // of 16 integers
				part, at := p/2, p%2*256+4*r
				low, lowShift := block[lows+part/4*half+part%2*512+at:], part%4/2*4
				high, highShift := block[highs+part/4*half+at:], part%4*2
				s := parts[p] // −32·Σ x
				for j, v := range ints[p*16 : (p+1)*16] {
					i := j/4*64 + j%4
					s += int32(low[i]>>lowShift&15|high[i]>>highShift&3<<4) * int32(v)
				}
				sum += int32(int8(block[p/4*64+4*r+p%4])) * s
			}
			sums[r] += float32(float32(sum) * float32(halfAt(block[ds:], r)*e))
		}
	}
}
