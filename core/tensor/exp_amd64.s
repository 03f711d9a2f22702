#include "textflag.h"
#include "fused_amd64.h"

#define expName ·expAVX
#define geluName ·geluAVX
#define geluBackName ·geluBackAVX

#include "exp_amd64.h"
