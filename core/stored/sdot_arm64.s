#include "textflag.h"
#include "neon_arm64.h"

// The kernels for processors with SDOT.

#define DOT(i, x, w, sum) SDOT(i, x, w, sum)

#define q8_0Name ·q8_0SDOT
#define q4_0Name ·q4_0SDOT
#define q4_KName ·q4_KSDOT
#define q6_KName ·q6_KSDOT

#include "dots_arm64.h"
