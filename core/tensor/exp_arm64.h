// The kernels of exp and GELU. fast_arm64.s and exact_arm64.s name them and say
// what MULADD, MULSUB and TIMESADD are.

// The constants of exp and gate in function.go, same names.
DATA constants<>+0(SB)/4, $-105.0           // V16: expLow
DATA constants<>+4(SB)/4, $89.0             // V17: expHigh
DATA constants<>+8(SB)/4, $1.44269504088896341 // V18: log2e
DATA constants<>+12(SB)/4, $0.693359375     // V19: ln2High
DATA constants<>+16(SB)/4, $-2.12194440e-4  // V20: ln2Low
DATA constants<>+20(SB)/4, $1.9875691500e-4 // V21: expC5
DATA constants<>+24(SB)/4, $1.3981999507e-3 // V22: expC4
DATA constants<>+28(SB)/4, $8.3334519073e-3 // V23: expC3
DATA constants<>+32(SB)/4, $4.1665795894e-2 // V24: expC2
DATA constants<>+36(SB)/4, $1.6666665459e-1 // V25: expC1
DATA constants<>+40(SB)/4, $5.0000001201e-1 // V26: expC0
DATA constants<>+44(SB)/4, $1.0             // V27
DATA constants<>+48(SB)/4, $127             // V28: bias of the exponent
DATA constants<>+52(SB)/4, $1.5957691216057308 // V29: geluA
DATA constants<>+56(SB)/4, $0.07135481627159855 // V30: geluC
DATA constants<>+60(SB)/4, $0.21406444881479565 // V31: geluB
GLOBL constants<>(SB), RODATA|NOPTR, $64

// CONSTANTS fills V16-V31, each with four times the same. It uses R8.
#define CONSTANTS \
	MOVD $constants<>(SB), R8 \
	VLD1R.P 4(R8), [V16.S4] \
	VLD1R.P 4(R8), [V17.S4] \
	VLD1R.P 4(R8), [V18.S4] \
	VLD1R.P 4(R8), [V19.S4] \
	VLD1R.P 4(R8), [V20.S4] \
	VLD1R.P 4(R8), [V21.S4] \
	VLD1R.P 4(R8), [V22.S4] \
	VLD1R.P 4(R8), [V23.S4] \
	VLD1R.P 4(R8), [V24.S4] \
	VLD1R.P 4(R8), [V25.S4] \
	VLD1R.P 4(R8), [V26.S4] \
	VLD1R.P 4(R8), [V27.S4] \
	VLD1R.P 4(R8), [V28.S4] \
	VLD1R.P 4(R8), [V29.S4] \
	VLD1R.P 4(R8), [V30.S4] \
	VLD1R.P 4(R8), [V31.S4]

// EXP4 sets x = exp(x), as exp in function.go does, using V4-V7: n is in V4, r in
// x, the polynomial by turns in V5 and V6. A NaN stays one.
#define EXP4(x) \
	FMAX(16, x, x) \
	FMIN(17, x, x) \
	FMUL(18, x, 4) \
	FRINTN(4, 4) \
	MULSUB(19, 4, x, 5) \
	MULSUB(20, 4, x, 5) \
	TIMESADD(22, x, 21, 5) \
	TIMESADD(23, x, 5, 6) \
	TIMESADD(24, x, 6, 5) \
	TIMESADD(25, x, 5, 6) \
	TIMESADD(26, x, 6, 5) \
	FMUL(x, x, 6) \
	TIMESADD(x, 6, 5, 7) \
	FADD(27, 7, x) \
	FCVTNS(4, 4) \
	SSHR1(4, 5) \
	SUB32(5, 4, 4) \
	ADD32(28, 5, 5) \
	ADD32(28, 4, 4) \
	SHL23(5, 5) \
	SHL23(4, 4) \
	FMUL(5, x, x) \
	FMUL(4, x, x)

// GATE4 sets y = gate(x) and square = x², using V4-V7.
#define GATE4(x, square, y) \
	FMUL(x, x, square) \
	TIMESADD(29, square, 30, y) \
	FMUL(x, y, y) \
	FNEG(y, y) \
	EXP4(y) \
	FADD(27, y, y) \
	FDIV(y, 27, y)

// BACK4 makes of y = gate(x) the slope of GELU, using V4-V6: geluA + geluB·x² in V5,
// 1 - gate in V6, x·gate·(1-gate) in V4.
#define BACK4(x, square, y) \
	TIMESADD(29, square, 31, 5) \
	FSUB(y, 27, 6) \              // 1 - gate
	FMUL(x, y, 4) \
	FMUL(6, 4, 4) \               // x·gate·(1-gate)
	MULADD(4, 5, y, 4)

// func expSIMD(dst, x *float32, shift float32, n int) float32
// The eight sums are in V12 and V13.
TEXT expName(SB), NOSPLIT, $0-36
	MOVD  dst+0(FP), R0
	MOVD  x+8(FP), R1
	FMOVS shift+16(FP), F14
	MOVD  n+24(FP), R2
	VDUP  V14.S[0], V14.S4
	VEOR  V12.B16, V12.B16, V12.B16
	VEOR  V13.B16, V13.B16, V13.B16
	CONSTANTS

expLoop:
	VLD1.P 32(R1), [V0.S4, V1.S4]
	FSUB(14, 0, 0)
	FSUB(14, 1, 1)
	EXP4(0)
	EXP4(1)
	VST1.P [V0.S4, V1.S4], 32(R0)
	FADD(0, 12, 12)
	FADD(1, 13, 13)
	SUBS   $8, R2
	BNE    expLoop
	FADD(13, 12, 0)
	FADDP(0, 0, 0)
	FADDP(0, 0, 0)
	FMOVS  F0, ret+32(FP)
	RET

// func geluSIMD(dst, x *float32, n int)
TEXT geluName(SB), NOSPLIT, $0-24
	MOVD dst+0(FP), R0
	MOVD x+8(FP), R1
	MOVD n+16(FP), R2
	CONSTANTS

geluLoop:
	VLD1.P 32(R1), [V0.S4, V1.S4]
	GATE4(0, 8, 2)
	GATE4(1, 9, 3)
	FMUL(0, 2, 2)
	FMUL(1, 3, 3)
	VST1.P [V2.S4, V3.S4], 32(R0)
	SUBS   $8, R2
	BNE    geluLoop
	RET

// func geluBackSIMD(dst, x, dy *float32, n int)
TEXT geluBackName(SB), NOSPLIT, $0-32
	MOVD dst+0(FP), R0
	MOVD x+8(FP), R1
	MOVD dy+16(FP), R3
	MOVD n+24(FP), R2
	CONSTANTS

geluBackLoop:
	VLD1.P 32(R1), [V0.S4, V1.S4]
	VLD1.P 32(R3), [V10.S4, V11.S4]
	GATE4(0, 8, 2)
	BACK4(0, 8, 2)
	GATE4(1, 9, 3)
	BACK4(1, 9, 3)
	FMUL(10, 2, 2)
	FMUL(11, 3, 3)
	VST1.P [V2.S4, V3.S4], 32(R0)
	SUBS   $8, R2
	BNE    geluBackLoop
	RET
