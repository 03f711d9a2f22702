#include "textflag.h"
#include "constants_amd64.h"

// The kernels with AVX2, for eight rows of weights and one of x: of the sixteen
// rows that stand together the first or the last eight. d is at their scales, w
// at their words. Every function ends with VZEROUPPER: without it the SSE code
// that Go compiles to would run at half its speed.

#define START \
	MOVQ sums+0(FP), DI \
	MOVQ d+8(FP), DX \
	MOVQ w+16(FP), SI \
	MOVQ x+24(FP), BX \
	MOVQ scales+32(FP), R8 \
	MOVQ parts+40(FP), R9 \
	MOVQ blocks+48(FP), CX \
	VXORPS Y4, Y4, Y4

// ONES leaves sixteen numbers 1 in y.
#define ONES(y) \
	VPCMPEQW y, y, y \
	VPSRLW $15, y, y

// ADD adds d·e·ints to Y4, e the scale of x.
#define ADD(ints) \
	VCVTDQ2PS ints, ints \
	VBROADCASTSS (R8), Y1 \
	VCVTPH2PS (DX), Y2 \
	VMULPS Y2, Y1, Y1 \
	VMULPS Y1, ints, ints \
	VADDPS ints, Y4, Y4

#define STORE \
	VMOVUPS Y4, (DI) \
	VZEROUPPER \
	RET

// BYTES adds the products of four integers of each row and four of x to Y0.
// VPMADDUBSW wants one factor without a sign: the weight gives its sign to x.
// Two products of at most 128·127 fit into 16 bits.
#define BYTES(o, x) \
	VMOVDQU o(SI), Y1 \
	VPBROADCASTD x(BX), Y2 \
	VPSIGNB Y1, Y2, Y2 \
	VPABSB Y1, Y1 \
	VPMADDUBSW Y2, Y1, Y1 \
	VPMADDWD Y15, Y1, Y1 \
	VPADDD Y1, Y0, Y0

// func q8_0Eight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
TEXT ·q8_0Eight(SB), NOSPLIT, $0-56
	START
	ONES(Y15)

	PCALIGN $32
q8_0Loop:
	VPXOR Y0, Y0, Y0
	BYTES(0, 0)
	BYTES(64, 4)
	BYTES(128, 8)
	BYTES(192, 12)
	BYTES(256, 16)
	BYTES(320, 20)
	BYTES(384, 24)
	BYTES(448, 28)
	ADD(Y0)
	ADDQ $544, SI
	ADDQ $544, DX
	ADDQ $32, BX
	ADDQ $4, R8
	DECQ CX
	JNZ  q8_0Loop
	STORE

// FOURS adds the products of four integers in the low halves of the words and
// four of x to Y0, and those of the high halves and the four that are far
// further. Eight pairs of products of at most 15·127 fit into 16 bits.
#define FOURS(o, x, far) \
	VMOVDQU o(SI), Y1 \
	VPAND Y14, Y1, Y2 \
	VPSRLD $4, Y1, Y1 \
	VPAND Y14, Y1, Y1 \
	VPBROADCASTD (x)(BX), Y3 \
	VPMADDUBSW Y3, Y2, Y2 \
	VPADDW Y2, Y0, Y0 \
	VPBROADCASTD (x+far)(BX), Y3 \
	VPMADDUBSW Y3, Y1, Y1 \
	VPADDW Y1, Y0, Y0

// func q4_0Eight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
TEXT ·q4_0Eight(SB), NOSPLIT, $0-56
	START
	ONES(Y15)
	VPBROADCASTD bytes0f<>(SB), Y14

	PCALIGN $32
q4_0Loop:
	VPXOR Y0, Y0, Y0
	FOURS(0, 0, 16)
	FOURS(64, 4, 16)
	FOURS(128, 8, 16)
	FOURS(192, 12, 16)
	VPMADDWD Y15, Y0, Y0
	VPBROADCASTD (R9), Y1
	VPADDD Y1, Y0, Y0
	ADD(Y0)
	ADDQ $288, SI
	ADDQ $288, DX
	ADDQ $32, BX
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ CX
	JNZ  q4_0Loop
	STORE

// func halvesSIMD(dst *float32, raw *byte, n int)
// n is a multiple of 8 above 0.
TEXT ·halvesSIMD(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ raw+8(FP), SI
	MOVQ n+16(FP), CX

halvesLoop:
	VCVTPH2PS (SI), Y0
	VMOVUPS Y0, (DI)
	ADDQ $16, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  halvesLoop
	VZEROUPPER
	RET

// SCALE leaves the byte of words that is shift bits up.
#define SCALE(words, shift, w) \
	VPSRLD $(shift), words, w \
	VPAND Y15, w, w

// FOURSB adds the products of four integers of one part, in the low halves of
// the words, to Y0, and of the next part, 32 further, to Y11.
#define FOURSB(o, x) \
	VMOVDQU (o)(SI), Y1 \
	VPAND Y14, Y1, Y2 \
	VPSRLD $4, Y1, Y1 \
	VPAND Y14, Y1, Y1 \
	VPBROADCASTD (x)(BX), Y3 \
	VPMADDUBSW Y3, Y2, Y2 \
	VPADDW Y2, Y0, Y0 \
	VPBROADCASTD (x+32)(BX), Y3 \
	VPMADDUBSW Y3, Y1, Y1 \
	VPADDW Y1, Y11, Y11

// TIMES adds ints, sums of 16 bits, times a scale to Y5.
#define TIMES(scales, shift, ints) \
	SCALE(scales, shift, Y1) \
	VPSLLD $16, Y1, Y2 \
	VPOR Y2, Y1, Y1 \
	VPMADDWD Y1, ints, ints \
	VPADDD ints, Y5, Y5

// MINS adds the number o bytes into the sums of x, times a minimum, to Y6.
#define MINS(o, mins, shift) \
	SCALE(mins, shift, Y1) \
	VPBROADCASTD (o)(R9), Y2 \
	VPMULLD Y1, Y2, Y2 \
	VPADDD Y2, Y6, Y6

// PARTS is two parts of 32: their words, integers of x and sums, the words that
// have their scales and minimums, and where in these they are.
#define PARTS(o, x, sums, scales, mins, shift) \
	VPXOR Y0, Y0, Y0 \
	VPXOR Y11, Y11, Y11 \
	FOURSB(o, x) \
	FOURSB(o+64, x+4) \
	FOURSB(o+128, x+8) \
	FOURSB(o+192, x+12) \
	FOURSB(o+256, x+16) \
	FOURSB(o+320, x+20) \
	FOURSB(o+384, x+24) \
	FOURSB(o+448, x+28) \
	TIMES(scales, shift, Y0) \
	TIMES(scales, shift+8, Y11) \
	MINS(sums, mins, shift) \
	MINS(sums+4, mins, shift+8)

// UPPER sets high, which has four numbers of 6 bits in the halves of low, and
// above them in the upper bits of top, two each.
#define UPPER(top, low, high) \
	VPSRLD $2, top, Y1 \
	VPAND Y2, Y1, Y1 \
	VPAND Y14, low, high \
	VPOR Y1, high, high

// func q4_KEight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
// Y7 and Y10 are the eight scales of each row, Y8 and Y9 the minimums.
TEXT ·q4_KEight(SB), NOSPLIT, $0-56
	START
	VPBROADCASTD lastByte<>(SB), Y15
	VPBROADCASTD bytes0f<>(SB), Y14

	PCALIGN $32
q4_KLoop:
	VMOVDQU (SI), Y7
	VMOVDQU 64(SI), Y8
	VMOVDQU 128(SI), Y0
	VPBROADCASTD bytes30<>(SB), Y2
	UPPER(Y7, Y0, Y10)
	VPSRLD $4, Y0, Y0
	UPPER(Y8, Y0, Y9)
	VPBROADCASTD bytes3f<>(SB), Y2
	VPAND Y2, Y7, Y7
	VPAND Y2, Y8, Y8
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	PARTS(192, 0, 0, Y7, Y8, 0)
	PARTS(704, 64, 8, Y7, Y8, 16)
	PARTS(1216, 128, 16, Y10, Y9, 0)
	PARTS(1728, 192, 24, Y10, Y9, 16)
	ADD(Y5)
	VCVTDQ2PS Y6, Y6
	VBROADCASTSS (R8), Y1
	VCVTPH2PS 32(DX), Y2
	VMULPS Y2, Y1, Y1
	VMULPS Y1, Y6, Y6
	VSUBPS Y6, Y4, Y4
	ADDQ $2304, SI
	ADDQ $2304, DX
	ADDQ $256, BX
	ADDQ $4, R8
	ADDQ $32, R9
	DECQ CX
	JNZ  q4_KLoop
	STORE

// SIXES adds the products of four integers of 6 bits to a, and of four of the
// part after the next to b: their low bits are the halves of a word, their high
// ones are where HIGHA and HIGHB move them.
#define SIXES(low, high, x, a, b, HIGHA, HIGHB) \
	VMOVDQU (low)(SI), Y1 \
	VMOVDQU (high)(SI), Y2 \
	HIGHA(Y2, Y3) \
	VPAND Y13, Y3, Y3 \
	VPAND Y14, Y1, Y6 \
	VPOR Y6, Y3, Y3 \
	VPBROADCASTD (x)(BX), Y6 \
	VPMADDUBSW Y6, Y3, Y3 \
	VPADDW Y3, a, a \
	HIGHB(Y2, Y3) \
	VPAND Y13, Y3, Y3 \
	VPSRLD $4, Y1, Y1 \
	VPAND Y14, Y1, Y1 \
	VPOR Y1, Y3, Y3 \
	VPBROADCASTD (x+64)(BX), Y6 \
	VPMADDUBSW Y6, Y3, Y3 \
	VPADDW Y3, b, b

#define UP4(from, to) VPSLLD $4, from, to
#define UP2(from, to) VPSLLD $2, from, to
#define STAY(from, to) VMOVDQA from, to
#define DOWN2(from, to) VPSRLD $2, from, to

// SIGNED adds what a and b hold, sums of 16 bits, and a number of the sums of x,
// times the byte of the words at o that is byte bytes up, with its sign, to Y5.
#define SIGNED(a, b, sums, o, byte) \
	VPMADDWD Y15, a, a \
	VPMADDWD Y15, b, b \
	VPADDD b, a, a \
	VPBROADCASTD (sums)(R9), Y1 \
	VPADDD Y1, a, a \
	VMOVDQU (o)(SI), Y1 \
	VPSLLD $(24-8*(byte)), Y1, Y1 \
	VPSRAD $24, Y1, Y1 \
	VPMULLD Y1, a, a \
	VPADDD a, Y5, Y5

// HALVES is sixteen integers, half a part, and of the part after the next: their
// words, integers of x, sums, and scales. Four products of at most 63·127 fit
// into 16 bits.
#define HALVES(low, high, x, sums, scales, byte, HIGHA, HIGHB) \
	VPXOR Y0, Y0, Y0 \
	VPXOR Y7, Y7, Y7 \
	VPXOR Y8, Y8, Y8 \
	VPXOR Y9, Y9, Y9 \
	SIXES(low, high, x, Y0, Y8, HIGHA, HIGHB) \
	SIXES(low+64, high+64, x+4, Y0, Y8, HIGHA, HIGHB) \
	SIXES(low+128, high+128, x+8, Y7, Y9, HIGHA, HIGHB) \
	SIXES(low+192, high+192, x+12, Y7, Y9, HIGHA, HIGHB) \
	SIGNED(Y0, Y7, sums, scales, byte) \
	SIGNED(Y8, Y9, sums+16, scales+64, byte)

// func q6_KEight(sums *float32, d, w *byte, x *int8, scales *float32, parts *int32, blocks int)
// The integers are q, which stand for q - 32: the sums of x take off the rest.
TEXT ·q6_KEight(SB), NOSPLIT, $0-56
	START
	ONES(Y15)
	VPBROADCASTD bytes0f<>(SB), Y14
	VPBROADCASTD bytes30<>(SB), Y13

	PCALIGN $32
q6_KLoop:
	VPXOR Y5, Y5, Y5
	HALVES(768, 256, 0, 0, 0, 0, UP4, STAY)
	HALVES(1024, 512, 16, 4, 0, 1, UP4, STAY)
	HALVES(1280, 256, 32, 8, 0, 2, UP2, DOWN2)
	HALVES(1536, 512, 48, 12, 0, 3, UP2, DOWN2)
	HALVES(2304, 1792, 128, 32, 128, 0, UP4, STAY)
	HALVES(2560, 2048, 144, 36, 128, 1, UP4, STAY)
	HALVES(2816, 1792, 160, 40, 128, 2, UP2, DOWN2)
	HALVES(3072, 2048, 176, 44, 128, 3, UP2, DOWN2)
	ADD(Y5)
	ADDQ $3360, SI
	ADDQ $3360, DX
	ADDQ $256, BX
	ADDQ $4, R8
	ADDQ $64, R9
	DECQ CX
	JNZ  q6_KLoop
	STORE
