// The product of bfloat16 input and weights without an instruction for it, to the bit as VDPBF16PS
// gives it: of each pair of neighbours, the second product is added first. Products of two bfloat16
// values are exact in float, so that a fused multiplication and addition rounds as two steps do.

// `depth` values as floats, neighbours exchanged; an odd last one stays where it is.
INLINE void widen_exchanged(const char *input, size_t depth, float *output) {
    for (size_t k = 0; k < depth; k++) {
        const size_t from = (k ^ 1) < depth ? k ^ 1 : k;
        uint16_t half;
        memcpy(&half, input + 2 * from, sizeof half);
        const uint32_t bits = (uint32_t)half << 16;
        memcpy(output + k, &bits, sizeof bits);
    }
}

// The same for the rows of a panel that is `depth` deep.
INLINE void exchange_rows(float *panel, size_t depth, size_t width) {
    for (size_t k = 0; k + 1 < depth; k += 2) {
        float *first = panel + k * width, *second = first + width;
        for (size_t i = 0; i < width; i += LANES) {
            const vf a = load(first + i), b = load(second + i);
            store(first + i, b);
            store(second + i, a);
        }
    }
}

void NAME(linear_bf16)(const pv_linear *call, size_t first, size_t last) {
    _Alignas(64) float panel[DEPTH * PANEL];
    _Alignas(64) float rows[ROWS * DEPTH];
    for (size_t column = first; column < last; column += PANEL) {
        const size_t columns = last - column < PANEL ? last - column : PANEL;
        const int vectors = vectors_for(columns);
        const char *weights = (const char *)call->weights + 2 * column * call->depth;
        const float *bias = call->bias == NULL ? NULL : call->bias + column;
        // DEPTH is even: no pair is torn.
        for (size_t k = 0; k < call->depth; k += DEPTH) {
            const size_t depth = call->depth - k < DEPTH ? call->depth - k : DEPTH;
            pack_rows(weights, PV_DTYPE_BF16, call->depth, k, depth, columns, panel);
            exchange_rows(panel, depth, (size_t)vectors * LANES);
            for (size_t row = 0; row < call->rows; row += ROWS) {
                const size_t count = call->rows - row < ROWS ? call->rows - row : ROWS;
                for (size_t i = 0; i < count; i++) {
                    const size_t start = (row + i) * call->input_stride + k;
                    widen_exchanged(
                        (const char *)call->input + 2 * start, depth, rows + i * depth);
                }
                multiply_panel(
                    vectors, rows, depth, count, depth, panel, bias, k > 0,
                    call->output + row * call->output_stride + column, call->output_stride,
                    columns);
            }
        }
    }
}
