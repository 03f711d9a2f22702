#include "textflag.h"
#include "fused_amd64.h"

// Every function ends with VZEROUPPER: without it the SSE code that Go
// compiles to would run at half its speed.

#define tileName ·tileSIMD
#define dotName ·dotSIMD
#define dotHalvesName ·dotHalvesSIMD
#define dots2Name ·dots2SIMD
#define axpyName ·axpySIMD

// ROW2 multiplies two broadcast values of a by the row of b in Y0 (columns
// 0-7) and Y1 (8-15), and adds to the four sums of two rows of the tile.
#define ROW2(a0, a1, c00, c01, c10, c11) \
	VBROADCASTSS a0, Y2 \
	VBROADCASTSS a1, Y3 \
	VFMADD231PS Y0, Y2, c00 \
	VFMADD231PS Y1, Y2, c01 \
	VFMADD231PS Y0, Y3, c10 \
	VFMADD231PS Y1, Y3, c11

#include "product_amd64.h"

// func copySIMD(p *float32, b *float32, ld, k int)
// Copies k rows of 16 values, ld apart, to 64 bytes each.
TEXT ·copySIMD(SB), NOSPLIT, $0-32
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

// func packSIMD(p *float32, b *float32, ld, k int)
// Transposes 8 runs of k values into k rows of 8, 64 bytes apart, four at a
// time: rows 0-3 in the low and 4-7 in the high lanes, then 4×4 in each lane.
TEXT ·packSIMD(SB), NOSPLIT, $0-32
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

// func scaleSIMD(x *float32, s float32, n int)
TEXT ·scaleSIMD(SB), NOSPLIT, $0-24
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
