package gguf

// superblock is the number of elements that share half-precision scales in the
// K types. It has parts of 16 or 32, whose own scales are small integers.
const superblock = 256

// decodeQ2_K reads superblocks of sixteen scales, 256 q of 2 bits, d and dmin.
// A part of 16 has a scale s in the low four bits of its byte and a minimum m in
// the high four: d·s·q − dmin·m.
func decodeQ2_K(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[superblock:], src[84:] {
		d, dmin := fromHalf(src[80:]), fromHalf(src[82:])
		for part, s := range src[:16] {
			scale, low := d*float32(s&15), float32(dmin*float32(s>>4))
			q, shift := src[16+part/8*32+part%2*16:], part%8/2*2
			for i := range 16 {
				dst[part*16+i] = float32(scale*float32(q[i]>>shift&3)) - low
			}
		}
	}
}

// decodeQ3_K reads superblocks of 256 third bits, 256 q of 2 bits, sixteen
// scales of 6 bits, and d: d·(s − 32)·(q − 4), where q includes the third bit.
func decodeQ3_K(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[superblock:], src[110:] {
		third, packed, d := src[:32], src[96:108], fromHalf(src[108:])
		for part := range 16 {
			// The low four bits of scales 0 to 7 are in the low halves of the
			// first eight bytes, of 8 to 15 in the high ones; their two high
			// bits are in the last four bytes.
			low := packed[part%8] >> (part / 8 * 4) & 15
			high := packed[8+part%4] >> (part / 4 * 2) & 3
			scale := d * float32(int(low|high<<4)-32)
			q, shift := src[32+part/8*32+part%2*16:], part%8/2*2
			for i := range 16 {
				bit := third[part%2*16+i] >> (part / 2) & 1
				dst[part*16+i] = scale * float32(int(q[i]>>shift&3|bit<<2)-4)
			}
		}
	}
}

// scaleMin returns the scale and the minimum, of 6 bits each, of part 0 to 7 of
// a Q4_K or Q5_K superblock from its 12 bytes of them: those of 0 to 3 have a
// byte each, and its two high bits hold what 4 to 7 have no room for.
func scaleMin(packed []byte, part int) (scale, low byte) {
	if part < 4 {
		return packed[part] & 63, packed[part+4] & 63
	}
	return packed[part+4]&15 | packed[part-4]>>6<<4, packed[part+4]>>4 | packed[part]>>6<<4
}

// decodeQ4_K reads superblocks of d, dmin, eight scales s with minimums m, and
// 256 q of 4 bits: d·s·q − dmin·m.
func decodeQ4_K(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[superblock:], src[144:] {
		d, dmin := fromHalf(src), fromHalf(src[2:])
		for part := range 8 {
			s, m := scaleMin(src[4:16], part)
			scale, low := d*float32(s), float32(dmin*float32(m))
			q, shift := src[16+part/2*32:], part%2*4
			for i := range 32 {
				dst[part*32+i] = float32(scale*float32(q[i]>>shift&15)) - low
			}
		}
	}
}

// decodeQ5_K reads superblocks as Q4_K's, with 256 fifth bits before the q.
func decodeQ5_K(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[superblock:], src[176:] {
		d, dmin, fifth := fromHalf(src), fromHalf(src[2:]), src[16:48]
		for part := range 8 {
			s, m := scaleMin(src[4:16], part)
			scale, low := d*float32(s), float32(dmin*float32(m))
			q, shift := src[48+part/2*32:], part%2*4
			for i := range 32 {
				dst[part*32+i] = float32(scale*float32(q[i]>>shift&15|fifth[i]>>part&1<<4)) - low
			}
		}
	}
}

// decodeQ6_K reads superblocks of 256 q of 4 bits, their 256 pairs of high bits,
// sixteen scales s of 8 bits, and d: d·s·(q − 32).
func decodeQ6_K(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[superblock:], src[210:] {
		scales, d := src[192:208], fromHalf(src[208:])
		for part := range 8 { // of 32, with two scales each
			low, lowShift := src[part/4*64+part%2*32:], part%4/2*4
			high, highShift := src[128+part/4*32:], part%4*2
			for i := range 32 {
				q := low[i]>>lowShift&15 | high[i]>>highShift&3<<4
				dst[part*32+i] = d * float32(int8(scales[part*2+i/16])) * float32(int(q)-32)
			}
		}
	}
}

// decodeIQ4_XS reads superblocks of d, eight scales s of 6 bits in two parts,
// and 256 levels: d·(s − 32) times the level.
func decodeIQ4_XS(dst []float32, src []byte) {
	for ; len(src) > 0; dst, src = dst[superblock:], src[136:] {
		d, high := fromHalf(src), le.Uint16(src[2:])
		for part := range 8 {
			low := src[4+part/2] >> (part % 2 * 4) & 15
			s := int(low) | int(high>>(2*part)&3)<<4
			levels(dst[part*32:], d*float32(s-32), src[8+part*16:8+part*16+16])
		}
	}
}
