// The vectors of one instruction set: LANES floats, and what the other templates need of them.
// Included once by each file that defines LANES and the suffix of its functions, NAME(x).

typedef float vf __attribute__((ext_vector_type(LANES)));
typedef uint32_t vu __attribute__((ext_vector_type(LANES)));
typedef int32_t vi __attribute__((ext_vector_type(LANES)));
typedef uint16_t vh __attribute__((ext_vector_type(LANES)));
typedef double vd __attribute__((ext_vector_type(LANES)));

#define INLINE static inline __attribute__((always_inline))

// memcpy of a fixed size is the portable unaligned load and store.
INLINE vf load(const float *p) {
    vf v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store(float *p, vf v) { memcpy(p, &v, sizeof v); }

INLINE vf load_some(const float *p, size_t count, float rest) {
    vf v = rest;
    memcpy(&v, p, count * sizeof(float));
    return v;
}

INLINE void store_some(float *p, vf v, size_t count) { memcpy(p, &v, count * sizeof(float)); }

INLINE vf choose(vi condition, vf a, vf b) {
    return (vf)((condition & (vi)a) | (~condition & (vi)b));
}

INLINE vf maximum(vf a, vf b) { return choose(a > b, a, b); }

// Lanes are added in a fixed order: neighbours at the distance of a half, a quarter, ...
INLINE float sum(vf v) {
    float lanes[LANES];
    memcpy(lanes, &v, sizeof v);
    for (int half = LANES / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
    }
    return lanes[0];
}

INLINE float largest(vf v) {
    float lanes[LANES];
    memcpy(lanes, &v, sizeof v);
    for (int half = LANES / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
            lanes[i] = lanes[i] > lanes[i + half] ? lanes[i] : lanes[i + half];
        }
    }
    return lanes[0];
}

INLINE vf widen_bf16(vh bits) {
    return (vf)(__builtin_convertvector(bits, vu) << 16);
}

// Moves the exponent by a multiplication, which also makes subnormal halves right.
INLINE vf widen_f16(vh bits) {
    const vu wide = __builtin_convertvector(bits, vu);
    const vu magnitude = wide & 0x7fffu;
    const vu value = (vu)((vf)(magnitude << 13) * 0x1p112f);
    const vu special = (vu)(magnitude >= 0x7c00u) & (0x7f800000u | (magnitude << 13));
    return (vf)(value | special | ((wide & 0x8000u) << 16));
}

INLINE vf load_weights(const void *p, int dtype) {
    if (dtype == PV_DTYPE_F32) {
        vf v;
        memcpy(&v, p, sizeof v);
        return v;
    }
    vh bits;
    memcpy(&bits, p, sizeof bits);
    return dtype == PV_DTYPE_BF16 ? widen_bf16(bits) : widen_f16(bits);
}

INLINE size_t dtype_size(int dtype) { return dtype == PV_DTYPE_F32 ? 4 : 2; }

// The first `count` of LANES weights, zeros after them.
INLINE vf load_some_weights(const void *p, int dtype, size_t count) {
    char bytes[4 * LANES] = {0};
    memcpy(bytes, p, count * dtype_size(dtype));
    return load_weights(bytes, dtype);
}

// exp by reduction to [-ln 2 / 2, ln 2 / 2] and Cephes' polynomial; error below 2 units in the last
// place. Below -87.3 (the smallest normal float) the answer is 0, also for -infinity.
INLINE vf exponential(vf x) {
    const vi tiny = x < -87.3f;
    x = choose(tiny, (vf)0.0f, x);
    x = choose(x > 88.0f, (vf)88.0f, x);
    const vf shifter = 12582912.0f;  // 1.5 · 2²³: adding it rounds to an integer
    const vf shifted = x * 1.44269504088896341f + shifter;
    const vf n = shifted - shifter;
    const vf r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    vf p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;
    // The low bits of `shifted` are n: shifted up they multiply by 2ⁿ.
    const vf power = (vf)(((vi)shifted << 23) + 0x3f800000);
    return choose(tiny, (vf)0.0f, p * power);
}

INLINE vf hyperbolic_tangent(vf x) {
    const vi sign = (vi)x & (vi)(vu)0x80000000u;
    const vf t = exponential(-2.0f * (vf)((vi)x ^ sign));
    return (vf)((vi)((1.0f - t) / (1.0f + t)) | sign);
}

// Transposes LANES × LANES values: log2(LANES) rounds, each of which interleaves row i with row
// i + LANES / 2, as a perfect shuffle does.
INLINE void transpose(vf rows[LANES]) {
    for (int round = 1; round < LANES; round *= 2) {
        vf next[LANES];
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES / 2; i++) {
            const vf a = rows[i], b = rows[i + LANES / 2];
#if LANES == 16
            next[2 * i] = __builtin_shufflevector(
                a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            next[2 * i + 1] = __builtin_shufflevector(
                a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#elif LANES == 8
            next[2 * i] = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
            next[2 * i + 1] = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#else
            next[2 * i] = __builtin_shufflevector(a, b, 0, 4, 1, 5);
            next[2 * i + 1] = __builtin_shufflevector(a, b, 2, 6, 3, 7);
#endif
        }
        memcpy(rows, next, sizeof next);
    }
}
