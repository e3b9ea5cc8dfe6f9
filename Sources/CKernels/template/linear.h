// Products. A panel is VECTORS · LANES columns of weights, rearranged so that the values which
// multiply one input value lie side by side; a tile is ROWS rows of the result times one panel,
// held in registers. Panels are DEPTH deep, so that one stays in the level-2 cache; the tile goes
// back to memory between two panels of the same columns.

enum { PANEL = VECTORS * LANES };

// One tile: accumulates `depth` outer products. `vectors` is constant where it is called.
INLINE void multiply_tile(
    const int vectors, const float *const rows[ROWS], const float *panel, size_t depth,
    vf sums[ROWS][VECTORS]) {
    // A copy whose every index is constant, so that it lives in registers.
    vf tile[ROWS][VECTORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < ROWS; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) tile[i][j] = sums[i][j];
    }
    for (size_t k = 0; k < depth; k++) {
        vf weights[VECTORS];
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            weights[j] = load(panel + (k * vectors + j) * LANES);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < ROWS; i++) {
            const vf x = rows[i][k];
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) tile[i][j] += x * weights[j];
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < ROWS; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) sums[i][j] = tile[i][j];
    }
}

// All tiles of one panel: output (rows × columns) is started from `start`, one value a column or
// NULL for zero, or continued.
INLINE void multiply_panel_of(
    const int vectors, const float *input, size_t input_stride, size_t row_count, size_t depth,
    const float *panel, const float *start, bool continued, float *output,
    size_t output_stride, size_t columns) {
    for (size_t row = 0; row < row_count; row += ROWS) {
        const size_t count = row_count - row < ROWS ? row_count - row : ROWS;
        // Rows beyond the last repeat it and are not stored.
        const float *rows[ROWS];
        vf sums[ROWS][VECTORS];
        for (size_t i = 0; i < ROWS; i++) {
            const size_t r = row + (i < count ? i : count - 1);
            rows[i] = input + r * input_stride;
            for (int j = 0; j < vectors; j++) {
                const size_t first = (size_t)j * LANES;
                const size_t left = columns < first ? 0 : columns - first;
                const size_t width = left < LANES ? left : LANES;
                const float *from = continued ? output + r * output_stride : start;
                if (from == NULL) {
                    sums[i][j] = 0.0f;
                } else if (width == LANES) {
                    sums[i][j] = load(from + first);
                } else {
                    sums[i][j] = load_some(from + first, width, 0.0f);
                }
            }
        }
        multiply_tile(vectors, rows, panel, depth, sums);
        for (size_t i = 0; i < count; i++) {
            float *to = output + (row + i) * output_stride;
            for (int j = 0; j < vectors; j++) {
                const size_t first = (size_t)j * LANES;
                if (first + LANES <= columns) {
                    store(to + first, sums[i][j]);
                } else if (first < columns) {
                    store_some(to + first, sums[i][j], columns - first);
                }
            }
        }
    }
}

static void multiply_panel(
    int vectors, const float *input, size_t input_stride, size_t row_count, size_t depth,
    const float *panel, const float *start, bool continued, float *output,
    size_t output_stride, size_t columns) {
#define CASE(n)                                                                                \
    multiply_panel_of(                                                                         \
        n, input, input_stride, row_count, depth, panel, start, continued, output,             \
        output_stride, columns)
    if (vectors == 1) {
        CASE(1);
    } else if (vectors == 2) {
        CASE(2);
    } else {
        CASE(VECTORS);
    }
#undef CASE
}

// The vectors that hold `columns`.
INLINE int vectors_for(size_t columns) { return (int)((columns + LANES - 1) / LANES); }

// Rearranges `columns` rows of `stride` weights, values `from` up to `from + depth`.
static void pack_rows(
    const void *weights, int dtype, size_t stride, size_t from, size_t depth, size_t columns,
    float *panel) {
    const int vectors = vectors_for(columns);
    const size_t size = dtype_size(dtype);
    for (int j = 0; j < vectors; j++) {
        for (size_t k = 0; k < depth; k += LANES) {
            const size_t count = depth - k < LANES ? depth - k : LANES;
            vf block[LANES];
            for (size_t i = 0; i < LANES; i++) {
                const size_t column = (size_t)j * LANES + i;
                const char *p = (const char *)weights + (column * stride + from + k) * size;
                if (column >= columns) {
                    block[i] = 0.0f;
                } else if (count == LANES) {
                    block[i] = load_weights(p, dtype);
                } else {
                    block[i] = load_some_weights(p, dtype, count);
                }
            }
            transpose(block);
            for (size_t i = 0; i < count; i++) {
                store(panel + ((k + i) * vectors + j) * LANES, block[i]);
            }
        }
    }
}

// Copies `columns` columns of `depth` rows, which already lie as a panel needs them.
static void pack_columns(
    const float *values, size_t stride, size_t depth, size_t columns, float *panel) {
    const int vectors = vectors_for(columns);
    for (size_t k = 0; k < depth; k++) {
        for (int j = 0; j < vectors; j++) {
            const size_t first = (size_t)j * LANES;
            const size_t count = columns - first < LANES ? columns - first : LANES;
            const float *p = values + k * stride + first;
            store(
                panel + (k * vectors + j) * LANES,
                count == LANES ? load(p) : load_some(p, count, 0.0f));
        }
    }
}

// The widest panels that divide `columns` evenly: 64 columns are two panels of 32, not 48 and 16.
INLINE size_t even_panel(size_t columns) {
    const size_t panels = (columns + PANEL - 1) / PANEL;
    const size_t even = (columns + panels - 1) / panels;
    return (even + LANES - 1) / LANES * LANES;
}

void NAME(linear_float)(const pv_linear *call, size_t first, size_t last) {
    _Alignas(64) float panel[DEPTH * PANEL];
    const size_t size = dtype_size(call->weights_dtype);
    for (size_t column = first; column < last; column += PANEL) {
        const size_t columns = last - column < PANEL ? last - column : PANEL;
        const char *weights = (const char *)call->weights + column * call->depth * size;
        for (size_t k = 0; k < call->depth; k += DEPTH) {
            const size_t depth = call->depth - k < DEPTH ? call->depth - k : DEPTH;
            pack_rows(
                weights, call->weights_dtype, call->depth, k, depth, columns, panel);
            multiply_panel(
                vectors_for(columns), (const float *)call->input + k, call->input_stride,
                call->rows, depth, panel, call->bias == NULL ? NULL : call->bias + column,
                k > 0, call->output + column, call->output_stride, columns);
        }
    }
}

// Four columns at a time share the loads of the input.
void NAME(linear_row)(const pv_linear *call, size_t first, size_t last) {
    const float *input = call->input;
    const size_t size = dtype_size(call->weights_dtype);
    const size_t whole = call->depth / LANES * LANES;
    for (size_t column = first; column < last; column += 4) {
        const size_t count = last - column < 4 ? last - column : 4;
        const char *rows[4];
        vf sums[4] = {0.0f, 0.0f, 0.0f, 0.0f};
        for (size_t i = 0; i < 4; i++) {
            const size_t c = column + (i < count ? i : count - 1);
            rows[i] = (const char *)call->weights + c * call->depth * size;
        }
        for (size_t k = 0; k < whole; k += LANES) {
            const vf x = load(input + k);
            for (int i = 0; i < 4; i++) {
                sums[i] += x * load_weights(rows[i] + k * size, call->weights_dtype);
            }
        }
        if (whole < call->depth) {
            const vf x = load_some(input + whole, call->depth - whole, 0.0f);
            for (int i = 0; i < 4; i++) {
                sums[i] += x * load_some_weights(
                    rows[i] + whole * size, call->weights_dtype, call->depth - whole);
            }
        }
        for (size_t i = 0; i < count; i++) {
            const float bias = call->bias == NULL ? 0.0f : call->bias[column + i];
            call->output[column + i] = sum(sums[i]) + bias;
        }
    }
}

size_t NAME(linear_panel)(void) { return PANEL; }
