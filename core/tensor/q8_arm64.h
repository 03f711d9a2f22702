// The kernel of integers of 8 bits. fast_arm64.s and exact_arm64.s name it and
// say what MULADD is.

// DOT8 adds to the sums of eight rows, in V2 and V3, the products of eight integers
// of each, the 64 bytes at R1, and the eight of x from its i-th four on.
#define DOT8(i, x) \
	VLD1.P 64(R1), [V16.B16, V17.B16, V18.B16, V19.B16] \
	SDOT(i, x, 16, 2) \
	SDOT(i, x, 17, 3) \
	SDOT((i+1), x, 18, 2) \
	SDOT((i+1), x, 19, 3)

// MULL8 does so without SDOT: two rows at a time, in V26-V29, with two sums for
// each. Two products of at most 127² fit into 16 bits.
#define MULL8(even, odd) \
	VLD1.P 64(R1), [V16.B16, V17.B16, V18.B16, V19.B16] \
	VDUP even, V20.S4 \
	VDUP odd, V21.S4 \
	SMULL(20, 16, 22) \
	SMULL2(20, 16, 23) \
	SMULL(20, 17, 24) \
	SMULL2(20, 17, 25) \
	SMLAL(21, 18, 22) \
	SMLAL2(21, 18, 23) \
	SMLAL(21, 19, 24) \
	SMLAL2(21, 19, 25) \
	SADALP(22, 26) \
	SADALP(23, 27) \
	SADALP(24, 28) \
	SADALP(25, 29)

// func q8SIMD(sums *float32, w *int8, scales *float32, x, magnitudes *int8, xScales *float32, blocks int)
// The sums of the rows are in V4 and V5. The magnitudes are not needed.
TEXT q8Name(SB), NOSPLIT, $0-56
	MOVD  w+8(FP), R1
	MOVD  scales+16(FP), R2
	MOVD  x+24(FP), R3
	MOVD  xScales+40(FP), R4
	MOVD  blocks+48(FP), R5
	MOVBU ·sdot(SB), R6
	VEOR  V4.B16, V4.B16, V4.B16
	VEOR  V5.B16, V5.B16, V5.B16

q8Loop:
	VLD1.P 32(R3), [V0.B16, V1.B16]
	CBZ    R6, q8Older
	VEOR   V2.B16, V2.B16, V2.B16
	VEOR   V3.B16, V3.B16, V3.B16
	DOT8(0, 0)
	DOT8(2, 0)
	DOT8(0, 1)
	DOT8(2, 1)

q8Scale:
	SCVTF(2, 2)
	SCVTF(3, 3)
	VLD1.P 32(R2), [V6.S4, V7.S4]
	FMOVS.P 4(R4), F8
	FMUL0(8, 6, 6)
	FMUL0(8, 7, 7)
	MULADD(6, 2, 4, 2)
	MULADD(7, 3, 5, 3)
	SUBS   $1, R5
	BNE    q8Loop
	MOVD   sums+0(FP), R0
	VST1   [V4.S4, V5.S4], (R0)
	RET

q8Older:
	VEOR  V26.B16, V26.B16, V26.B16
	VEOR  V27.B16, V27.B16, V27.B16
	VEOR  V28.B16, V28.B16, V28.B16
	VEOR  V29.B16, V29.B16, V29.B16
	MULL8(V0.S[0], V0.S[1])
	MULL8(V0.S[2], V0.S[3])
	MULL8(V1.S[0], V1.S[1])
	MULL8(V1.S[2], V1.S[3])
	VADDP V27.S4, V26.S4, V2.S4 // both sums of rows 0-3
	VADDP V29.S4, V28.S4, V3.S4
	B     q8Scale
