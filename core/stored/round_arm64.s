#include "textflag.h"
#include "neon_arm64.h"

// func peakSIMD(x *float32, n int) uint32
// The largest of the bits of n values without their signs; n is a multiple of 32
// above 0. Floats without a sign are ordered as their bits are.
TEXT ·peakSIMD(SB), NOSPLIT, $0-20
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16

peakLoop:
	VLD1.P 64(R0), [V2.S4, V3.S4, V4.S4, V5.S4]
	FABS(2, 2)
	FABS(3, 3)
	FABS(4, 4)
	FABS(5, 5)
	UMAX(2, 0, 0)
	UMAX(3, 1, 1)
	UMAX(4, 0, 0)
	UMAX(5, 1, 1)
	SUBS  $16, R1
	BNE   peakLoop
	UMAX(1, 0, 0)
	UMAXV(0, 0)
	FMOVS F0, ret+16(FP)
	RET

// func integersSIMD(ints *int8, sums *int32, x *float32, inverse float32, n int)
// ints = x·inverse, halves to even, and sums of 16 of them each; n is a multiple
// of 32 above 0.
TEXT ·integersSIMD(SB), NOSPLIT, $0-40
	MOVD  ints+0(FP), R0
	MOVD  sums+8(FP), R1
	MOVD  x+16(FP), R2
	FMOVS inverse+24(FP), F7
	MOVD  n+32(FP), R3

integersLoop:
	VLD1.P 64(R2), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMUL0(7, 0, 0)
	FMUL0(7, 1, 1)
	FMUL0(7, 2, 2)
	FMUL0(7, 3, 3)
	FCVTNS(0, 0)
	FCVTNS(1, 1)
	FCVTNS(2, 2)
	FCVTNS(3, 3)
	SQXTN16(0, 4)
	SQXTN16UP(1, 4)
	SQXTN16(2, 5)
	SQXTN16UP(3, 5)
	SQXTN8(4, 6)
	SQXTN8UP(5, 6)
	VST1.P [V6.B16], 16(R0)
	SADDLV(6, 0)
	FMOVS  F0, R4
	MOVH   R4, R4
	MOVW.P R4, 4(R1)
	SUBS   $16, R3
	BNE    integersLoop
	RET

// func halvesSIMD(dst *float32, raw *byte, n int)
// n is a multiple of 8 above 0.
TEXT ·halvesSIMD(SB), NOSPLIT, $0-24
	MOVD dst+0(FP), R0
	MOVD raw+8(FP), R1
	MOVD n+16(FP), R2

halvesLoop:
	VLD1.P 16(R1), [V0.H8]
	FCVTL(0, 1)
	FCVTL2(0, 2)
	VST1.P [V1.S4, V2.S4], 32(R0)
	SUBS   $8, R2
	BNE    halvesLoop
	RET
