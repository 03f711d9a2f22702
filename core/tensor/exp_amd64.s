#include "textflag.h"
#include "fused_amd64.h"

#define expName ·expSIMD
#define geluName ·geluSIMD
#define geluBackName ·geluBackSIMD

#include "exp_amd64.h"
