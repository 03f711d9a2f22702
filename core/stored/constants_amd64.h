// Four bytes, each the same.

DATA bytes80<>+0(SB)/4, $0x80808080
GLOBL bytes80<>(SB), RODATA|NOPTR, $4
DATA bytes0f<>+0(SB)/4, $0x0f0f0f0f
GLOBL bytes0f<>(SB), RODATA|NOPTR, $4
