#include "textflag.h"

// Every function ends with VZEROUPPER: without it the SSE code that Go
// compiles to would run at half its speed.

// ROW2 multiplies two broadcast values of a by the row of b in Y0 (columns
// 0-7) and Y1 (8-15), and adds to the four sums of two rows of the tile.
#define ROW2(a0, a1, c00, c01, c10, c11) \
	VBROADCASTSS a0, Y2 \
	VBROADCASTSS a1, Y3 \
	VFMADD231PS Y0, Y2, c00 \
	VFMADD231PS Y1, Y2, c01 \
	VFMADD231PS Y0, Y3, c10 \
	VFMADD231PS Y1, Y3, c11

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

// func tileAVX(c *float32, ldc int, a *float32, row, col int, b *float32, k int, add bool)
// The 6×16 sums live in Y4-Y15: row i in Y(4+2i) and Y(5+2i).
TEXT ·tileAVX(SB), NOSPLIT, $0-57
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

// func copyAVX(p *float32, b *float32, ld, k int)
// Copies k rows of 16 values, ld apart, to 64 bytes each.
TEXT ·copyAVX(SB), NOSPLIT, $0-32
	MOVQ p+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ ld+16(FP), R8
	MOVQ k+24(FP), CX

copyLoop:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ R8, SI
	ADDQ $64, DI
	DECQ CX
	JNZ  copyLoop
	VZEROUPPER
	RET

// func packAVX(p *float32, b *float32, ld, k int)
// Transposes 8 runs of k values into k rows of 8, 64 bytes apart, four at a
// time: rows 0-3 in the low and 4-7 in the high lanes, then 4×4 in each lane.
TEXT ·packAVX(SB), NOSPLIT, $0-32
	MOVQ p+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ ld+16(FP), R8
	MOVQ k+24(FP), CX
	LEAQ (R8)(R8*2), R9
	LEAQ (SI)(R8*4), R10     // SI points at run 0, R10 at run 4

packLoop:
	VMOVUPS (SI), X0
	VMOVUPS (SI)(R8*1), X1
	VMOVUPS (SI)(R8*2), X2
	VMOVUPS (SI)(R9*1), X3
	VINSERTF128 $1, (R10), Y0, Y0
	VINSERTF128 $1, (R10)(R8*1), Y1, Y1
	VINSERTF128 $1, (R10)(R8*2), Y2, Y2
	VINSERTF128 $1, (R10)(R9*1), Y3, Y3
	VUNPCKLPS Y1, Y0, Y4     // 00 10 01 11
	VUNPCKHPS Y1, Y0, Y5     // 02 12 03 13
	VUNPCKLPS Y3, Y2, Y6     // 20 30 21 31
	VUNPCKHPS Y3, Y2, Y7     // 22 32 23 33
	VUNPCKLPD Y6, Y4, Y0     // 00 10 20 30
	VUNPCKHPD Y6, Y4, Y1     // 01 11 21 31
	VUNPCKLPD Y7, Y5, Y2
	VUNPCKHPD Y7, Y5, Y3
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 64(DI)
	VMOVUPS Y2, 128(DI)
	VMOVUPS Y3, 192(DI)
	ADDQ $16, SI
	ADDQ $16, R10
	ADDQ $256, DI
	SUBQ $4, CX
	JNZ  packLoop
	VZEROUPPER
	RET

// SUM8 leaves the sum of the eight values of y in x, its low half.
#define SUM8(y, x, tmp) \
	VEXTRACTF128 $1, y, tmp \
	VADDPS tmp, x, x \
	VHADDPS x, x, x \
	VHADDPS x, x, x

// func dotAVX(a, b *float32, n int) float32
TEXT ·dotAVX(SB), NOSPLIT, $0-28
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
	VFMADD231PS (BX), Y4, Y0
	VFMADD231PS 32(BX), Y5, Y1
	VFMADD231PS 64(BX), Y6, Y2
	VFMADD231PS 96(BX), Y7, Y3
	ADDQ $128, SI
	ADDQ $128, BX
	SUBQ $32, CX
	JGE  dotLoop

dotRest:
	ADDQ $32, CX
	JEQ  dotSum

dotEight:
	VMOVUPS (SI), Y4
	VFMADD231PS (BX), Y4, Y0
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

// func dots2AVX(dst, m *float32, ld int, x *float32, n int)
// Both rows are summed as dotAVX does.
TEXT ·dots2AVX(SB), NOSPLIT, $0-40
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
	VFMADD231PS (SI), Y8, Y0
	VFMADD231PS 32(SI), Y9, Y1
	VFMADD231PS 64(SI), Y10, Y2
	VFMADD231PS 96(SI), Y11, Y3
	VFMADD231PS (SI)(R8*1), Y8, Y4
	VFMADD231PS 32(SI)(R8*1), Y9, Y5
	VFMADD231PS 64(SI)(R8*1), Y10, Y6
	VFMADD231PS 96(SI)(R8*1), Y11, Y7
	ADDQ $128, SI
	ADDQ $128, BX
	SUBQ $32, CX
	JGE  dots2Loop

dots2Rest:
	ADDQ $32, CX
	JEQ  dots2Sum

dots2Eight:
	VMOVUPS (BX), Y8
	VFMADD231PS (SI), Y8, Y0
	VFMADD231PS (SI)(R8*1), Y8, Y4
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

// func axpyAVX(dst *float32, s float32, x *float32, n int)
TEXT ·axpyAVX(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	VBROADCASTSS s+8(FP), Y0
	MOVQ x+16(FP), SI
	MOVQ n+24(FP), CX

axpyLoop:
	VMOVUPS (SI), Y1
	VMOVUPS (DI), Y2
	VFMADD231PS Y0, Y1, Y2
	VMOVUPS Y2, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  axpyLoop
	VZEROUPPER
	RET

// func scaleAVX(x *float32, s float32, n int)
TEXT ·scaleAVX(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), DI
	VBROADCASTSS s+8(FP), Y0
	MOVQ n+16(FP), CX

scaleLoop:
	VMULPS (DI), Y0, Y1
	VMOVUPS Y1, (DI)
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  scaleLoop
	VZEROUPPER
	RET
