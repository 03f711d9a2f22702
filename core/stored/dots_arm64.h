// The kernels for eight rows of weights and one of x: of the sixteen rows that
// stand together the first or the last eight. sdot_arm64.s and smull_arm64.s name
// them and say what DOT is: DOT(i, x, w, sum) adds to the sums of four rows the
// products of four integers of each, in w, and the i-th four of x. It may use
// V29-V31.

// START leaves the arguments in R0-R6, the step from word to word in R8, and
// zeros in the sums of the rows, V24 and V25.
#define START \
	MOVD sums+0(FP), R0 \
	MOVD d+8(FP), R1 \
	MOVD w+16(FP), R2 \
	MOVD x+24(FP), R3 \
	MOVD scales+32(FP), R4 \
	MOVD parts+40(FP), R5 \
	MOVD blocks+48(FP), R6 \
	MOVD $64, R8 \
	VEOR V24.B16, V24.B16, V24.B16 \
	VEOR V25.B16, V25.B16, V25.B16

// SCALED makes d·e·a and d·e·b of integers, e the scale of x in F21 and d at the
// address, using V20, V22 and V23.
#define SCALED(address, a, b) \
	VLD1 (address), [V20.H8] \
	FCVTL(20, 22) \
	FCVTL2(20, 23) \
	FMUL0(21, 22, 22) \
	FMUL0(21, 23, 23) \
	SCVTF(a, a) \
	SCVTF(b, b) \
	FMUL(22, a, a) \
	FMUL(23, b, b)

// ADDSCALED adds d·e·a and d·e·b to the sums of the rows.
#define ADDSCALED(a, b) \
	FMOVS.P 4(R4), F21 \
	SCALED(R1, a, b) \
	FADD(a, 24, 24) \
	FADD(b, 25, 25)

#define STORE \
	VST1 [V24.S4, V25.S4], (R0) \
	RET

// BYTES adds the products of the words at R7 and the i-th four of x to V4 and V5.
#define BYTES(i, x) \
	VLD1.P (R7)(R8), [V20.B16, V21.B16] \
	DOT(i, x, 20, 4) \
	DOT(i, x, 21, 5)

// func q8_0SDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
TEXT q8_0Name(SB), NOSPLIT, $0-56
	START

q8_0Loop:
	MOVD R2, R7
	VLD1.P 32(R3), [V0.B16, V1.B16]
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	BYTES(0, 0)
	BYTES(1, 0)
	BYTES(2, 0)
	BYTES(3, 0)
	BYTES(0, 1)
	BYTES(1, 1)
	BYTES(2, 1)
	BYTES(3, 1)
	ADDSCALED(4, 5)
	ADD  $544, R2
	ADD  $544, R1
	SUBS $1, R6
	BNE  q8_0Loop
	STORE

// FOURS adds the products of the lower halves of the bytes at R7 and the i-th four
// of x to l0 and l1, and those of the upper halves and of y to h0 and h1.
#define FOURS(i, x, y, l0, l1, h0, h1) \
	VLD1.P (R7)(R8), [V20.B16, V21.B16] \
	AND16B(26, 20, 22) \
	AND16B(26, 21, 23) \
	DOWN4(20, 20) \
	DOWN4(21, 21) \
	DOT(i, x, 22, l0) \
	DOT(i, x, 23, l1) \
	DOT(i, y, 20, h0) \
	DOT(i, y, 21, h1)

// func q4_0SDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
// The integers are q, which stand for q - 8: the sums of x take off the rest.
TEXT q4_0Name(SB), NOSPLIT, $0-56
	START
	VMOVI $0x0f, V26.B16

q4_0Loop:
	MOVD R2, R7
	VLD1.P 32(R3), [V0.B16, V1.B16]
	VLD1R (R5), [V4.S4]
	VLD1R.P 4(R5), [V5.S4]
	FOURS(0, 0, 1, 4, 5, 4, 5)
	FOURS(1, 0, 1, 4, 5, 4, 5)
	FOURS(2, 0, 1, 4, 5, 4, 5)
	FOURS(3, 0, 1, 4, 5, 4, 5)
	ADDSCALED(4, 5)
	ADD  $288, R2
	ADD  $288, R1
	SUBS $1, R6
	BNE  q4_0Loop
	STORE

// UNPACK makes of words top and low, of one row each, eight numbers of 6 bits: four
// in top, whose bytes have two more bits of the others, which are left in high;
// their lower bits are half bytes of low, where MOVE moves them. V20 holds bytes
// 0x30 and V21 0x3f.
#define UNPACK(top, low, high, MOVE) \
	MOVE(low, 22) \
	AND16B(26, 22, 22) \
	DOWN2(top, 23) \
	AND16B(20, 23, 23) \
	ORR16B(22, 23, high) \
	AND16B(21, top, top)

// TIMES adds ints times the next byte of scales to total.
#define TIMES(scales, ints, total) \
	AND16B(27, scales, 20) \
	NEXTBYTE(scales, scales) \
	MLA(20, ints, total)

// MINS adds the i-th sum of x in V22 times the next byte of mins to total.
#define MINS(i, mins, total) \
	AND16B(27, mins, 20) \
	NEXTBYTE(mins, mins) \
	MLAI(i, 22, 20, total)

// PARTS is two parts of 32, one in the lower and one in the upper halves of the
// words at R7, with the scales s and the minimums m of the rows. Their sums are in
// V4 and V5, and V6 and V7.
#define PARTS(s0, s1, m0, m1) \
	VLD1.P 64(R3), [V0.B16, V1.B16, V2.B16, V3.B16] \
	VEOR V4.B16, V4.B16, V4.B16 \
	VEOR V5.B16, V5.B16, V5.B16 \
	VEOR V6.B16, V6.B16, V6.B16 \
	VEOR V7.B16, V7.B16, V7.B16 \
	FOURS(0, 0, 2, 4, 5, 6, 7) \
	FOURS(1, 0, 2, 4, 5, 6, 7) \
	FOURS(2, 0, 2, 4, 5, 6, 7) \
	FOURS(3, 0, 2, 4, 5, 6, 7) \
	FOURS(0, 1, 3, 4, 5, 6, 7) \
	FOURS(1, 1, 3, 4, 5, 6, 7) \
	FOURS(2, 1, 3, 4, 5, 6, 7) \
	FOURS(3, 1, 3, 4, 5, 6, 7) \
	VLD1.P 8(R5), [V22.S2] \
	TIMES(s0, 4, 8) \
	TIMES(s1, 5, 9) \
	TIMES(s0, 6, 8) \
	TIMES(s1, 7, 9) \
	MINS(0, m0, 10) \
	MINS(0, m1, 11) \
	MINS(1, m0, 10) \
	MINS(1, m1, 11)

// func q4_KSDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
// Of the rows 0-3 and 4-7, V12 and V13 are the first four scales, V16 and V17 the
// last four, V14 and V15, V18 and V19 the minimums; V8 and V9 are the sums of what
// has a scale, V10 and V11 of what has a minimum. V27 holds the last byte of words.
TEXT q4_KName(SB), NOSPLIT, $0-56
	START
	VMOVI $0x0f, V26.B16
	MOVD $0xff, R9
	VDUP R9, V27.S4

q4_KLoop:
	MOVD R2, R7
	VLD1.P (R7)(R8), [V12.B16, V13.B16]
	VLD1.P (R7)(R8), [V14.B16, V15.B16]
	VLD1.P (R7)(R8), [V4.B16, V5.B16]
	VMOVI $0x30, V20.B16
	VMOVI $0x3f, V21.B16
	UNPACK(12, 4, 16, STAY)
	UNPACK(13, 5, 17, STAY)
	UNPACK(14, 4, 18, DOWN4)
	UNPACK(15, 5, 19, DOWN4)
	VEOR V8.B16, V8.B16, V8.B16
	VEOR V9.B16, V9.B16, V9.B16
	VEOR V10.B16, V10.B16, V10.B16
	VEOR V11.B16, V11.B16, V11.B16
	PARTS(12, 13, 14, 15)
	PARTS(12, 13, 14, 15)
	PARTS(16, 17, 18, 19)
	PARTS(16, 17, 18, 19)
	ADDSCALED(8, 9)
	ADD  $32, R1, R9         // dmin
	SCALED(R9, 10, 11)
	FSUB(10, 24, 24)
	FSUB(11, 25, 25)
	ADD  $2304, R2
	ADD  $2304, R1
	SUBS $1, R6
	BNE  q4_KLoop
	STORE

// SIX adds the products of four integers of 6 bits of four rows and the i-th four
// of V0 to a, and of four of the part after the next and those of V1 to b: their low
// bits are the halves of low, their high ones are where HIGHA and HIGHB move them.
#define SIX(i, low, high, a, b, HIGHA, HIGHB) \
	HIGHA(high, 16) \
	AND16B(27, 16, 16) \
	AND16B(26, low, 17) \
	ORR16B(16, 17, 16) \
	DOT(i, 0, 16, a) \
	HIGHB(high, 18) \
	AND16B(27, 18, 18) \
	DOWN4(low, 19) \
	ORR16B(18, 19, 18) \
	DOT(i, 1, 18, b)

// SIXES is SIX for all eight rows: the low bits are at R7, the high ones at R10.
#define SIXES(i, HIGHA, HIGHB) \
	VLD1.P (R7)(R8), [V20.B16, V21.B16] \
	VLD1.P (R10)(R8), [V22.B16, V23.B16] \
	SIX(i, 20, 22, 4, 6, HIGHA, HIGHB) \
	SIX(i, 21, 23, 5, 7, HIGHA, HIGHB)

// SIGNED adds ints times the next byte of scales, with its sign, to total.
#define SIGNED(scales, ints, total) \
	TOP(scales, 20) \
	FROMTOP(20, 20) \
	NEXTBYTE(scales, scales) \
	MLA(20, ints, total)

// SIXTEEN is sixteen integers, half a part, and of the part after the next. Their
// sums begin with those of x.
#define SIXTEEN(HIGHA, HIGHB) \
	ADD  $64, R3, R11 \
	ADD  $16, R5, R12 \
	VLD1 (R11), [V1.B16] \
	VLD1.P 16(R3), [V0.B16] \
	VLD1R (R12), [V6.S4] \
	VLD1R (R12), [V7.S4] \
	VLD1R (R5), [V4.S4] \
	VLD1R.P 4(R5), [V5.S4] \
	SIXES(0, HIGHA, HIGHB) \
	SIXES(1, HIGHA, HIGHB) \
	SIXES(2, HIGHA, HIGHB) \
	SIXES(3, HIGHA, HIGHB) \
	SIGNED(12, 4, 8) \
	SIGNED(13, 5, 9) \
	SIGNED(14, 6, 8) \
	SIGNED(15, 7, 9)

// HALF is half a superblock: four parts of 32, the first with the third and the
// second with the fourth. Their scales are at scales, the high bits at high behind
// R2, and behind these the low ones.
#define HALF(scales, high) \
	ADD  $(scales), R2, R7 \
	VLD1.P (R7)(R8), [V12.B16, V13.B16] \
	VLD1 (R7), [V14.B16, V15.B16] \
	ADD  $(high+512), R2, R7 \
	ADD  $(high), R2, R10 \
	SIXTEEN(UP4, STAY) \
	SIXTEEN(UP4, STAY) \
	SUB  $512, R10 \
	SIXTEEN(UP2, DOWN2) \
	SIXTEEN(UP2, DOWN2) \
	ADD  $64, R3 \
	ADD  $16, R5

// func q6_KSDOT(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
// The integers are q, which stand for q - 32: the sums of x take off the rest.
TEXT q6_KName(SB), NOSPLIT, $0-56
	START
	VMOVI $0x0f, V26.B16
	VMOVI $0x30, V27.B16

q6_KLoop:
	VEOR V8.B16, V8.B16, V8.B16
	VEOR V9.B16, V9.B16, V9.B16
	HALF(0, 256)
	HALF(128, 1792)
	ADDSCALED(8, 9)
	ADD  $3360, R2
	ADD  $3360, R1
	SUBS $1, R6
	BNE  q6_KLoop
	STORE
