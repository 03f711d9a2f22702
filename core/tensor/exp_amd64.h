// The kernels of exp and GELU. exp_amd64.s and exact_amd64.s name them and say
// what MULADD, MULSUB and TIMESADD are.

// The constants of exp and gate in function.go, same names.
DATA constants<>+0(SB)/4, $-105.0           // expLow
DATA constants<>+4(SB)/4, $89.0             // expHigh
DATA constants<>+8(SB)/4, $1.44269504088896341 // log2e
DATA constants<>+12(SB)/4, $0.693359375     // ln2High
DATA constants<>+16(SB)/4, $-2.12194440e-4  // ln2Low
DATA constants<>+20(SB)/4, $1.9875691500e-4 // expC5
DATA constants<>+24(SB)/4, $1.3981999507e-3 // expC4
DATA constants<>+28(SB)/4, $8.3334519073e-3 // expC3
DATA constants<>+32(SB)/4, $4.1665795894e-2 // expC2
DATA constants<>+36(SB)/4, $1.6666665459e-1 // expC1
DATA constants<>+40(SB)/4, $5.0000001201e-1 // expC0
DATA constants<>+44(SB)/4, $1.0
DATA constants<>+48(SB)/4, $127             // bias of the exponent
DATA constants<>+52(SB)/4, $1.5957691216057308 // geluA
DATA constants<>+56(SB)/4, $0.07135481627159855 // geluC
DATA constants<>+60(SB)/4, $0.21406444881479565 // geluB
GLOBL constants<>(SB), RODATA|NOPTR, $64

// HORNER is Y2 = Y2·Y1 + constant.
#define HORNER(offset) \
	VBROADCASTSS constants<>+offset(SB), Y3 \
	TIMESADD(Y3, Y1, Y2)

// EXP8 sets Y0 = exp(Y0), as exp in function.go does, using Y1-Y4. Y15 holds
// ones. The limits come first in MAX and MIN, so that a NaN in Y0 stays.
#define EXP8 \
	VBROADCASTSS constants<>+0(SB), Y1 \
	VMAXPS Y0, Y1, Y0 \
	VBROADCASTSS constants<>+4(SB), Y1 \
	VMINPS Y0, Y1, Y0 \
	VBROADCASTSS constants<>+8(SB), Y1 \
	VMULPS Y1, Y0, Y4 \
	VROUNDPS $0, Y4, Y4 \
	VBROADCASTSS constants<>+12(SB), Y2 \
	VMOVAPS Y0, Y1 \
	MULSUB(Y2, Y4, Y1, Y2) \
	VBROADCASTSS constants<>+16(SB), Y2 \
	MULSUB(Y2, Y4, Y1, Y2) \
	VBROADCASTSS constants<>+20(SB), Y2 \
	HORNER(24) \
	HORNER(28) \
	HORNER(32) \
	HORNER(36) \
	HORNER(40) \
	VMULPS Y1, Y1, Y3 \
	TIMESADD(Y1, Y3, Y2) \
	VADDPS Y15, Y2, Y0 \
	VCVTPS2DQ Y4, Y4 \
	VPSRAD $1, Y4, Y3 \
	VPSUBD Y3, Y4, Y4 \
	VPBROADCASTD constants<>+48(SB), Y2 \
	VPADDD Y2, Y3, Y3 \
	VPADDD Y2, Y4, Y4 \
	VPSLLD $23, Y3, Y3 \
	VPSLLD $23, Y4, Y4 \
	VMULPS Y3, Y0, Y0 \
	VMULPS Y4, Y0, Y0

// GATE8 sets Y0 = gate(Y5) and Y6 = Y5², using Y1-Y4.
#define GATE8 \
	VMULPS Y5, Y5, Y6 \
	VBROADCASTSS constants<>+56(SB), Y1 \
	VBROADCASTSS constants<>+52(SB), Y0 \
	MULADD(Y1, Y6, Y0, Y1) \
	VMULPS Y5, Y0, Y0 \
	VXORPS Y1, Y1, Y1 \
	VSUBPS Y0, Y1, Y0 \
	EXP8 \
	VADDPS Y15, Y0, Y0 \
	VDIVPS Y0, Y15, Y0

// func expSIMD(dst, x *float32, shift float32, n int) float32
TEXT expName(SB), NOSPLIT, $0-36
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	VBROADCASTSS shift+16(FP), Y14
	MOVQ n+24(FP), CX
	VBROADCASTSS constants<>+44(SB), Y15
	VXORPS Y13, Y13, Y13

expLoop:
	VMOVUPS (SI), Y0
	VSUBPS Y14, Y0, Y0
	EXP8
	VMOVUPS Y0, (DI)
	VADDPS Y0, Y13, Y13
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  expLoop
	VEXTRACTF128 $1, Y13, X1
	VADDPS X1, X13, X0
	VHADDPS X0, X0, X0
	VHADDPS X0, X0, X0
	VMOVSS X0, ret+32(FP)
	VZEROUPPER
	RET

// func geluSIMD(dst, x *float32, n int)
TEXT geluName(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS constants<>+44(SB), Y15

geluLoop:
	VMOVUPS (SI), Y5
	GATE8
	VMULPS Y5, Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  geluLoop
	VZEROUPPER
	RET

// func geluBackSIMD(dst, x, dy *float32, n int)
TEXT geluBackName(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ dy+16(FP), BX
	MOVQ n+24(FP), CX
	VBROADCASTSS constants<>+44(SB), Y15

geluBackLoop:
	VMOVUPS (SI), Y5
	GATE8
	VBROADCASTSS constants<>+60(SB), Y1
	VBROADCASTSS constants<>+52(SB), Y2
	MULADD(Y1, Y6, Y2, Y1)   // geluA + geluB·x²
	VSUBPS Y0, Y15, Y3       // 1 - gate
	VMULPS Y5, Y0, Y4
	VMULPS Y3, Y4, Y4        // x·gate·(1-gate)
	MULADD(Y4, Y2, Y0, Y4)
	VMULPS (BX), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, BX
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  geluBackLoop
	VZEROUPPER
	RET
