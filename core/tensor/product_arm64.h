// The kernels whose products are added. fast_arm64.s and exact_arm64.s name them
// and say what MULADD and MULADD0 are. A register of eight values on amd64 is two
// of four here, so that the sums are added in the same order.

// ZERO8 clears eight registers.
#define ZERO8(a, b, c, d, e, f, g, h) \
	VEOR a.B16, a.B16, a.B16 \
	VEOR b.B16, b.B16, b.B16 \
	VEOR c.B16, c.B16, c.B16 \
	VEOR d.B16, d.B16, d.B16 \
	VEOR e.B16, e.B16, e.B16 \
	VEOR f.B16, f.B16, f.B16 \
	VEOR g.B16, g.B16, g.B16 \
	VEOR h.B16, h.B16, h.B16

// ROW multiplies the value of a at address with the row of b in V0-V3, and adds to
// the four registers of sums of a row of the tile.
#define ROW(address, c0, c1, c2, c3) \
	FMOVS address, F4 \
	MULADD0(4, 0, c0, 5) \
	MULADD0(4, 1, c1, 6) \
	MULADD0(4, 2, c2, 7) \
	MULADD0(4, 3, c3, 5)

// ADDROW adds the 16 values at R0 to the sums of a row.
#define ADDROW(c0, c1, c2, c3) \
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4] \
	FADD(0, c0, c0) \
	FADD(1, c1, c1) \
	FADD(2, c2, c2) \
	FADD(3, c3, c3) \
	ADD R1, R0

// func tileSIMD(c *float32, ldc int, a *float32, row, col int, b *float32, k int, add bool)
// The 6×16 sums live in V8-V31: row i in four from V(8+4i) on.
TEXT tileName(SB), NOSPLIT, $0-57
	MOVD a+16(FP), R2
	MOVD row+24(FP), R8
	MOVD col+32(FP), R9
	MOVD b+40(FP), R10
	MOVD k+48(FP), R11
	ADD  R8, R2, R3          // R2-R7 point at the rows of a
	ADD  R8, R3, R4
	ADD  R8, R4, R5
	ADD  R8, R5, R6
	ADD  R8, R6, R7
	MOVD ZR, R12             // from there to the column of a
	ZERO8(V8, V9, V10, V11, V12, V13, V14, V15)
	ZERO8(V16, V17, V18, V19, V20, V21, V22, V23)
	ZERO8(V24, V25, V26, V27, V28, V29, V30, V31)

	PCALIGN $32
tileLoop:
	VLD1.P 64(R10), [V0.S4, V1.S4, V2.S4, V3.S4]
	ROW((R2)(R12), 8, 9, 10, 11)
	ROW((R3)(R12), 12, 13, 14, 15)
	ROW((R4)(R12), 16, 17, 18, 19)
	ROW((R5)(R12), 20, 21, 22, 23)
	ROW((R6)(R12), 24, 25, 26, 27)
	ROW((R7)(R12), 28, 29, 30, 31)
	ADD  R9, R12
	SUBS $1, R11
	BNE  tileLoop

	MOVD  c+0(FP), R0
	MOVD  ldc+8(FP), R1
	MOVBU add+56(FP), R2
	CBZ   R2, tileSet
	ADDROW(8, 9, 10, 11)
	ADDROW(12, 13, 14, 15)
	ADDROW(16, 17, 18, 19)
	ADDROW(20, 21, 22, 23)
	ADDROW(24, 25, 26, 27)
	ADDROW(28, 29, 30, 31)
	MOVD c+0(FP), R0

tileSet:
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (R0)
	ADD  R1, R0
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R0)
	ADD  R1, R0
	VST1 [V16.S4, V17.S4, V18.S4, V19.S4], (R0)
	ADD  R1, R0
	VST1 [V20.S4, V21.S4, V22.S4, V23.S4], (R0)
	ADD  R1, R0
	VST1 [V24.S4, V25.S4, V26.S4, V27.S4], (R0)
	ADD  R1, R0
	VST1 [V28.S4, V29.S4, V30.S4, V31.S4], (R0)
	RET

// MULADD8 adds the products of V16-V23 and V24-V31 to the 32 sums in V0-V7.
#define MULADD8 \
	MULADD(24, 16, 0, 16) \
	MULADD(25, 17, 1, 17) \
	MULADD(26, 18, 2, 18) \
	MULADD(27, 19, 3, 19) \
	MULADD(28, 20, 4, 20) \
	MULADD(29, 21, 5, 21) \
	MULADD(30, 22, 6, 22) \
	MULADD(31, 23, 7, 23)

// SUM32 leaves the sum of 32 values, eight in two registers after another, in all
// of s0: the eights in pairs, the halves of eight, neighbours.
#define SUM32(s0, s1, s2, s3, s4, s5, s6, s7) \
	FADD(s2, s0, s0) \
	FADD(s3, s1, s1) \
	FADD(s6, s4, s4) \
	FADD(s7, s5, s5) \
	FADD(s4, s0, s0) \
	FADD(s5, s1, s1) \
	FADD(s1, s0, s0) \
	FADDP(s0, s0, s0) \
	FADDP(s0, s0, s0)

// func dotSIMD(a, b *float32, n int) float32
TEXT dotName(SB), NOSPLIT, $0-28
	MOVD a+0(FP), R0
	MOVD b+8(FP), R1
	MOVD n+16(FP), R2
	ZERO8(V0, V1, V2, V3, V4, V5, V6, V7)
	SUBS $32, R2
	BLT  dotRest

dotLoop:
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R0), [V20.S4, V21.S4, V22.S4, V23.S4]
	VLD1.P 64(R1), [V24.S4, V25.S4, V26.S4, V27.S4]
	VLD1.P 64(R1), [V28.S4, V29.S4, V30.S4, V31.S4]
	MULADD8
	SUBS $32, R2
	BGE  dotLoop

dotRest:
	ADDS $32, R2
	BEQ  dotSum

dotEight:
	VLD1.P 32(R0), [V16.S4, V17.S4]
	VLD1.P 32(R1), [V24.S4, V25.S4]
	MULADD(24, 16, 0, 16)
	MULADD(25, 17, 1, 17)
	SUBS $8, R2
	BNE  dotEight

dotSum:
	SUM32(0, 1, 2, 3, 4, 5, 6, 7)
	FMOVS F0, ret+24(FP)
	RET

// func dotHalvesSIMD(a *byte, b *float32, n int) float32
// As dotSIMD, with a in half precision.
TEXT dotHalvesName(SB), NOSPLIT, $0-28
	MOVD a+0(FP), R0
	MOVD b+8(FP), R1
	MOVD n+16(FP), R2
	ZERO8(V0, V1, V2, V3, V4, V5, V6, V7)
	SUBS $32, R2
	BLT  halvesRest

halvesLoop:
	VLD1.P 64(R0), [V8.H8, V9.H8, V10.H8, V11.H8]
	VLD1.P 64(R1), [V24.S4, V25.S4, V26.S4, V27.S4]
	VLD1.P 64(R1), [V28.S4, V29.S4, V30.S4, V31.S4]
	FCVTL(8, 16)
	FCVTL2(8, 17)
	FCVTL(9, 18)
	FCVTL2(9, 19)
	FCVTL(10, 20)
	FCVTL2(10, 21)
	FCVTL(11, 22)
	FCVTL2(11, 23)
	MULADD8
	SUBS $32, R2
	BGE  halvesLoop

halvesRest:
	ADDS $32, R2
	BEQ  halvesSum

halvesEight:
	VLD1.P 16(R0), [V8.H8]
	VLD1.P 32(R1), [V24.S4, V25.S4]
	FCVTL(8, 16)
	FCVTL2(8, 17)
	MULADD(24, 16, 0, 16)
	MULADD(25, 17, 1, 17)
	SUBS $8, R2
	BNE  halvesEight

halvesSum:
	SUM32(0, 1, 2, 3, 4, 5, 6, 7)
	FMOVS F0, ret+24(FP)
	RET

// func dots2SIMD(dst, m *float32, ld int, x *float32, n int)
// Both rows are summed as dotSIMD does: the first in V0-V7, the second in V8-V15.
TEXT dots2Name(SB), NOSPLIT, $0-40
	MOVD dst+0(FP), R0
	MOVD m+8(FP), R1
	MOVD ld+16(FP), R2
	MOVD x+24(FP), R3
	MOVD n+32(FP), R4
	ADD  R1, R2
	ZERO8(V0, V1, V2, V3, V4, V5, V6, V7)
	ZERO8(V8, V9, V10, V11, V12, V13, V14, V15)
	SUBS $32, R4
	BLT  dots2Rest

dots2Loop:
	VLD1.P 64(R3), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R1), [V20.S4, V21.S4, V22.S4, V23.S4]
	VLD1.P 64(R2), [V24.S4, V25.S4, V26.S4, V27.S4]
	MULADD(20, 16, 0, 20)
	MULADD(21, 17, 1, 21)
	MULADD(22, 18, 2, 22)
	MULADD(23, 19, 3, 23)
	MULADD(24, 16, 8, 24)
	MULADD(25, 17, 9, 25)
	MULADD(26, 18, 10, 26)
	MULADD(27, 19, 11, 27)
	VLD1.P 64(R3), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R1), [V20.S4, V21.S4, V22.S4, V23.S4]
	VLD1.P 64(R2), [V24.S4, V25.S4, V26.S4, V27.S4]
	MULADD(20, 16, 4, 20)
	MULADD(21, 17, 5, 21)
	MULADD(22, 18, 6, 22)
	MULADD(23, 19, 7, 23)
	MULADD(24, 16, 12, 24)
	MULADD(25, 17, 13, 25)
	MULADD(26, 18, 14, 26)
	MULADD(27, 19, 15, 27)
	SUBS $32, R4
	BGE  dots2Loop

dots2Rest:
	ADDS $32, R4
	BEQ  dots2Sum

dots2Eight:
	VLD1.P 32(R3), [V16.S4, V17.S4]
	VLD1.P 32(R1), [V20.S4, V21.S4]
	VLD1.P 32(R2), [V24.S4, V25.S4]
	MULADD(20, 16, 0, 20)
	MULADD(21, 17, 1, 21)
	MULADD(24, 16, 8, 24)
	MULADD(25, 17, 9, 25)
	SUBS $8, R4
	BNE  dots2Eight

dots2Sum:
	SUM32(0, 1, 2, 3, 4, 5, 6, 7)
	SUM32(8, 9, 10, 11, 12, 13, 14, 15)
	FMOVS F0, (R0)
	FMOVS F8, 4(R0)
	RET

// func axpySIMD(dst *float32, s float32, x *float32, n int)
TEXT axpyName(SB), NOSPLIT, $0-32
	MOVD  dst+0(FP), R0
	FMOVS s+8(FP), F0
	MOVD  x+16(FP), R1
	MOVD  n+24(FP), R2

axpyLoop:
	VLD1.P 32(R1), [V1.S4, V2.S4]
	VLD1   (R0), [V3.S4, V4.S4]
	MULADD0(0, 1, 3, 1)
	MULADD0(0, 2, 4, 2)
	VST1.P [V3.S4, V4.S4], 32(R0)
	SUBS   $8, R2
	BNE    axpyLoop
	RET
