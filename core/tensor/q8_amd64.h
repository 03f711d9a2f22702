// The kernel of integers of 8 bits. q8_amd64.s and exact_amd64.s name it and say
// what MULADD is.

// STEP multiplies four integers of each of eight rows, the 32 bytes at w, with
// the same four of x, and adds to the eight sums in Y0. VPMADDUBSW wants one
// factor without a sign: so x gives its magnitude, and its sign to the weight.
// Two products of at most 127² fit into 16 bits; Y15 holds ones.
#define STEP(w, x, m) \
	VPBROADCASTD x, Y1 \
	VPBROADCASTD m, Y2 \
	VMOVDQU w, Y3 \
	VPSIGNB Y1, Y3, Y3 \
	VPMADDUBSW Y3, Y2, Y2 \
	VPMADDWD Y15, Y2, Y2 \
	VPADDD Y2, Y0, Y0

// func q8SIMD(sums *float32, w *int8, scales *float32, x, magnitudes *int8, xScales *float32, blocks int)
TEXT q8Name(SB), NOSPLIT, $0-56
	MOVQ sums+0(FP), DI
	MOVQ w+8(FP), SI
	MOVQ scales+16(FP), DX
	MOVQ x+24(FP), BX
	MOVQ magnitudes+32(FP), R8
	MOVQ xScales+40(FP), R9
	MOVQ blocks+48(FP), CX
	VPCMPEQW Y15, Y15, Y15
	VPSRLW $15, Y15, Y15
	VXORPS Y4, Y4, Y4

	PCALIGN $32
q8Loop:
	VPXOR Y0, Y0, Y0
	STEP((SI), (BX), (R8))
	STEP(32(SI), 4(BX), 4(R8))
	STEP(64(SI), 8(BX), 8(R8))
	STEP(96(SI), 12(BX), 12(R8))
	STEP(128(SI), 16(BX), 16(R8))
	STEP(160(SI), 20(BX), 20(R8))
	STEP(192(SI), 24(BX), 24(R8))
	STEP(224(SI), 28(BX), 28(R8))
	VCVTDQ2PS Y0, Y0
	VBROADCASTSS (R9), Y1
	VMULPS (DX), Y1, Y1
	MULADD(Y0, Y1, Y4, Y0)
	ADDQ $256, SI
	ADDQ $32, DX
	ADDQ $32, BX
	ADDQ $32, R8
	ADDQ $4, R9
	DECQ CX
	JNZ  q8Loop
	VMOVUPS Y4, (DI)
	VZEROUPPER
	RET
