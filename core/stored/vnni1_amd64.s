#include "textflag.h"
#include "constants_amd64.h"

// One row of x: F is Z0, A is Z4.

#define q8_0Name ·q8_0VNNI1
#define q4_0Name ·q4_0VNNI1

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
	VPBROADCASTD o(R9), Z4

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

#define ZERO \
	VPXORD Z0, Z0, Z0

#define STORE \
	VMOVUPS Z0, (DI)

#include "vnni_amd64.h"
