#include <math.h>
#include <string.h>

#include "kernels.h"

#define NAME(function) function##_pv_plain
#define LANES 4
// arm64 has 32 vector registers, x86-64 without AVX-512 has 16.
#if defined(__x86_64__)
#define ROWS 4
#define VECTORS 2
#else
#define ROWS 7
#define VECTORS 3
#endif
#define DEPTH 1024

#include "template/vectors.h"
#include "template/linear.h"
#include "template/linear_bf16.h"
#include "template/attention.h"
#include "template/rows.h"
