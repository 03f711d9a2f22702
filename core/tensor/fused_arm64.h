// What kernels do with a product, in one instruction that rounds once.

// MULADD is sum += a·b.
#define MULADD(a, b, sum, product) \
	FMLA(a, b, sum)

// MULADD0 is sum += a₀·b.
#define MULADD0(a, b, sum, product) \
	FMLA0(a, b, sum)

// MULSUB is sum -= a·b.
#define MULSUB(a, b, sum, product) \
	FMLS(a, b, sum)

// TIMESADD is z = y·a + b.
#define TIMESADD(b, a, y, z) \
	MOVE(b, z) \
	FMLA(a, y, z)
