#include "textflag.h"
#include "fused_amd64.h"

#define q8Name ·q8SIMD

#include "q8_amd64.h"
