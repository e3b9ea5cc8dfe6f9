#if defined(__x86_64__)

#include <math.h>
#include <string.h>

#include "kernels.h"

#define NAME(function) function##_pv_avx512
#define LANES 16
#define ROWS 8
#define VECTORS 3
#define DEPTH 576

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), apply_to = function)
#include "template/vectors.h"
#include "template/linear.h"
#include "template/linear_bf16.h"
#include "template/attention.h"
#include "template/rows.h"
#pragma clang attribute pop

#endif
