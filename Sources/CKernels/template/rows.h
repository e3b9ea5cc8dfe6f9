// What is done to one row at a time. The last, incomplete vector of a row is handled by copies of
// exactly its values.

#define FOR_VECTORS(i, n, count)                                                               \
    for (size_t i = 0, n; i < (count) && (n = (count) - i < LANES ? (count) - i : LANES, 1);   \
         i += LANES)

INLINE vf take(const float *p, size_t n) { return n == LANES ? load(p) : load_some(p, n, 0.0f); }

INLINE void put(float *p, vf v, size_t n) {
    if (n == LANES) {
        store(p, v);
    } else {
        store_some(p, v, n);
    }
}

void NAME(rms_norm)(
    const float *x, const float *weight, size_t count, float epsilon, float *output) {
    vf squares = 0.0f;
    FOR_VECTORS(i, n, count) {
        const vf v = take(x + i, n);
        squares += v * v;
    }
    const vf scale = 1.0f / sqrtf(sum(squares) / (float)count + epsilon);
    FOR_VECTORS(i, n, count) {
        put(output + i, take(x + i, n) * scale * take(weight + i, n), n);
    }
}

void NAME(rotate)(
    float *row, size_t heads, size_t head_size, const float *cosines, const float *sines) {
    const size_t half = head_size / 2;
    for (size_t head = 0; head < heads; head++) {
        float *low = row + head * head_size, *high = low + half;
        FOR_VECTORS(i, n, half) {
            const vf a = take(low + i, n), b = take(high + i, n);
            const vf c = take(cosines + i, n), s = take(sines + i, n);
            put(low + i, a * c - b * s, n);
            put(high + i, b * c + a * s, n);
        }
    }
}

void NAME(silu_times)(float *gate, const float *up, size_t count) {
    FOR_VECTORS(i, n, count) {
        const vf x = take(gate + i, n);
        put(gate + i, x / (1.0f + exponential(-x)) * take(up + i, n), n);
    }
}

void NAME(gelu_times)(float *gate, const float *up, size_t count) {
    FOR_VECTORS(i, n, count) {
        const vf x = take(gate + i, n);
        const vf inner = 0.7978845608028654f * (x + 0.044715f * (x * x * x));
        put(gate + i, 0.5f * x * (1.0f + hyperbolic_tangent(inner)) * take(up + i, n), n);
    }
}

void NAME(add)(float *x, const float *y, float factor, size_t count) {
    FOR_VECTORS(i, n, count) { put(x + i, take(x + i, n) + factor * take(y + i, n), n); }
}

void NAME(softcap)(float *x, float cap, size_t count) {
    FOR_VECTORS(i, n, count) { put(x + i, cap * hyperbolic_tangent(take(x + i, n) / cap), n); }
}

void NAME(accumulate)(double *sums, const float *x, size_t count) {
    for (size_t i = 0; i < count; i++) sums[i] += (double)x[i];
}

void NAME(round_to_bf16)(const float *x, uint16_t *output, size_t count) {
    FOR_VECTORS(i, n, count) {
        const vf v = take(x + i, n);
        const vu bits = (vu)v;
        const vu rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
        const vu quiet = (bits >> 16) | 0x40u;
        const vu is_nan = (vu)(v != v);
        const vh result = __builtin_convertvector((is_nan & quiet) | (~is_nan & rounded), vh);
        memcpy(output + i, &result, n * sizeof(uint16_t));
    }
}

void NAME(widen)(const void *weights, int dtype, size_t count, float factor, float *output) {
    FOR_VECTORS(i, n, count) {
        const char *p = (const char *)weights + i * dtype_size(dtype);
        put(output + i, factor * (n == LANES ? load_weights(p, dtype)
                                             : load_some_weights(p, dtype, n)), n);
    }
}
