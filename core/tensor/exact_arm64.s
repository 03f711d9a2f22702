#include "textflag.h"
#include "neon_arm64.h"

// The kernels that round after each multiplication and each addition.

// MULADD is sum += a·b; product is overwritten.
#define MULADD(a, b, sum, product) \
	FMUL(a, b, product) \
	FADD(product, sum, sum)

// MULADD0 is sum += a₀·b; product is overwritten.
#define MULADD0(a, b, sum, product) \
	FMUL0(a, b, product) \
	FADD(product, sum, sum)

// MULSUB is sum -= a·b; product is overwritten.
#define MULSUB(a, b, sum, product) \
	FMUL(a, b, product) \
	FSUB(product, sum, sum)

// TIMESADD is z = y·a + b.
#define TIMESADD(b, a, y, z) \
	FMUL(a, y, z) \
	FADD(b, z, z)

#define tileName ·tileExactSIMD
#define dotName ·dotExactSIMD
#define dotHalvesName ·dotHalvesExactSIMD
#define dots2Name ·dots2ExactSIMD
#define axpyName ·axpyExactSIMD
#define expName ·expExactSIMD
#define geluName ·geluExactSIMD
#define geluBackName ·geluBackExactSIMD
#define q8Name ·q8ExactSIMD

#include "product_arm64.h"
#include "exp_arm64.h"
#include "q8_arm64.h"
