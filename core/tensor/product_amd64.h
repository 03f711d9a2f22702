// The kernels whose products are added. product_amd64.s and exact_amd64.s name
// them and say what MULADD and ROW2 are.

#define ADDROW(c0, c1) \
	VADDPS (DI), c0, c0 \
	VADDPS 32(DI), c1, c1 \
	VMOVUPS c0, (DI) \
	VMOVUPS c1, 32(DI) \
	ADDQ DX, DI

#define SETROW(c0, c1) \
	VMOVUPS c0, (DI) \
	VMOVUPS c1, 32(DI) \
	ADDQ DX, DI

// func tileSIMD(c *float32, ldc int, a *float32, row, col int, b *float32, k int, add bool)
// The 6×16 sums live in Y4-Y15: row i in Y(4+2i) and Y(5+2i).
TEXT tileName(SB), NOSPLIT, $0-57
	MOVQ c+0(FP), DI
	MOVQ ldc+8(FP), DX
	MOVQ a+16(FP), SI
	MOVQ row+24(FP), R8
	MOVQ col+32(FP), R9
	MOVQ b+40(FP), BX
	MOVQ k+48(FP), CX
	LEAQ (R8)(R8*2), R10
	ADDQ SI, R10             // SI points at row 0 of a, R10 at row 3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	VXORPS Y12, Y12, Y12
	VXORPS Y13, Y13, Y13
	VXORPS Y14, Y14, Y14
	VXORPS Y15, Y15, Y15

	PCALIGN $32
tileLoop:
	VMOVUPS (BX), Y0
	VMOVUPS 32(BX), Y1
	ROW2((SI), (SI)(R8*1), Y4, Y5, Y6, Y7)
	ROW2((SI)(R8*2), (R10), Y8, Y9, Y10, Y11)
	ROW2((R10)(R8*1), (R10)(R8*2), Y12, Y13, Y14, Y15)
	ADDQ R9, SI
	ADDQ R9, R10
	ADDQ $64, BX
	DECQ CX
	JNZ  tileLoop

	CMPB add+56(FP), $0
	JEQ  tileSet
	ADDROW(Y4, Y5)
	ADDROW(Y6, Y7)
	ADDROW(Y8, Y9)
	ADDROW(Y10, Y11)
	ADDROW(Y12, Y13)
	ADDROW(Y14, Y15)
	VZEROUPPER
	RET

tileSet:
	SETROW(Y4, Y5)
	SETROW(Y6, Y7)
	SETROW(Y8, Y9)
	SETROW(Y10, Y11)
	SETROW(Y12, Y13)
	SETROW(Y14, Y15)
	VZEROUPPER
	RET

// SUM8 leaves the sum of the eight values of y in x, its low half.
#define SUM8(y, x, tmp) \
	VEXTRACTF128 $1, y, tmp \
	VADDPS tmp, x, x \
	VHADDPS x, x, x \
	VHADDPS x, x, x

// func dotSIMD(a, b *float32, n int) float32
TEXT dotName(SB), NOSPLIT, $0-28
	MOVQ a+0(FP), SI
	MOVQ b+8(FP), BX
	MOVQ n+16(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	SUBQ $32, CX
	JLT  dotRest

dotLoop:
	VMOVUPS (SI), Y4
	VMOVUPS 32(SI), Y5
	VMOVUPS 64(SI), Y6
	VMOVUPS 96(SI), Y7
	MULADD((BX), Y4, Y0, Y4)
	MULADD(32(BX), Y5, Y1, Y5)
	MULADD(64(BX), Y6, Y2, Y6)
	MULADD(96(BX), Y7, Y3, Y7)
	ADDQ $128, SI
	ADDQ $128, BX
	SUBQ $32, CX
	JGE  dotLoop

dotRest:
	ADDQ $32, CX
	JEQ  dotSum

dotEight:
	VMOVUPS (SI), Y4
	MULADD((BX), Y4, Y0, Y4)
	ADDQ $32, SI
	ADDQ $32, BX
	SUBQ $8, CX
	JNZ  dotEight

dotSum:
	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	SUM8(Y0, X0, X1)
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

// func dotHalvesSIMD(a *byte, b *float32, n int) float32
// As dotSIMD, with a in half precision.
TEXT dotHalvesName(SB), NOSPLIT, $0-28
	MOVQ a+0(FP), SI
	MOVQ b+8(FP), BX
	MOVQ n+16(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	SUBQ $32, CX
	JLT  halvesRest

	PCALIGN $32
halvesLoop:
	VCVTPH2PS (SI), Y4
	VCVTPH2PS 16(SI), Y5
	VCVTPH2PS 32(SI), Y6
	VCVTPH2PS 48(SI), Y7
	MULADD((BX), Y4, Y0, Y4)
	MULADD(32(BX), Y5, Y1, Y5)
	MULADD(64(BX), Y6, Y2, Y6)
	MULADD(96(BX), Y7, Y3, Y7)
	ADDQ $64, SI
	ADDQ $128, BX
	SUBQ $32, CX
	JGE  halvesLoop

halvesRest:
	ADDQ $32, CX
	JEQ  halvesSum

halvesEight:
	VCVTPH2PS (SI), Y4
	MULADD((BX), Y4, Y0, Y4)
	ADDQ $16, SI
	ADDQ $32, BX
	SUBQ $8, CX
	JNZ  halvesEight

halvesSum:
	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	SUM8(Y0, X0, X1)
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

// func dots2SIMD(dst, m *float32, ld int, x *float32, n int)
// Both rows are summed as dotSIMD does.
TEXT dots2Name(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ m+8(FP), SI
	MOVQ ld+16(FP), R8
	MOVQ x+24(FP), BX
	MOVQ n+32(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	SUBQ $32, CX
	JLT  dots2Rest

dots2Loop:
	VMOVUPS (BX), Y8
	VMOVUPS 32(BX), Y9
	VMOVUPS 64(BX), Y10
	VMOVUPS 96(BX), Y11
	MULADD((SI), Y8, Y0, Y12)
	MULADD(32(SI), Y9, Y1, Y13)
	MULADD(64(SI), Y10, Y2, Y14)
	MULADD(96(SI), Y11, Y3, Y15)
	MULADD((SI)(R8*1), Y8, Y4, Y12)
	MULADD(32(SI)(R8*1), Y9, Y5, Y13)
	MULADD(64(SI)(R8*1), Y10, Y6, Y14)
	MULADD(96(SI)(R8*1), Y11, Y7, Y15)
	ADDQ $128, SI
	ADDQ $128, BX
	SUBQ $32, CX
	JGE  dots2Loop

dots2Rest:
	ADDQ $32, CX
	JEQ  dots2Sum

dots2Eight:
	VMOVUPS (BX), Y8
	MULADD((SI), Y8, Y0, Y12)
	MULADD((SI)(R8*1), Y8, Y4, Y12)
	ADDQ $32, SI
	ADDQ $32, BX
	SUBQ $8, CX
	JNZ  dots2Eight

dots2Sum:
	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	VADDPS Y5, Y4, Y4
	VADDPS Y7, Y6, Y6
	VADDPS Y6, Y4, Y4
	VEXTRACTF128 $1, Y0, X1
	VADDPS X1, X0, X0
	VEXTRACTF128 $1, Y4, X5
	VADDPS X5, X4, X4
	VHADDPS X4, X0, X0
	VHADDPS X0, X0, X0
	VMOVSD X0, (DI)
	VZEROUPPER
	RET

// func axpySIMD(dst *float32, s float32, x *float32, n int)
TEXT axpyName(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	VBROADCASTSS s+8(FP), Y0
	MOVQ x+16(FP), SI
	MOVQ n+24(FP), CX

axpyLoop:
	VMOVUPS (SI), Y1
	VMOVUPS (DI), Y2
	MULADD(Y0, Y1, Y2, Y1)
	VMOVUPS Y2, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  axpyLoop
	VZEROUPPER
	RET
