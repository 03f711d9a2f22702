#include "textflag.h"

// The kernels that round after each multiplication and each addition.

// MULADD is sum += a·b; product is overwritten.
#define MULADD(a, b, sum, product) \
	VMULPS a, b, product \
	VADDPS product, sum, sum

// MULSUB is sum -= a·b; product is overwritten.
#define MULSUB(a, b, sum, product) \
	VMULPS a, b, product \
	VSUBPS product, sum, sum

// TIMESADD is y = y·a + b.
#define TIMESADD(b, a, y) \
	VMULPS a, y, y \
	VADDPS b, y, y

// ROW2 is as in product_amd64.s, with the products in Y3.
#define ROW2(a0, a1, c00, c01, c10, c11) \
	VBROADCASTSS a0, Y2 \
	MULADD(Y0, Y2, c00, Y3) \
	MULADD(Y1, Y2, c01, Y3) \
	VBROADCASTSS a1, Y2 \
	MULADD(Y0, Y2, c10, Y3) \
	MULADD(Y1, Y2, c11, Y3)

#define tileName ·tileExactSIMD
#define dotName ·dotExactSIMD
#define dotHalvesName ·dotHalvesExactSIMD
#define dots2Name ·dots2ExactSIMD
#define axpyName ·axpyExactSIMD
#define expName ·expExactSIMD
#define geluName ·geluExactSIMD
#define geluBackName ·geluBackExactSIMD
#define q8Name ·q8ExactSIMD

#include "product_amd64.h"
#include "exp_amd64.h"
#include "q8_amd64.h"
