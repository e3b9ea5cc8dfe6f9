// The table that each instruction set fills in once.

#ifndef KERNELS_H
#define KERNELS_H

#include "include/CKernels.h"

#define PV_DECLARE(suffix)                                                                     \
    size_t linear_panel_##suffix(void);                                                        \
    void linear_float_##suffix(const pv_linear *, size_t, size_t);                             \
    void linear_bf16_##suffix(const pv_linear *, size_t, size_t);                              \
    void linear_row_##suffix(const pv_linear *, size_t, size_t);                               \
    size_t attention_scratch_##suffix(const pv_attention *, size_t, size_t);                   \
    void attention_rows_##suffix(const pv_attention *, size_t, size_t, size_t, float *);       \
    void rms_norm_##suffix(const float *, const float *, size_t, float, float *);              \
    void rotate_##suffix(float *, size_t, size_t, const float *, const float *);               \
    void silu_times_##suffix(float *, const float *, size_t);                                  \
    void gelu_times_##suffix(float *, const float *, size_t);                                  \
    void add_##suffix(float *, const float *, float, size_t);                                  \
    void softcap_##suffix(float *, float, size_t);                                             \
    void accumulate_##suffix(double *, const float *, size_t);                                 \
    void round_to_bf16_##suffix(const float *, uint16_t *, size_t);                            \
    void widen_##suffix(const void *, int, size_t, float, float *)

PV_DECLARE(pv_plain);
#if defined(__x86_64__)
PV_DECLARE(pv_avx2);
PV_DECLARE(pv_avx512);
void pv_linear_bf16_avx512(const pv_linear *call, size_t first, size_t last);
#endif

#endif
