// Instructions that Go's assembler does not know, by their encodings in the Arm
// Architecture Reference Manual: d, n and m are the numbers of registers V0-V31.
// Floats are four of 32 bits in a register where nothing else is said.

// FADD d.4S, n.4S, m.4S: d = n + m.
#define FADD(m, n, d) WORD $(0x4e20d400 | (m)<<16 | (n)<<5 | (d))

// FSUB d.4S, n.4S, m.4S: d = n - m.
#define FSUB(m, n, d) WORD $(0x4ea0d400 | (m)<<16 | (n)<<5 | (d))

// FMUL d.4S, n.4S, m.4S: d = n·m.
#define FMUL(m, n, d) WORD $(0x6e20dc00 | (m)<<16 | (n)<<5 | (d))

// FMUL d.4S, n.4S, m.S[0]: d = n·m₀, the first of m for all of n.
#define FMUL0(m, n, d) WORD $(0x4f809000 | (m)<<16 | (n)<<5 | (d))

// FMLA d.4S, n.4S, m.4S: d += n·m, rounded once.
#define FMLA(m, n, d) WORD $(0x4e20cc00 | (m)<<16 | (n)<<5 | (d))

// FMLA d.4S, n.4S, m.S[0]: d += n·m₀, rounded once.
#define FMLA0(m, n, d) WORD $(0x4f801000 | (m)<<16 | (n)<<5 | (d))

// FMLS d.4S, n.4S, m.4S: d -= n·m, rounded once.
#define FMLS(m, n, d) WORD $(0x4ea0cc00 | (m)<<16 | (n)<<5 | (d))

// FDIV d.4S, n.4S, m.4S: d = n/m.
#define FDIV(m, n, d) WORD $(0x6e20fc00 | (m)<<16 | (n)<<5 | (d))

// FMAX and FMIN d.4S, n.4S, m.4S: a NaN in either is one in d.
#define FMAX(m, n, d) WORD $(0x4e20f400 | (m)<<16 | (n)<<5 | (d))
#define FMIN(m, n, d) WORD $(0x4ea0f400 | (m)<<16 | (n)<<5 | (d))

// FADDP d.4S, n.4S, m.4S: n₀+n₁, n₂+n₃, m₀+m₁, m₂+m₃.
#define FADDP(m, n, d) WORD $(0x6e20d400 | (m)<<16 | (n)<<5 | (d))

// FNEG d.4S, n.4S: d = -n.
#define FNEG(n, d) WORD $(0x6ea0f800 | (n)<<5 | (d))

// FRINTN d.4S, n.4S: the nearest whole numbers, halves to even.
#define FRINTN(n, d) WORD $(0x4e218800 | (n)<<5 | (d))

// FCVTNS d.4S, n.4S: as integers of 32 bits.
#define FCVTNS(n, d) WORD $(0x4e21a800 | (n)<<5 | (d))

// SCVTF d.4S, n.4S: from integers of 32 bits.
#define SCVTF(n, d) WORD $(0x4e21d800 | (n)<<5 | (d))

// FCVTL d.4S, n.4H and FCVTL2 d.4S, n.8H: the first and the last four of eight
// in half precision.
#define FCVTL(n, d) WORD $(0x0e217800 | (n)<<5 | (d))
#define FCVTL2(n, d) WORD $(0x4e217800 | (n)<<5 | (d))

// SSHR d.4S, n.4S, #1: halves integers of 32 bits, down.
#define SSHR1(n, d) WORD $(0x4f3f0400 | (n)<<5 | (d))

// These are in Go's assembler too, but a macro has nothing but a number.
// MOV d.16B, n.16B; SHL d.4S, n.4S, #23; ADD and SUB d.4S, n.4S, m.4S, of
// integers of 32 bits: d = n + m, d = n - m.
#define MOVE(n, d) WORD $(0x4ea01c00 | (n)<<16 | (n)<<5 | (d))
#define SHL23(n, d) WORD $(0x4f375400 | (n)<<5 | (d))
#define ADD32(m, n, d) WORD $(0x4ea08400 | (m)<<16 | (n)<<5 | (d))
#define SUB32(m, n, d) WORD $(0x6ea08400 | (m)<<16 | (n)<<5 | (d))

// SDOT d.4S, n.16B, m.4B[i]: to each of four integers of 32 bits in d, the
// products of four of 8 bits in n with the i-th four of m.
#define SDOT(i, m, n, d) WORD $(0x4f80e000 | ((i)&1)<<21 | ((i)>>1)<<11 | (m)<<16 | (n)<<5 | (d))

// SMULL d.8H, n.8B, m.8B and SMULL2 d.8H, n.16B, m.16B: products in 16 bits of
// the first and the last eight integers of 8 bits; SMLAL and SMLAL2 add them.
#define SMULL(m, n, d) WORD $(0x0e20c000 | (m)<<16 | (n)<<5 | (d))
#define SMULL2(m, n, d) WORD $(0x4e20c000 | (m)<<16 | (n)<<5 | (d))
#define SMLAL(m, n, d) WORD $(0x0e208000 | (m)<<16 | (n)<<5 | (d))
#define SMLAL2(m, n, d) WORD $(0x4e208000 | (m)<<16 | (n)<<5 | (d))

// SADALP d.4S, n.8H: adds neighbours of 16 bits in n to each 32 of d.
#define SADALP(n, d) WORD $(0x4e606800 | (n)<<5 | (d))
