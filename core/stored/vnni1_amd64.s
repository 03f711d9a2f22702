#include "textflag.h"
#include "constants_amd64.h"

// One row of x: F is Z0, A Z4, B Z8, I Z12, M Z16.

#define q8_0Name ·q8_0VNNI1
#define q4_0Name ·q4_0VNNI1
#define q4_KName ·q4_KVNNI1
#define q6_KName ·q6_KVNNI1

#define START(block, each) \
	MOVQ sums+0(FP), DI \
	MOVQ w+8(FP), SI \
	MOVQ x+16(FP), BX \
	MOVQ scales+24(FP), R8 \
	MOVQ parts+32(FP), R9 \
	MOVQ blocks+40(FP), CX

#define NEXT(block, each) \
	ADDQ $block, BX \
	ADDQ $4, R8 \
	ADDQ $(4*each), R9

#define BEGIN(o) \
	VPBROADCASTD (o)(R9), Z4

#define DOT(o, w) \
	VPDPBUSD.BCST (o)(BX), w, Z4

// SCALED adds d·e·ints to sum.
#define SCALED(d, e, ints, sum) \
	VMULPS.BCST e, d, Z24 \
	VCVTDQ2PS ints, Z25 \
	VMULPS Z24, Z25, Z25 \
	VADDPS Z25, sum, sum

#define ADD(d) \
	SCALED(d, (R8), Z4, Z0)

#define BEGINB(o) \
	VPBROADCASTD (o)(R9), Z8

#define DOTB(o, w) \
	VPDPBUSD.BCST (o)(BX), w, Z8

#define ZEROAB \
	VPXORD Z4, Z4, Z4 \
	VPXORD Z8, Z8, Z8

#define ZEROI \
	VPXORD Z12, Z12, Z12 \
	VPXORD Z16, Z16, Z16

#define TIMESA(s) \
	VPMULLD s, Z4, Z4 \
	VPADDD Z4, Z12, Z12

#define TIMESB(s) \
	VPMULLD s, Z8, Z8 \
	VPADDD Z8, Z12, Z12

#define MINS(o, m) \
	VPMULLD.BCST (o)(R9), m, Z24 \
	VPADDD Z24, Z16, Z16

#define ADDI(d) \
	SCALED(d, (R8), Z12, Z0)

#define SUBM(d) \
	VMULPS.BCST (R8), d, Z24 \
	VCVTDQ2PS Z16, Z25 \
	VMULPS Z24, Z25, Z25 \
	VSUBPS Z25, Z0, Z0

#define ZERO \
	VPXORD Z0, Z0, Z0

#define STORE \
	VMOVUPS Z0, (DI)

#include "vnni_amd64.h"
