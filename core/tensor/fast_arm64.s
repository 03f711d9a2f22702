#include "textflag.h"
#include "neon_arm64.h"
#include "fused_arm64.h"

#define tileName ·tileSIMD
#define dotName ·dotSIMD
#define dotHalvesName ·dotHalvesSIMD
#define dots2Name ·dots2SIMD
#define axpyName ·axpySIMD
#define expName ·expSIMD
#define geluName ·geluSIMD
#define geluBackName ·geluBackSIMD
#define q8Name ·q8SIMD

#include "product_arm64.h"
#include "exp_arm64.h"
#include "q8_arm64.h"

// func copySIMD(p *float32, b *float32, ld, k int)
// Copies k rows of 16 values, ld apart, to 64 bytes each.
TEXT ·copySIMD(SB), NOSPLIT, $0-32
	MOVD p+0(FP), R0
	MOVD b+8(FP), R1
	MOVD ld+16(FP), R2
	MOVD k+24(FP), R3

copyLoop:
	VLD1   (R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	ADD    R2, R1
	SUBS   $1, R3
	BNE    copyLoop
	RET

// func packSIMD(p *float32, b *float32, ld, k int)
// Transposes 8 runs of k values into k rows of 8, 64 bytes apart, four at a
// time: 4×4 of runs 0-3 in V0-V3, and of 4-7 in V4-V7.
TEXT ·packSIMD(SB), NOSPLIT, $0-32
	MOVD p+0(FP), R0
	MOVD b+8(FP), R1
	MOVD ld+16(FP), R9
	MOVD k+24(FP), R10
	MOVD $64, R11
	ADD  R9, R1, R2          // R1-R8 point at the runs
	ADD  R9, R2, R3
	ADD  R9, R3, R4
	ADD  R9, R4, R5
	ADD  R9, R5, R6
	ADD  R9, R6, R7
	ADD  R9, R7, R8

packLoop:
	VLD1.P 16(R1), [V0.S4]
	VLD1.P 16(R2), [V1.S4]
	VLD1.P 16(R3), [V2.S4]
	VLD1.P 16(R4), [V3.S4]
	VLD1.P 16(R5), [V4.S4]
	VLD1.P 16(R6), [V5.S4]
	VLD1.P 16(R7), [V6.S4]
	VLD1.P 16(R8), [V7.S4]
	VZIP1  V1.S4, V0.S4, V16.S4 // 00 10 01 11
	VZIP2  V1.S4, V0.S4, V17.S4 // 02 12 03 13
	VZIP1  V3.S4, V2.S4, V18.S4 // 20 30 21 31
	VZIP2  V3.S4, V2.S4, V19.S4 // 22 32 23 33
	VZIP1  V5.S4, V4.S4, V20.S4
	VZIP2  V5.S4, V4.S4, V21.S4
	VZIP1  V7.S4, V6.S4, V22.S4
	VZIP2  V7.S4, V6.S4, V23.S4
	VZIP1  V18.D2, V16.D2, V0.D2 // 00 10 20 30
	VZIP1  V22.D2, V20.D2, V1.D2 // 40 50 60 70
	VZIP2  V18.D2, V16.D2, V2.D2 // 01 11 21 31
	VZIP2  V22.D2, V20.D2, V3.D2
	VZIP1  V19.D2, V17.D2, V4.D2
	VZIP1  V23.D2, V21.D2, V5.D2
	VZIP2  V19.D2, V17.D2, V6.D2
	VZIP2  V23.D2, V21.D2, V7.D2
	VST1.P [V0.S4, V1.S4], (R0)(R11)
	VST1.P [V2.S4, V3.S4], (R0)(R11)
	VST1.P [V4.S4, V5.S4], (R0)(R11)
	VST1.P [V6.S4, V7.S4], (R0)(R11)
	SUBS   $4, R10
	BNE    packLoop
	RET

// func scaleSIMD(x *float32, s float32, n int)
TEXT ·scaleSIMD(SB), NOSPLIT, $0-24
	MOVD  x+0(FP), R0
	FMOVS s+8(FP), F0
	MOVD  n+16(FP), R1

scaleLoop:
	VLD1   (R0), [V1.S4, V2.S4]
	FMUL0(0, 1, 1)
	FMUL0(0, 2, 2)
	VST1.P [V1.S4, V2.S4], 32(R0)
	SUBS   $8, R1
	BNE    scaleLoop
	RET
