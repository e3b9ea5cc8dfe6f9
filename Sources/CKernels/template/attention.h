// Attention of a block of query rows, for all query heads that share a key-value head: their rows
// are stacked, so that keys and values are rearranged once for all of them.

// The key positions that a block of rows can see, `lower` rounded down to whole vectors: a key
// then lies in the same lane whatever block it is seen from, and sums keep their order.
typedef struct {
    size_t lower, upper, stride;
} key_range;

INLINE key_range keys_of(const pv_attention *call, size_t first, size_t last) {
    const size_t lowest = call->positions[first];
    key_range range = {0, (size_t)call->positions[last - 1] + 1, 0};
    if (call->window > 0 && lowest + 1 > call->window) {
        range.lower = (lowest + 1 - call->window) / LANES * LANES;
    }
    range.stride = (range.upper - range.lower + LANES - 1) / LANES * LANES;
    return range;
}

size_t NAME(attention_scratch)(const pv_attention *call, size_t first, size_t last) {
    const size_t rows = (last - first) * call->group;
    return rows * (keys_of(call, first, last).stride + 2 * call->head_size);
}

// The part of a range of positions that lies in one of the two segments.
typedef struct {
    const float *keys, *values;
    size_t lower, upper;
} segment;

INLINE segment segment_of(const pv_attention *call, key_range range, bool own) {
    const size_t start = own ? call->shared_count : 0;
    const size_t end = own || range.upper < call->shared_count ? range.upper : call->shared_count;
    segment part = {NULL, NULL, range.lower > start ? range.lower : start, end};
    if (part.lower >= part.upper) {
        part.upper = part.lower;
        return part;
    }
    const size_t offset = (part.lower - start) * call->key_stride;
    part.keys = (own ? call->own_keys : call->shared_keys) + offset;
    part.values = (own ? call->own_values : call->shared_values) + offset;
    return part;
}

// scores[row][position - range.lower] = query · key
static void multiply_keys(
    const pv_attention *call, segment part, key_range range, size_t head, const float *queries,
    size_t rows, float *scores) {
    _Alignas(64) float panel[DEPTH * PANEL];
    for (size_t key = part.lower; key < part.upper; key += PANEL) {
        const size_t columns = part.upper - key < PANEL ? part.upper - key : PANEL;
        const float *keys =
            part.keys + (key - part.lower) * call->key_stride + head * call->head_size;
        for (size_t k = 0; k < call->head_size; k += DEPTH) {
            const size_t depth = call->head_size - k < DEPTH ? call->head_size - k : DEPTH;
            pack_rows(keys, PV_DTYPE_F32, call->key_stride, k, depth, columns, panel);
            multiply_panel(
                vectors_for(columns), queries + k, call->head_size, rows, depth, panel, NULL,
                k > 0, scores + (key - range.lower), range.stride, columns);
        }
    }
}

// result[row] += Σ scores[row][position] · value, over one segment in rising order
static void multiply_values(
    const pv_attention *call, segment part, key_range range, size_t head, const float *scores,
    size_t rows, bool continued, float *result) {
    _Alignas(64) float panel[DEPTH * PANEL];
    const size_t width = even_panel(call->head_size);
    for (size_t key = part.lower; key < part.upper; key += DEPTH) {
        const size_t depth = part.upper - key < DEPTH ? part.upper - key : DEPTH;
        const float *values =
            part.values + (key - part.lower) * call->key_stride + head * call->head_size;
        for (size_t column = 0; column < call->head_size; column += width) {
            const size_t left = call->head_size - column;
            const size_t columns = left < width ? left : width;
            pack_columns(values + column, call->key_stride, depth, columns, panel);
            multiply_panel(
                vectors_for(columns), scores + (key - range.lower), range.stride, rows, depth,
                panel, NULL, continued || key > part.lower, result + column, call->head_size,
                columns);
        }
    }
}

// Turns the scores of one row into weights: zero outside the positions `visible` sees.
static void normalize_scores(float *scores, size_t lower, size_t upper, size_t end, float softcap) {
    for (size_t i = 0; i < lower; i++) scores[i] = -INFINITY;
    for (size_t i = upper; i < end; i++) scores[i] = -INFINITY;
    vf peaks = -INFINITY;
    for (size_t i = 0; i < end; i += LANES) {
        vf s = load(scores + i);
        if (softcap > 0.0f) {
            const vf capped = softcap * hyperbolic_tangent(s / softcap);
            s = choose(s == -INFINITY, s, capped);
            store(scores + i, s);
        }
        peaks = maximum(s, peaks);
    }
    const vf peak = largest(peaks);
    vf sums = 0.0f;
    for (size_t i = 0; i < end; i += LANES) {
        const vf e = exponential(load(scores + i) - peak);
        store(scores + i, e);
        sums += e;
    }
    const vf total = sum(sums);
    for (size_t i = 0; i < end; i += LANES) store(scores + i, load(scores + i) / total);
}

void NAME(attention_rows)(
    const pv_attention *call, size_t head, size_t first, size_t last, float *scratch) {
    const key_range range = keys_of(call, first, last);
    const size_t size = call->head_size, group = call->group;
    const size_t rows = (last - first) * group;
    float *queries = scratch, *result = queries + rows * size, *scores = result + rows * size;
    for (size_t row = 0; row < rows; row++) {
        const float *from = call->queries + (first + row / group) * call->query_stride +
            (head * group + row % group) * size;
        for (size_t k = 0; k < size; k++) queries[row * size + k] = from[k] * call->scale;
    }
    const segment shared = segment_of(call, range, false), own = segment_of(call, range, true);
    multiply_keys(call, shared, range, head, queries, rows, scores);
    multiply_keys(call, own, range, head, queries, rows, scores);
    for (size_t row = 0; row < rows; row++) {
        const size_t position = call->positions[first + row / group];
        size_t lower = 0;
        if (call->window > 0 && position + 1 > call->window + range.lower) {
            lower = position + 1 - call->window - range.lower;
        }
        normalize_scores(
            scores + row * range.stride, lower, position + 1 - range.lower, range.stride,
            call->softcap);
    }
    multiply_values(call, shared, range, head, scores, rows, false, result);
    multiply_values(call, own, range, head, scores, rows, shared.upper > shared.lower, result);
    for (size_t row = 0; row < rows; row++) {
        memcpy(
            call->output + (first + row / group) * call->output_stride +
                (head * group + row % group) * size,
            result + row * size, size * sizeof(float));
    }
}
