#include "textflag.h"
#include "constants_amd64.h"

// Four rows of x: F is Z0 to Z3, A is Z4 to Z7. They stand R10, R12 and AX bytes
// apart; R11, R13 and DX are at the last of them.

#define q8_0Name ·q8_0VNNI4
#define q4_0Name ·q4_0VNNI4

#define START(block, each) \
	MOVQ sums+0(FP), DI \
	MOVQ w+8(FP), SI \
	MOVQ x+16(FP), BX \
	MOVQ scales+24(FP), R8 \
	MOVQ parts+32(FP), R9 \
	MOVQ blocks+40(FP), CX \
	IMUL3Q $block, CX, R10 \
	LEAQ (R10)(R10*2), R11 \
	ADDQ BX, R11 \
	IMUL3Q $4, CX, R12 \
	LEAQ (R12)(R12*2), R13 \
	ADDQ R8, R13 \
	IMUL3Q $(4*each), CX, AX \
	LEAQ (AX)(AX*2), DX \
	ADDQ R9, DX

#define NEXT(block, each) \
	ADDQ $block, BX \
	ADDQ $block, R11 \
	ADDQ $4, R8 \
	ADDQ $4, R13 \
	ADDQ $(4*each), R9 \
	ADDQ $(4*each), DX

#define BEGIN(o) \
	VPBROADCASTD o(R9), Z4 \
	VPBROADCASTD o(R9)(AX*1), Z5 \
	VPBROADCASTD o(R9)(AX*2), Z6 \
	VPBROADCASTD o(DX), Z7

#define DOT(o, w) \
	VPDPBUSD.BCST (o)(BX), w, Z4 \
	VPDPBUSD.BCST (o)(BX)(R10*1), w, Z5 \
	VPDPBUSD.BCST (o)(BX)(R10*2), w, Z6 \
	VPDPBUSD.BCST (o)(R11), w, Z7

// SCALED adds d·e·ints to sum.
#define SCALED(d, e, ints, sum) \
	VMULPS.BCST e, d, Z24 \
	VCVTDQ2PS ints, Z25 \
	VMULPS Z24, Z25, Z25 \
	VADDPS Z25, sum, sum

#define ADD(d) \
	SCALED(d, (R8), Z4, Z0) \
	SCALED(d, (R8)(R12*1), Z5, Z1) \
	SCALED(d, (R8)(R12*2), Z6, Z2) \
	SCALED(d, (R13), Z7, Z3)

#define ZERO \
	VPXORD Z0, Z0, Z0 \
	VPXORD Z1, Z1, Z1 \
	VPXORD Z2, Z2, Z2 \
	VPXORD Z3, Z3, Z3

#define STORE \
	VMOVUPS Z0, (DI) \
	VMOVUPS Z1, 64(DI) \
	VMOVUPS Z2, 128(DI) \
	VMOVUPS Z3, 192(DI)

#include "vnni_amd64.h"
