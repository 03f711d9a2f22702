// Four bytes, each the same, for masks.

DATA bytes80<>+0(SB)/4, $0x80808080
GLOBL bytes80<>(SB), RODATA|NOPTR, $4
DATA bytes0f<>+0(SB)/4, $0x0f0f0f0f
GLOBL bytes0f<>(SB), RODATA|NOPTR, $4
DATA bytes30<>+0(SB)/4, $0x30303030
GLOBL bytes30<>(SB), RODATA|NOPTR, $4
DATA bytes3f<>+0(SB)/4, $0x3f3f3f3f
GLOBL bytes3f<>(SB), RODATA|NOPTR, $4

// The last of four bytes.
DATA lastByte<>+0(SB)/4, $0x000000ff
GLOBL lastByte<>(SB), RODATA|NOPTR, $4
