#include "textflag.h"
#include "constants_amd64.h"

// The kernels with AVX2, for eight rows of weights and one of x: of the sixteen
// rows that stand together the first or the last eight. d is at their scales, w
// at their words. Every function ends with VZEROUPPER: without it the SSE code
// that Go compiles to would run at half its speed.

#define START \
	MOVQ sums+0(FP), DI \
	MOVQ d+8(FP), DX \
	MOVQ w+16(FP), SI \
	MOVQ x+24(FP), BX \
	MOVQ scales+32(FP), R8 \
	MOVQ parts+40(FP), R9 \
	MOVQ blocks+48(FP), CX \
	VXORPS Y4, Y4, Y4

// ONES leaves sixteen numbers 1 in y.
#define ONES(y) \
	VPCMPEQW y, y, y \
	VPSRLW $15, y, y

// ADD adds d·e·ints to Y4, e the scale of x.
#define ADD(ints) \
	VCVTDQ2PS ints, ints \
	VBROADCASTSS (R8), Y1 \
	VCVTPH2PS (DX), Y2 \
	VMULPS Y2, Y1, Y1 \
	VMULPS Y1, ints, ints \
	VADDPS ints, Y4, Y4

#define STORE \
	VMOVUPS Y4, (DI) \
	VZEROUPPER \
	RET

// BYTES adds the products of four integers of each row and four of x to Y0.
// VPMADDUBSW wants one factor without a sign: the weight gives its sign to x.
// Two products of at most 128·127 fit into 16 bits.
#define BYTES(o, x) \
	VMOVDQU o(SI), Y1 \
	VPBROADCASTD x(BX), Y2 \
	VPSIGNB Y1, Y2, Y2 \
	VPABSB Y1, Y1 \
	VPMADDUBSW Y2, Y1, Y1 \
	VPMADDWD Y15, Y1, Y1 \
	VPADDD Y1, Y0, Y0

// func q8_0AVX(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
TEXT ·q8_0AVX(SB), NOSPLIT, $0-56
	START
	ONES(Y15)

	PCALIGN $32
q8_0Loop:
	VPXOR Y0, Y0, Y0
	BYTES(0, 0)
	BYTES(64, 4)
	BYTES(128, 8)
	BYTES(192, 12)
	BYTES(256, 16)
	BYTES(320, 20)
	BYTES(384, 24)
	BYTES(448, 28)
	ADD(Y0)
	ADDQ $544, SI
	ADDQ $544, DX
	ADDQ $32, BX
	ADDQ $4, R8
	DECQ CX
	JNZ  q8_0Loop
	STORE

// FOURS adds the products of four integers in the low halves of the words and
// four of x to Y0, and those of the high halves and the four that are far
// further. Eight pairs of products of at most 15·127 fit into 16 bits.
#define FOURS(o, x, far) \
	VMOVDQU o(SI), Y1 \
	VPAND Y14, Y1, Y2 \
	VPSRLD $4, Y1, Y1 \
	VPAND Y14, Y1, Y1 \
	VPBROADCASTD (x)(BX), Y3 \
	VPMADDUBSW Y3, Y2, Y2 \
	VPADDW Y2, Y0, Y0 \
	VPBROADCASTD (x+far)(BX), Y3 \
	VPMADDUBSW Y3, Y1, Y1 \
	VPADDW Y1, Y0, Y0

// func q4_0AVX(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
TEXT ·q4_0AVX(SB), NOSPLIT, $0-56
	START
	ONES(Y15)
	VPBROADCASTD bytes0f<>(SB), Y14

	PCALIGN $32
q4_0Loop:
	VPXOR Y0, Y0, Y0
	FOURS(0, 0, 16)
	FOURS(64, 4, 16)
	FOURS(128, 8, 16)
	FOURS(192, 12, 16)
	VPMADDWD Y15, Y0, Y0
	VPBROADCASTD (R9), Y1
	VPADDD Y1, Y0, Y0
	ADD(Y0)
	ADDQ $288, SI
	ADDQ $288, DX
	ADDQ $32, BX
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ CX
	JNZ  q4_0Loop
	STORE

// func halvesAVX(dst *float32, raw *byte, n int)
// n is a multiple of 8 above 0.
TEXT ·halvesAVX(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ raw+8(FP), SI
	MOVQ n+16(FP), CX

halvesLoop:
	VCVTPH2PS (SI), Y0
	VMOVUPS Y0, (DI)
	ADDQ $16, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  halvesLoop
	VZEROUPPER
	RET

// func hasHalves() bool
// Bit 29 of ECX of leaf 1 is F16C, which x/sys/cpu does not tell.
TEXT ·hasHalves(SB), NOSPLIT, $0-1
	MOVL $1, AX
	XORL CX, CX
	CPUID
	SHRL $29, CX
	ANDL $1, CX
	MOVB CX, ret+0(FP)
	RET
