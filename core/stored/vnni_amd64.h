// The kernels with AVX-512 VNNI, for sixteen rows of weights at once, a register
// of sums. SI is at the block of weights, CX counts blocks. What a step does for
// each row of x is said by macros, in vnni1_amd64.s for one row, in
// vnni4_amd64.s for four:
//
//	START(block, each)  points at the rows: so many integers and sums a block
//	NEXT(block, each)   goes on to the next block
//	BEGIN(o)             A = the number o bytes into the sums of x
//	DOT(o, w)            A += products of the words w and four integers of x
//	ADD(d)               F += d·e·A, e the scale of x
//	ZERO, STORE          F = 0, and F written at the end
//
// and of superblocks, whose parts have scales s of their own:
//
//	BEGINB, DOTB         the same with B, of another part
//	ZEROAB, ZEROI        A = B = 0, I = M = 0
//	TIMESA(s), TIMESB(s) I += s·A, s·B
//	MINS(o, m)           M += m times the number o bytes into the sums of x
//	ADDI(d), SUBM(d)     F += d·e·I, F -= d·e·M
//
// They may use Z24 and Z25.

// AHEAD asks for seven lines of the cache, the first o bytes further: where a
// kernel reads a block in several places at once, the processor does not foresee
// the next.
#define AHEAD(o) \
	PREFETCHT0 (o)(SI) \
	PREFETCHT0 (o+64)(SI) \
	PREFETCHT0 (o+128)(SI) \
	PREFETCHT0 (o+192)(SI) \
	PREFETCHT0 (o+256)(SI) \
	PREFETCHT0 (o+320)(SI) \
	PREFETCHT0 (o+384)(SI)

// NIBBLES leaves the low and the high halves of the bytes at o in low and w.
#define NIBBLES(o, low, w) \
	VMOVDQU32 (o)(SI), w \
	VPANDD Z31, w, low \
	VPSRLD $4, w, w \
	VPANDD Z31, w, w

// BYTES is four integers of each row. VPDPBUSD wants one factor without a sign:
// it gets the weight plus 128.
#define BYTES(o, x) \
	VPXORD o(SI), Z31, Z26 \
	DOT(x, Z26)

// func q8_0VNNI(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)
TEXT q8_0Name(SB), NOSPLIT, $0-48
	START(32, 1)
	VPBROADCASTD bytes80<>(SB), Z31
	ZERO

	PCALIGN $32
q8_0Loop:
	BEGIN(0)
	BYTES(32, 0)
	BYTES(96, 4)
	BYTES(160, 8)
	BYTES(224, 12)
	BYTES(288, 16)
	BYTES(352, 20)
	BYTES(416, 24)
	BYTES(480, 28)
	VCVTPH2PS (SI), Z26
	ADD(Z26)
	ADDQ $544, SI
	NEXT(32, 1)
	DECQ CX
	JNZ  q8_0Loop
	STORE
	VZEROUPPER
	RET

// FOURS is four integers in the low halves, and the four that are 16 further.
#define FOURS(o, x) \
	NIBBLES(o, Z26, Z27) \
	DOT(x, Z26) \
	DOT(x+16, Z27)

// func q4_0VNNI(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)
TEXT q4_0Name(SB), NOSPLIT, $0-48
	START(32, 1)
	VPBROADCASTD bytes0f<>(SB), Z31
	ZERO

	PCALIGN $32
q4_0Loop:
	BEGIN(0)
	FOURS(32, 0)
	FOURS(96, 4)
	FOURS(160, 8)
	FOURS(224, 12)
	VCVTPH2PS (SI), Z26
	ADD(Z26)
	ADDQ $288, SI
	NEXT(32, 1)
	DECQ CX
	JNZ  q4_0Loop
	STORE
	VZEROUPPER
	RET

// SCALE leaves the byte of words that is shift bits up.
#define SCALE(words, shift, w) \
	VPSRLD $(shift), words, w \
	VPANDD Z30, w, w

// FOURSB is four integers of one part in the low halves, and of the next part,
// 32 further, in the high ones.
#define FOURSB(o, x) \
	NIBBLES(o, Z26, Z27) \
	DOT(x, Z26) \
	DOTB(x+32, Z27)

// PARTS is two parts of 32: their words, integers of x and sums, the words that
// have their scales and minimums, and where in these they are.
#define PARTS(o, x, sums, scales, mins, shift) \
	ZEROAB \
	FOURSB(o, x) \
	FOURSB(o+64, x+4) \
	FOURSB(o+128, x+8) \
	FOURSB(o+192, x+12) \
	FOURSB(o+256, x+16) \
	FOURSB(o+320, x+20) \
	FOURSB(o+384, x+24) \
	FOURSB(o+448, x+28) \
	SCALE(scales, shift, Z26) \
	TIMESA(Z26) \
	SCALE(scales, shift+8, Z26) \
	TIMESB(Z26) \
	SCALE(mins, shift, Z26) \
	MINS(sums, Z26) \
	SCALE(mins, shift+8, Z26) \
	MINS(sums+4, Z26)

// UPPER sets high, which has four numbers of 6 bits in the halves of low, and
// above them in the upper bits of top, two each.
#define UPPER(top, low, high) \
	VPSRLD $2, top, Z26 \
	VPANDD.BCST bytes30<>(SB), Z26, Z26 \
	VPANDD Z31, low, high \
	VPORD Z26, high, high

// func q4_KVNNI(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)
// Z20 and Z23 are the eight scales of each row, Z21 and Z22 the minimums.
TEXT q4_KName(SB), NOSPLIT, $0-48
	START(256, 8)
	VPBROADCASTD lastByte<>(SB), Z30
	VPBROADCASTD bytes0f<>(SB), Z31
	ZERO

	PCALIGN $32
q4_KLoop:
	VMOVDQU32 64(SI), Z20
	VMOVDQU32 128(SI), Z21
	VMOVDQU32 192(SI), Z27
	UPPER(Z20, Z27, Z23)
	VPSRLD $4, Z27, Z27
	UPPER(Z21, Z27, Z22)
	VPANDD.BCST bytes3f<>(SB), Z20, Z20
	VPANDD.BCST bytes3f<>(SB), Z21, Z21
	ZEROI
	PARTS(256, 0, 0, Z20, Z21, 0)
	PARTS(768, 64, 8, Z20, Z21, 16)
	PARTS(1280, 128, 16, Z23, Z22, 0)
	PARTS(1792, 192, 24, Z23, Z22, 16)
	VCVTPH2PS (SI), Z26
	ADDI(Z26)
	VCVTPH2PS 32(SI), Z26
	SUBM(Z26)
	ADDQ $2304, SI
	NEXT(256, 8)
	DECQ CX
	JNZ  q4_KLoop
	STORE
	VZEROUPPER
	RET

// SIXES is four integers of 6 bits of one part and four of the part after the
// next: their low bits are the halves of a word, their high ones are where
// HIGHA and HIGHB move them.
#define SIXES(low, high, x, HIGHA, HIGHB) \
	VMOVDQU32 (high)(SI), Z27 \
	NIBBLES(low, Z28, Z26) \
	HIGHA(Z27, Z29) \
	VPANDD Z30, Z29, Z29 \
	VPORD Z29, Z28, Z28 \
	DOT(x, Z28) \
	HIGHB(Z27, Z29) \
	VPANDD Z30, Z29, Z29 \
	VPORD Z29, Z26, Z26 \
	DOTB(x+64, Z26)

#define UP4(from, to) VPSLLD $4, from, to
#define UP2(from, to) VPSLLD $2, from, to
#define STAY(from, to) VMOVDQA32 from, to
#define DOWN2(from, to) VPSRLD $2, from, to

// SIGNED leaves the byte of the words at o that is byte bytes up, with its sign.
#define SIGNED(o, byte, w) \
	VPSLLD $(24-8*(byte)), (o)(SI), w \
	VPSRAD $24, w, w

// HALVES is sixteen integers, half a part, and of the part after the next: their
// words, integers of x, sums, and scales.
#define HALVES(low, high, x, sums, scales, byte, HIGHA, HIGHB) \
	BEGIN(sums) \
	BEGINB(sums+16) \
	SIXES(low, high, x, HIGHA, HIGHB) \
	SIXES(low+64, high+64, x+4, HIGHA, HIGHB) \
	SIXES(low+128, high+128, x+8, HIGHA, HIGHB) \
	SIXES(low+192, high+192, x+12, HIGHA, HIGHB) \
	SIGNED(scales, byte, Z26) \
	TIMESA(Z26) \
	SIGNED(scales+64, byte, Z26) \
	TIMESB(Z26)

// func q6_KVNNI(sums *float32, w *byte, x *int8, scales *float32, parts *int32, blocks int)
// The integers are q, which stand for q - 32: the sums of x take off the rest.
TEXT q6_KName(SB), NOSPLIT, $0-48
	START(256, 16)
	VPBROADCASTD bytes30<>(SB), Z30
	VPBROADCASTD bytes0f<>(SB), Z31
	ZERO

	PCALIGN $32
q6_KLoop:
	ZEROI
	AHEAD(3360)
	HALVES(768, 256, 0, 0, 0, 0, UP4, STAY)
	AHEAD(3808)
	HALVES(1024, 512, 16, 4, 0, 1, UP4, STAY)
	AHEAD(4256)
	HALVES(1280, 256, 32, 8, 0, 2, UP2, DOWN2)
	AHEAD(4704)
	HALVES(1536, 512, 48, 12, 0, 3, UP2, DOWN2)
	AHEAD(5152)
	HALVES(2304, 1792, 128, 32, 128, 0, UP4, STAY)
	AHEAD(5600)
	HALVES(2560, 2048, 144, 36, 128, 1, UP4, STAY)
	AHEAD(6048)
	HALVES(2816, 1792, 160, 40, 128, 2, UP2, DOWN2)
	AHEAD(6496)
	HALVES(3072, 2048, 176, 44, 128, 3, UP2, DOWN2)
	VCVTPH2PS 3328(SI), Z26
	ADDI(Z26)
	ADDQ $3360, SI
	NEXT(256, 16)
	DECQ CX
	JNZ  q6_KLoop
	STORE
	VZEROUPPER
	RET
