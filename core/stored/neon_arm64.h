// Instructions by their encodings in the Arm Architecture Reference Manual, which
// Go's assembler does not know or not in a macro that has the numbers d, n and m of
// registers V0-V31.

// Four floats of 32 bits. FADD, FSUB and FMUL d.4S, n.4S, m.4S: d = n + m, n - m,
// n·m; FMUL d.4S, n.4S, m.S[0]: d = n·m₀; FABS d.4S, n.4S: d = |n|.
#define FADD(m, n, d) WORD $(0x4e20d400 | (m)<<16 | (n)<<5 | (d))
#define FSUB(m, n, d) WORD $(0x4ea0d400 | (m)<<16 | (n)<<5 | (d))
#define FMUL(m, n, d) WORD $(0x6e20dc00 | (m)<<16 | (n)<<5 | (d))
#define FMUL0(m, n, d) WORD $(0x4f809000 | (m)<<16 | (n)<<5 | (d))
#define FABS(n, d) WORD $(0x4ea0f800 | (n)<<5 | (d))

// SCVTF d.4S, n.4S: floats of integers; FCVTNS d.4S, n.4S: the nearest integers,
// halves to even.
#define SCVTF(n, d) WORD $(0x4e21d800 | (n)<<5 | (d))
#define FCVTNS(n, d) WORD $(0x4e21a800 | (n)<<5 | (d))

// FCVTL d.4S, n.4H and FCVTL2 d.4S, n.8H: the first and the last four of eight
// in half precision.
#define FCVTL(n, d) WORD $(0x0e217800 | (n)<<5 | (d))
#define FCVTL2(n, d) WORD $(0x4e217800 | (n)<<5 | (d))

// SDOT d.4S, n.16B, m.4B[i]: to each of four integers of 32 bits in d, the
// products of four of 8 bits in n with the i-th four of m.
#define SDOT(i, m, n, d) WORD $(0x4f80e000 | ((i)&1)<<21 | ((i)>>1)<<11 | (m)<<16 | (n)<<5 | (d))

// DUP d.4S, n.S[i]: the i-th 32 bits of n, four times.
#define DUP(i, n, d) WORD $(0x4e040400 | (i)<<19 | (n)<<5 | (d))

// SMULL d.8H, n.8B, m.8B and SMULL2 d.8H, n.16B, m.16B: products in 16 bits of
// the first and the last eight integers of 8 bits.
#define SMULL(m, n, d) WORD $(0x0e20c000 | (m)<<16 | (n)<<5 | (d))
#define SMULL2(m, n, d) WORD $(0x4e20c000 | (m)<<16 | (n)<<5 | (d))

// ADDP d.8H, n.8H, m.8H: the sums of neighbours in n, and behind them those in m.
#define ADDP16(m, n, d) WORD $(0x4e60bc00 | (m)<<16 | (n)<<5 | (d))

// SADALP d.4S, n.8H: adds neighbours of 16 bits in n to each 32 of d.
#define SADALP(n, d) WORD $(0x4e606800 | (n)<<5 | (d))

// SADDLV hd, n.16B: the sum of sixteen integers of 8 bits, in 16.
#define SADDLV(n, d) WORD $(0x4e303800 | (n)<<5 | (d))

// MLA d.4S, n.4S, m.4S and MLA d.4S, n.4S, m.S[i], i 0 or 1: d += n·m, n·mᵢ, of
// integers of 32 bits.
#define MLA(m, n, d) WORD $(0x4ea09400 | (m)<<16 | (n)<<5 | (d))
#define MLAI(i, m, n, d) WORD $(0x6f800000 | (i)<<21 | (m)<<16 | (n)<<5 | (d))

// UMAX d.4S, n.4S, m.4S and UMAXV sd, n.4S, of integers without a sign.
#define UMAX(m, n, d) WORD $(0x6ea06400 | (m)<<16 | (n)<<5 | (d))
#define UMAXV(n, d) WORD $(0x6eb0a800 | (n)<<5 | (d))

// SQXTN d.4H, n.4S; SQXTN2 d.8H, n.4S; SQXTN d.8B, n.8H; SQXTN2 d.16B, n.8H:
// integers of half the width, in the lower and the upper half of d.
#define SQXTN16(n, d) WORD $(0x0e614800 | (n)<<5 | (d))
#define SQXTN16UP(n, d) WORD $(0x4e614800 | (n)<<5 | (d))
#define SQXTN8(n, d) WORD $(0x0e214800 | (n)<<5 | (d))
#define SQXTN8UP(n, d) WORD $(0x4e214800 | (n)<<5 | (d))

// AND and ORR d.16B, n.16B, m.16B.
#define AND16B(m, n, d) WORD $(0x4e201c00 | (m)<<16 | (n)<<5 | (d))
#define ORR16B(m, n, d) WORD $(0x4ea01c00 | (m)<<16 | (n)<<5 | (d))

// Bytes up and down: SHL and USHR d.16B, n.16B, #4 or #2.
#define UP4(n, d) WORD $(0x4f0c5400 | (n)<<5 | (d))
#define UP2(n, d) WORD $(0x4f0a5400 | (n)<<5 | (d))
#define DOWN4(n, d) WORD $(0x6f0c0400 | (n)<<5 | (d))
#define DOWN2(n, d) WORD $(0x6f0e0400 | (n)<<5 | (d))
#define STAY(n, d) ORR16B(n, n, d)

// Words of 32 bits by a byte or to their ends: USHR d.4S, n.4S, #8; SHL d.4S, n.4S,
// #24; SSHR d.4S, n.4S, #24.
#define NEXTBYTE(n, d) WORD $(0x6f380400 | (n)<<5 | (d))
#define TOP(n, d) WORD $(0x4f385400 | (n)<<5 | (d))
#define FROMTOP(n, d) WORD $(0x4f280400 | (n)<<5 | (d))
