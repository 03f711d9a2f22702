// What kernels do with a product, in one instruction that rounds once.

// MULADD is sum += a·b.
#define MULADD(a, b, sum, product) \
	VFMADD231PS a, b, sum

// MULSUB is sum -= a·b.
#define MULSUB(a, b, sum, product) \
	VFNMADD231PS a, b, sum

// TIMESADD is y = y·a + b.
#define TIMESADD(b, a, y) \
	VFMADD213PS b, a, y
