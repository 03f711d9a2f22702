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
// They may use Z24 and Z25.

// NIBBLES leaves the low and the high halves of the bytes at o in low and w.
#define NIBBLES(o, low, w) \
	VMOVDQU32 o(SI), w \
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
