#include "CHalfPrecision.h"

#include <string.h>

#if defined(__aarch64__)

// Packed: the source may lie at any address.
typedef struct __attribute__((packed)) {
    __fp16 value;
} unaligned_half;

// The processor converts natively, and the compiler makes vectors of this loop.
void pv_half_to_float(const void *source, float *restrict target, size_t count) {
    const unaligned_half *halves = source;
    for (size_t i = 0; i < count; i++) {
        target[i] = halves[i].value;
    }
}

#else

static float widen(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
    uint32_t exponent = (half >> 10) & 0x1fu;
    uint32_t fraction = half & 0x3ffu;
    uint32_t bits;
    if (exponent == 0x1fu) {
        // Infinity keeps a zero fraction; a NaN becomes quiet, as F16C and arm64 make it.
        bits = sign | 0x7f800000u | (fraction << 13) | (fraction ? 0x400000u : 0u);
    } else if (exponent != 0) {
        bits = sign | ((exponent + 112u) << 23) | (fraction << 13);
    } else if (fraction == 0) {
        bits = sign;
    } else {
        exponent = 113u;
        while (!(fraction & 0x400u)) {
            fraction <<= 1;
            exponent--;
        }
        bits = sign | (exponent << 23) | ((fraction & 0x3ffu) << 13);
    }
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void widen_plain(const void *source, float *target, size_t count) {
    const unsigned char *bytes = source;
    for (size_t i = 0; i < count; i++) {
        uint16_t half;
        memcpy(&half, bytes + 2 * i, sizeof half);
        target[i] = widen(half);
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx,f16c"))) static void widen_f16c(
    const void *source, float *target, size_t count) {
    const unsigned char *bytes = source;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m128i halves = _mm_loadu_si128((const __m128i *)(bytes + 2 * i));
        _mm256_storeu_ps(target + i, _mm256_cvtph_ps(halves));
    }
    widen_plain(bytes + 2 * i, target + i, count - i);
}

void pv_half_to_float(const void *source, float *target, size_t count) {
    if (__builtin_cpu_supports("f16c") && __builtin_cpu_supports("avx")) {
        widen_f16c(source, target, count);
    } else {
        widen_plain(source, target, count);
    }
}

#else

void pv_half_to_float(const void *source, float *target, size_t count) {
    widen_plain(source, target, count);
}

#endif

#endif
