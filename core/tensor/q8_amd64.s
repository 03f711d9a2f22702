#include "textflag.h"
#include "fused_amd64.h"

#define q8Name ·q8AVX

#include "q8_amd64.h"
