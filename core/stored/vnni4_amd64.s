#include "textflag.h"
#include "constants_amd64.h"

// Four rows of x: F is Z0 to Z3, A Z4 to Z7, B, I and M the next four each. They stand R10, R12 and AX bytes
// apart; R11, R13 and DX are at the last of them.

#define q8_0Name ·q8_0VNNI4
#define q4_0Name ·q4_0VNNI4
#define q4_KName ·q4_KVNNI4
#define q6_KName ·q6_KVNNI4

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
	VPBROADCASTD (o)(R9), Z4 \
	VPBROADCASTD (o)(R9)(AX*1), Z5 \
	VPBROADCASTD (o)(R9)(AX*2), Z6 \
	VPBROADCASTD (o)(DX), Z7

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

// TAKEN takes d·e·ints off sum.
#define TAKEN(d, e, ints, sum) \
	VMULPS.BCST e, d, Z24 \
	VCVTDQ2PS ints, Z25 \
	VMULPS Z24, Z25, Z25 \
	VSUBPS Z25, sum, sum

#define BEGINB(o) \
	VPBROADCASTD (o)(R9), Z8 \
	VPBROADCASTD (o)(R9)(AX*1), Z9 \
	VPBROADCASTD (o)(R9)(AX*2), Z10 \
	VPBROADCASTD (o)(DX), Z11

#define DOTB(o, w) \
	VPDPBUSD.BCST (o)(BX), w, Z8 \
	VPDPBUSD.BCST (o)(BX)(R10*1), w, Z9 \
	VPDPBUSD.BCST (o)(BX)(R10*2), w, Z10 \
	VPDPBUSD.BCST (o)(R11), w, Z11

#define ZEROAB \
	VPXORD Z4, Z4, Z4 \
	VPXORD Z8, Z8, Z8 \
	VPXORD Z5, Z5, Z5 \
	VPXORD Z9, Z9, Z9 \
	VPXORD Z6, Z6, Z6 \
	VPXORD Z10, Z10, Z10 \
	VPXORD Z7, Z7, Z7 \
	VPXORD Z11, Z11, Z11

#define ZEROI \
	VPXORD Z12, Z12, Z12 \
	VPXORD Z16, Z16, Z16 \
	VPXORD Z13, Z13, Z13 \
	VPXORD Z17, Z17, Z17 \
	VPXORD Z14, Z14, Z14 \
	VPXORD Z18, Z18, Z18 \
	VPXORD Z15, Z15, Z15 \
	VPXORD Z19, Z19, Z19

#define TIMESA(s) \
	VPMULLD s, Z4, Z4 \
	VPADDD Z4, Z12, Z12 \
	VPMULLD s, Z5, Z5 \
	VPADDD Z5, Z13, Z13 \
	VPMULLD s, Z6, Z6 \
	VPADDD Z6, Z14, Z14 \
	VPMULLD s, Z7, Z7 \
	VPADDD Z7, Z15, Z15

#define TIMESB(s) \
	VPMULLD s, Z8, Z8 \
	VPADDD Z8, Z12, Z12 \
	VPMULLD s, Z9, Z9 \
	VPADDD Z9, Z13, Z13 \
	VPMULLD s, Z10, Z10 \
	VPADDD Z10, Z14, Z14 \
	VPMULLD s, Z11, Z11 \
	VPADDD Z11, Z15, Z15

#define MINS(o, m) \
	VPMULLD.BCST (o)(R9), m, Z24 \
	VPADDD Z24, Z16, Z16 \
	VPMULLD.BCST (o)(R9)(AX*1), m, Z24 \
	VPADDD Z24, Z17, Z17 \
	VPMULLD.BCST (o)(R9)(AX*2), m, Z24 \
	VPADDD Z24, Z18, Z18 \
	VPMULLD.BCST (o)(DX), m, Z24 \
	VPADDD Z24, Z19, Z19

#define ADDI(d) \
	SCALED(d, (R8), Z12, Z0) \
	SCALED(d, (R8)(R12*1), Z13, Z1) \
	SCALED(d, (R8)(R12*2), Z14, Z2) \
	SCALED(d, (R13), Z15, Z3)

#define SUBM(d) \
	TAKEN(d, (R8), Z16, Z0) \
	TAKEN(d, (R8)(R12*1), Z17, Z1) \
	TAKEN(d, (R8)(R12*2), Z18, Z2) \
	TAKEN(d, (R13), Z19, Z3)

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
