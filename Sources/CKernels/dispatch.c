#include "kernels.h"

#if defined(__x86_64__)
#define DISPATCH(function, ...)                                                                \
    (isa >= PV_ISA_AVX512 ? function##_pv_avx512(__VA_ARGS__)                                  \
         : isa == PV_ISA_AVX2 ? function##_pv_avx2(__VA_ARGS__)                                \
                              : function##_pv_plain(__VA_ARGS__))
#else
#define DISPATCH(function, ...) ((void)isa, function##_pv_plain(__VA_ARGS__))
#endif

bool pv_isa_supported(int isa) {
    if (isa == PV_ISA_PLAIN) return true;
#if defined(__x86_64__)
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (isa == PV_ISA_AVX2) return avx2;
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl");
    if (isa == PV_ISA_AVX512) return avx512;
    if (isa == PV_ISA_AVX512_BF16) return avx512 && __builtin_cpu_supports("avx512bf16");
#endif
    return false;
}

bool pv_isa_has_bf16(int isa) { return isa == PV_ISA_AVX512_BF16; }

size_t pv_linear_panel(int isa) { return DISPATCH(linear_panel); }

void pv_linear_float(int isa, const pv_linear *call, size_t first, size_t last) {
    DISPATCH(linear_float, call, first, last);
}

void pv_linear_bf16(int isa, const pv_linear *call, size_t first, size_t last) {
#if defined(__x86_64__)
    if (isa == PV_ISA_AVX512_BF16) {
        pv_linear_bf16_avx512(call, first, last);
        return;
    }
#endif
    DISPATCH(linear_bf16, call, first, last);
}

void pv_linear_row(int isa, const pv_linear *call, size_t first, size_t last) {
    DISPATCH(linear_row, call, first, last);
}

size_t pv_attention_scratch(int isa, const pv_attention *call, size_t first, size_t last) {
    return DISPATCH(attention_scratch, call, first, last);
}

void pv_attention_rows(
    int isa, const pv_attention *call, size_t head, size_t first, size_t last, float *scratch) {
    DISPATCH(attention_rows, call, head, first, last, scratch);
}

void pv_rms_norm(
    int isa, const float *x, const float *weight, size_t count, float epsilon, float *output) {
    DISPATCH(rms_norm, x, weight, count, epsilon, output);
}

void pv_rotate(
    int isa, float *row, size_t heads, size_t head_size, const float *cosines,
    const float *sines) {
    DISPATCH(rotate, row, heads, head_size, cosines, sines);
}

void pv_silu_times(int isa, float *gate, const float *up, size_t count) {
    DISPATCH(silu_times, gate, up, count);
}

void pv_gelu_times(int isa, float *gate, const float *up, size_t count) {
    DISPATCH(gelu_times, gate, up, count);
}

void pv_add(int isa, float *x, const float *y, float factor, size_t count) {
    DISPATCH(add, x, y, factor, count);
}

void pv_softcap(int isa, float *x, float cap, size_t count) { DISPATCH(softcap, x, cap, count); }

void pv_accumulate(int isa, double *sums, const float *x, size_t count) {
    DISPATCH(accumulate, sums, x, count);
}

void pv_round_to_bf16(int isa, const float *x, uint16_t *output, size_t count) {
    DISPATCH(round_to_bf16, x, output, count);
}

void pv_widen(
    int isa, const void *weights, int dtype, size_t count, float factor, float *output) {
    DISPATCH(widen, weights, dtype, count, factor, output);
}
