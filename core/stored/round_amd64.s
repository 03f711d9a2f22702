#include "textflag.h"

// The order in which VPACKSSDW and VPACKSSWB leave groups of four.
DATA order<>+0(SB)/4, $0
DATA order<>+4(SB)/4, $4
DATA order<>+8(SB)/4, $1
DATA order<>+12(SB)/4, $5
DATA order<>+16(SB)/4, $2
DATA order<>+20(SB)/4, $6
DATA order<>+24(SB)/4, $3
DATA order<>+28(SB)/4, $7
GLOBL order<>(SB), RODATA|NOPTR, $32

// func peakSIMD(x *float32, n int) uint32
// The largest of the bits of n values without their signs; n is a multiple of 32
// above 0. Floats without a sign are ordered as their bits are.
TEXT ·peakSIMD(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	VPCMPEQD Y15, Y15, Y15
	VPSRLD $1, Y15, Y15
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1

peakLoop:
	VPAND (SI), Y15, Y2
	VPAND 32(SI), Y15, Y3
	VPAND 64(SI), Y15, Y4
	VPAND 96(SI), Y15, Y5
	VPMAXUD Y2, Y0, Y0
	VPMAXUD Y3, Y1, Y1
	VPMAXUD Y4, Y0, Y0
	VPMAXUD Y5, Y1, Y1
	ADDQ $128, SI
	SUBQ $32, CX
	JNZ  peakLoop
	VPMAXUD Y1, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPMAXUD X1, X0, X0
	VPSHUFD $0x4e, X0, X1
	VPMAXUD X1, X0, X0
	VPSHUFD $0xb1, X0, X1
	VPMAXUD X1, X0, X0
	VMOVD X0, AX
	MOVL AX, ret+16(FP)
	VZEROUPPER
	RET

// func integersSIMD(ints *int8, sums *int32, x *float32, inverse float32, n int)
// ints = x·inverse, halves to even, and sums of 16 of them each; n is a multiple
// of 32 above 0.
TEXT ·integersSIMD(SB), NOSPLIT, $0-40
	MOVQ ints+0(FP), DI
	MOVQ sums+8(FP), DX
	MOVQ x+16(FP), SI
	VBROADCASTSS inverse+24(FP), Y15
	MOVQ n+32(FP), CX
	VMOVDQU order<>(SB), Y14
	VPCMPEQW Y13, Y13, Y13
	VPSRLW $15, Y13, Y13     // 1, of 16 bits
	VPCMPEQB Y12, Y12, Y12
	VPABSB Y12, Y12          // 1, of 8 bits

integersLoop:
	VMULPS (SI), Y15, Y0
	VMULPS 32(SI), Y15, Y1
	VMULPS 64(SI), Y15, Y2
	VMULPS 96(SI), Y15, Y3
	VCVTPS2DQ Y0, Y0
	VCVTPS2DQ Y1, Y1
	VCVTPS2DQ Y2, Y2
	VCVTPS2DQ Y3, Y3
	VPACKSSDW Y1, Y0, Y0
	VPACKSSDW Y3, Y2, Y2
	VPACKSSWB Y2, Y0, Y0
	VPERMD Y0, Y14, Y0
	VMOVDQU Y0, (DI)
	VPMADDUBSW Y0, Y12, Y1
	VPMADDWD Y13, Y1, Y1
	VPHADDD Y1, Y1, Y1
	VPHADDD Y1, Y1, Y1
	VMOVD X1, AX
	MOVL AX, (DX)
	VEXTRACTI128 $1, Y1, X1
	VMOVD X1, AX
	MOVL AX, 4(DX)
	ADDQ $128, SI
	ADDQ $32, DI
	ADDQ $8, DX
	SUBQ $32, CX
	JNZ  integersLoop
	VZEROUPPER
	RET
