// The product of bfloat16 input and weights by VDPBF16PS, which adds the products of two
// neighbouring pairs to a float. Built as the float product is (template/linear.h); what is packed
// and broadcast is a pair.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "kernels.h"

#define LANES 16
#define NAME(function) function##_pv_unused
#pragma clang attribute push(                                                                  \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,fma"))),              \
    apply_to = function)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunused-function"
#include "template/vectors.h"
#pragma clang diagnostic pop

enum { ROWS = 8, VECTORS = 3, PANEL = VECTORS * LANES, PAIRS = 576 };

// Values `from` up to `from + 2 · pairs` of `columns` rows; an odd last value is paired with zero.
static void pack_pairs(
    const uint16_t *weights, size_t stride, size_t from, size_t depth, size_t columns,
    uint32_t *panel) {
    const int vectors = (int)((columns + LANES - 1) / LANES);
    for (int j = 0; j < vectors; j++) {
        for (size_t k = 0; k < depth; k += 2 * LANES) {
            const size_t count = depth - k < 2 * LANES ? depth - k : 2 * LANES;
            vf block[LANES];
            for (size_t i = 0; i < LANES; i++) {
                const size_t column = (size_t)j * LANES + i;
                const char *p = (const char *)weights + 2 * (column * stride + from + k);
                block[i] = 0.0f;
                if (column >= columns) continue;
                if (count == 2 * LANES) {
                    memcpy(&block[i], p, sizeof(vf));
                } else {
                    memcpy(&block[i], p, 2 * count);
                }
            }
            transpose(block);
            for (size_t i = 0; 2 * i < count; i++) {
                memcpy(panel + ((k / 2 + i) * vectors + j) * LANES, &block[i], sizeof(vf));
            }
        }
    }
}

INLINE void multiply_tile(
    const int vectors, const uint16_t *const rows[ROWS], const uint32_t *panel, size_t depth,
    __m512 sums[ROWS][VECTORS]) {
    // A copy whose every index is constant, so that it lives in registers.
    __m512 tile[ROWS][VECTORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < ROWS; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) tile[i][j] = sums[i][j];
    }
    const size_t pairs = depth / 2;
    for (size_t k = 0; k < pairs; k++) {
        __m512bh weights[VECTORS];
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            weights[j] = (__m512bh)_mm512_loadu_si512(panel + (k * vectors + j) * LANES);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < ROWS; i++) {
            int pair;
            memcpy(&pair, rows[i] + 2 * k, sizeof pair);
            const __m512bh x = (__m512bh)_mm512_set1_epi32(pair);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) {
                tile[i][j] = _mm512_dpbf16_ps(tile[i][j], x, weights[j]);
            }
        }
    }
    if (depth % 2 == 1) {
#pragma clang loop unroll(full)
        for (int i = 0; i < ROWS; i++) {
            const __m512bh x = (__m512bh)_mm512_set1_epi32(rows[i][depth - 1]);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) {
                const void *p = panel + (pairs * vectors + j) * LANES;
                tile[i][j] =
                    _mm512_dpbf16_ps(tile[i][j], x, (__m512bh)_mm512_loadu_si512(p));
            }
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < ROWS; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) sums[i][j] = tile[i][j];
    }
}

INLINE void multiply_panel_of(
    const int vectors, const pv_linear *call, size_t from, size_t depth, const uint32_t *panel,
    size_t column, size_t columns) {
    const uint16_t *input = (const uint16_t *)call->input + from;
    __mmask16 masks[VECTORS];
    for (int j = 0; j < vectors; j++) {
        const size_t left = columns - (size_t)j * LANES;
        masks[j] = left >= LANES ? 0xffff : (__mmask16)((1u << left) - 1);
    }
    for (size_t row = 0; row < call->rows; row += ROWS) {
        const size_t count = call->rows - row < ROWS ? call->rows - row : ROWS;
        const uint16_t *rows[ROWS];
        __m512 sums[ROWS][VECTORS];
        for (size_t i = 0; i < ROWS; i++) {
            const size_t r = row + (i < count ? i : count - 1);
            rows[i] = input + r * call->input_stride;
            const float *start = from > 0 ? call->output + r * call->output_stride : call->bias;
            for (int j = 0; j < vectors; j++) {
                sums[i][j] = start == NULL
                    ? _mm512_setzero_ps()
                    : _mm512_maskz_loadu_ps(masks[j], start + column + j * LANES);
            }
        }
        multiply_tile(vectors, rows, panel, depth, sums);
        for (size_t i = 0; i < count; i++) {
            float *to = call->output + (row + i) * call->output_stride + column;
            for (int j = 0; j < vectors; j++) {
                _mm512_mask_storeu_ps(to + j * LANES, masks[j], sums[i][j]);
            }
        }
    }
}

void pv_linear_bf16_avx512(const pv_linear *call, size_t first, size_t last) {
    _Alignas(64) uint32_t panel[PAIRS * PANEL];
    for (size_t column = first; column < last; column += PANEL) {
        const size_t columns = last - column < PANEL ? last - column : PANEL;
        const uint16_t *weights = (const uint16_t *)call->weights + column * call->depth;
        for (size_t k = 0; k < call->depth; k += 2 * PAIRS) {
            const size_t left = call->depth - k;
            const size_t depth = left < 2 * PAIRS ? left : 2 * PAIRS;
            pack_pairs(weights, call->depth, k, depth, columns, panel);
            if (columns <= LANES) {
                multiply_panel_of(1, call, k, depth, panel, column, columns);
            } else if (columns <= 2 * LANES) {
                multiply_panel_of(2, call, k, depth, panel, column, columns);
            } else {
                multiply_panel_of(3, call, k, depth, panel, column, columns);
            }
        }
    }
}

#pragma clang attribute pop

#endif
