#ifndef C_KERNELS_H
#define C_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The arithmetic of a decoder model: products with weights as they lie in a file, attention, and
/// what is done row by row.
///
/// Every function exists once for each instruction set and takes the set to use. No function
/// allocates, keeps state or starts threads. A row's result never depends on the rows computed
/// beside it, nor a column's on the columns: work can be divided between threads and batches in
/// any way, and gives the same bits.

/// The instruction sets, in rising order of speed on one kind of processor.
enum {
    /// The compiler's portable vectors: SSE2 on x86-64, NEON on arm64.
    PV_ISA_PLAIN = 0,
    /// AVX2 and FMA.
    PV_ISA_AVX2 = 1,
    /// AVX-512 F, BW, DQ and VL.
    PV_ISA_AVX512 = 2,
    /// The same and the dot products of bfloat16 pairs.
    PV_ISA_AVX512_BF16 = 3,
};

/// Whether this processor can run an instruction set.
bool pv_isa_supported(int isa);

/// Whether an instruction set multiplies bfloat16 itself; elsewhere `pv_linear_bf16` is slower than
/// `pv_linear_float`.
bool pv_isa_has_bf16(int isa);

/// The element types of weights.
enum {
    PV_DTYPE_F32 = 0,
    PV_DTYPE_F16 = 1,
    PV_DTYPE_BF16 = 2,
};

/// output = input · weightsᵀ + bias.
typedef struct {
    /// `rows` × `depth`, rows `input_stride` elements apart: float, or bfloat16 for
    /// `pv_linear_bf16`.
    const void *input;
    size_t input_stride;
    size_t rows;
    size_t depth;
    /// Any number of columns × `depth`, without gaps, at any address.
    const void *weights;
    int weights_dtype;
    /// One value a column, or NULL.
    const float *bias;
    /// Rows `output_stride` floats apart.
    float *output;
    size_t output_stride;
} pv_linear;

/// How many columns a call should compute, or a multiple of it, to waste nothing.
size_t pv_linear_panel(int isa);

/// Computes columns `first` up to `last`; sums are in float, weights are widened exactly.
void pv_linear_float(int isa, const pv_linear *call, size_t first, size_t last);

/// The same for bfloat16 input and weights: exact products, sums in float, in the order of the
/// instruction VDPBF16PS. Every instruction set gives the same bits, as long as no number is so
/// small that this instruction takes it for 0 (below 2⁻¹²⁶).
void pv_linear_bf16(int isa, const pv_linear *call, size_t first, size_t last);

/// The same for one row of float input, reading each weight once without rearranging it; sums
/// are in another order than those of `pv_linear_float`.
void pv_linear_row(int isa, const pv_linear *call, size_t first, size_t last);

/// Causal attention of some query rows of one sequence.
typedef struct {
    /// Query row i: all heads one after the other, `query_stride` floats after row i − 1.
    const float *queries;
    size_t query_stride;
    /// The position of each query row in the sequence, rising.
    const uint32_t *positions;
    /// Like `queries`.
    float *output;
    size_t output_stride;
    /// Keys and values of positions 0 ..< `shared_count`, and of the positions from there on.
    const float *shared_keys, *shared_values, *own_keys, *own_values;
    size_t shared_count;
    /// The distance of two positions in floats; a position holds all key-value heads.
    size_t key_stride;
    size_t head_size;
    /// Query heads to a key-value head.
    size_t group;
    float scale;
    /// Scores s become softcap · tanh(s / softcap), unless it is 0.
    float softcap;
    /// A position sees itself and the `window` − 1 positions before it; 0 means all.
    size_t window;
} pv_attention;

/// The floats of scratch that `pv_attention_rows` needs.
size_t pv_attention_scratch(
    int isa, const pv_attention *call, size_t first, size_t last);

/// Computes query rows `first` up to `last` for the query heads of one key-value head.
void pv_attention_rows(
    int isa, const pv_attention *call, size_t head, size_t first, size_t last, float *scratch);

/// output = x / sqrt(mean(x²) + epsilon) · weight, of one row; output may be x.
void pv_rms_norm(
    int isa, const float *x, const float *weight, size_t count, float epsilon, float *output);

/// Rotates each head of a row: the halves (a, b) become (a·cos − b·sin, b·cos + a·sin).
void pv_rotate(
    int isa, float *row, size_t heads, size_t head_size, const float *cosines,
    const float *sines);

/// gate = silu(gate) · up
void pv_silu_times(int isa, float *gate, const float *up, size_t count);

/// gate = gelu(gate) · up, by the tanh formula.
void pv_gelu_times(int isa, float *gate, const float *up, size_t count);

/// x = x + factor · y
void pv_add(int isa, float *x, const float *y, float factor, size_t count);

/// x = cap · tanh(x / cap)
void pv_softcap(int isa, float *x, float cap, size_t count);

/// sums = sums + x
void pv_accumulate(int isa, double *sums, const float *x, size_t count);

/// Rounds to bfloat16, ties to even; a NaN stays one.
void pv_round_to_bf16(int isa, const float *x, uint16_t *output, size_t count);

/// Widens `count` weights at any address and multiplies them by `factor`.
void pv_widen(
    int isa, const void *weights, int dtype, size_t count, float factor, float *output);

#endif
