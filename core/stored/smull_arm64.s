#include "textflag.h"
#include "neon_arm64.h"

// The kernels for processors without SDOT. Two products of at most 128·127 fit into
// 16 bits.

#define DOT(i, x, w, sum) \
	DUP(i, x, 29) \
	SMULL(29, w, 30) \
	SMULL2(29, w, 31) \
	ADDP16(31, 30, 30) \
	SADALP(30, sum)

#define q8_0Name ·q8_0SMULL
#define q4_0Name ·q4_0SMULL
#define q4_KName ·q4_KSMULL
#define q6_KName ·q6_KSMULL

#include "dots_arm64.h"
