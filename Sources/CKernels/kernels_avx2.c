#if defined(__x86_64__)

#include <math.h>
#include <string.h>

#include "kernels.h"

#define NAME(function) function##_pv_avx2
#define LANES 8
#define ROWS 6
#define VECTORS 2
#define DEPTH 1024

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "template/vectors.h"
#include "template/linear.h"
#include "template/linear_bf16.h"
#include "template/attention.h"
#include "template/rows.h"
#pragma clang attribute pop

#endif
