import CKernels

/// The memory of one run of a batch through the layers; a class because its parts fill it in turn.
final class DecoderPass {
    let decoder: Decoder
    let batch: DecoderBatch
    let keys: Decoder.Keys
    let isStep: Bool
    /// The offset of each row in its sequence.
    let offsets: [Int]
    /// Tables by the rotary embedding that layers name.
    let tables: [RotaryEmbedding: RotaryTable]

    /// The hidden states of the active rows.
    private(set) var residual: FloatBuffer
    /// The rows of the batch that `residual` holds: all, but for the last layer.
    private(set) var activeRows: [Int]
    private let normed: FloatBuffer
    private let projected: FloatBuffer
    let queries: FloatBuffer
    let attended: FloatBuffer
    private let ownKeys: FloatBuffer
    private let ownValues: FloatBuffer
    private let gate: FloatBuffer
    private let up: FloatBuffer
    private let halves: HalfBuffer?

    /// The feed-forward part is the widest; more rows than these go through it in turns.
    private static let feedForwardRows = 512

    var config: DecoderConfig { decoder.config }
    var runner: KernelRunner { decoder.runner }

    init(_ decoder: Decoder, _ batch: DecoderBatch, keys: Decoder.Keys, isStep: Bool) {
        self.decoder = decoder
        self.batch = batch
        self.keys = keys
        self.isStep = isStep
        offsets = batch.offsets
        let config = decoder.config
        let rows = batch.tokens.count
        let wideRows = min(rows, Self.feedForwardRows)
        let positions = batch.start..<batch.start + batch.longestSequence
        var tables: [RotaryEmbedding: RotaryTable] = [:]
        for rotary in Set(config.layers.map(\.rotary)) {
            tables[rotary] = RotaryTable(
                frequencies: rotary.frequencies(headSize: config.headSize), positions: positions)
        }
        self.tables = tables
        activeRows = Array(0..<rows)
        residual = FloatBuffer(count: rows * config.hiddenSize)
        normed = FloatBuffer(count: rows * config.hiddenSize)
        projected = FloatBuffer(count: rows * config.hiddenSize)
        queries = FloatBuffer(count: rows * config.queryWidth)
        attended = FloatBuffer(count: rows * config.queryWidth)
        let ownRows = if case .kept = keys { 0 } else { rows }
        ownKeys = FloatBuffer(count: ownRows * config.keyValueWidth)
        ownValues = FloatBuffer(count: ownRows * config.keyValueWidth)
        gate = FloatBuffer(count: wideRows * config.intermediateSize)
        up = FloatBuffer(count: wideRows * config.intermediateSize)
        halves =
            decoder.roundsInput && !isStep
            ? HalfBuffer(
                count: max(
                    rows * max(config.hiddenSize, config.queryWidth),
                    wideRows * config.intermediateSize))
            : nil
    }

    /// Fills the residual stream with the tokens' embeddings.
    func embed() {
        let (tokens, hidden) = (batch.tokens, config.hiddenSize)
        let (table, scale, residual) = (
            decoder.weights.embeddings, decoder.embeddingScale, residual
        )
        runner.rows(tokens.count) { [isa = runner.isa] row in
            pv_widen(
                isa, table.row(tokens[row]), table.dtypeCode, hidden, scale,
                residual.base + row * hidden)
        }
    }

    /// The first half of a block: attention, added to the residual stream.
    func attend(_ layer: Int, onlyWanted: Bool) {
        let weights = decoder.weights.layers[layer]
        let rows = batch.tokens.count
        let own = ownStorage(layer)
        normalize(rows: rows, weight: weights.attentionNorm, into: normed)
        let keys = [(weights.key, own.keys), (weights.value, own.values)]
        let queries = [(weights.query, queries.base)]
        if onlyWanted {
            // Later tokens look at all rows' keys, but nobody at all rows' output.
            multiply(keys, normed, rows: rows)
            keepWantedRows()
            multiply(queries, normed, rows: activeRows.count)
        } else {
            multiply(keys + queries, normed, rows: rows)
        }
        rotateKeys(own.keys, layer: layer, weights)
        guard !activeRows.isEmpty else { return }
        rotateQueries(layer: layer, weights)
        attendRows(layer, own: own)
        multiply([(weights.output, projected.base)], attended, rows: activeRows.count)
        addProjected(norm: weights.attentionPostNorm)
    }

    /// The second half of a block: the gated feed-forward part, added to the residual stream.
    func feedForward(_ layer: Int) {
        let weights = decoder.weights.layers[layer]
        let (hidden, wide) = (config.hiddenSize, config.intermediateSize)
        normalize(rows: activeRows.count, weight: weights.feedForwardNorm, into: normed)
        for first in stride(from: 0, to: activeRows.count, by: Self.feedForwardRows) {
            let rows = min(Self.feedForwardRows, activeRows.count - first)
            multiply(
                [(weights.gate, gate.base), (weights.up, up.base)], normed, from: first,
                rows: rows)
            runner.rows(rows) {
                [gate, up, isa = runner.isa, activation = config.activation] row in
                let (gate, up) = (gate.base + row * wide, up.base + row * wide)
                switch activation {
                case .silu: pv_silu_times(isa, gate, up, wide)
                case .geluTanh: pv_gelu_times(isa, gate, up, wide)
                }
            }
            multiply([(weights.down, projected.base + first * hidden)], gate, rows: rows)
        }
        addProjected(norm: weights.feedForwardPostNorm)
    }

    /// Adds a vector to every row.
    func steer(_ vector: FloatBuffer, factor: Float) {
        let hidden = config.hiddenSize
        runner.rows(activeRows.count) { [residual, isa = runner.isa] row in
            pv_add(isa, residual.base + row * hidden, vector.base, factor, hidden)
        }
    }

    func output(_ layer: Int) -> LayerOutput {
        let isAll = activeRows.count == batch.tokens.count
        let place =
            isAll
            ? nil
            : Dictionary(
                uniqueKeysWithValues: activeRows.enumerated().map { ($1, $0) })
        return LayerOutput(
            layer: layer, values: residual, hiddenSize: config.hiddenSize, place: place)
    }

    /// Drops the rows that nobody wants, from the residual stream and its normalised copy.
    private func keepWantedRows() {
        guard batch.wantedRows.count < activeRows.count else { return }
        let hidden = config.hiddenSize
        let kept = FloatBuffer(count: batch.wantedRows.count * hidden)
        for (place, row) in batch.wantedRows.enumerated() {
            kept.base.advanced(by: place * hidden)
                .update(from: residual.base + row * hidden, count: hidden)
            // Rows rise, so a row is never overwritten before it is moved.
            normed.base.advanced(by: place * hidden)
                .update(from: normed.base + row * hidden, count: hidden)
        }
        residual = kept
        activeRows = batch.wantedRows
    }

    private func normalize(rows: Int, weight: FloatBuffer, into target: FloatBuffer) {
        let (hidden, epsilon) = (config.hiddenSize, config.epsilon)
        runner.rows(rows) { [residual, isa = runner.isa] row in
            let offset = row * hidden
            pv_rms_norm(
                isa, residual.base + offset, weight.base, hidden, epsilon, target.base + offset)
        }
    }

    /// residual += projected, which Gemma normalises before.
    private func addProjected(norm: FloatBuffer?) {
        let (hidden, epsilon) = (config.hiddenSize, config.epsilon)
        runner.rows(activeRows.count) { [residual, projected, isa = runner.isa] row in
            let from = projected.base + row * hidden
            if let norm { pv_rms_norm(isa, from, norm.base, hidden, epsilon, from) }
            pv_add(isa, residual.base + row * hidden, from, 1, hidden)
        }
    }

    /// Products of rows of `input` from row `first` on, rounded first where the engine rounds.
    private func multiply(
        _ products: [(Projection, UnsafeMutablePointer<Float>)], _ input: FloatBuffer,
        from first: Int = 0, rows: Int
    ) {
        let depth = products.first?.0.weights.columns ?? 0
        if let halves {
            runner.rows(rows) { [isa = runner.isa] row in
                pv_round_to_bf16(
                    isa, input.base + (first + row) * depth, halves.base + row * depth, depth)
            }
        }
        runner.multiply(
            products.map { KernelRunner.Product(projection: $0, output: $1) },
            by: KernelRunner.Input(
                floats: UnsafePointer(input.base + first * depth),
                halves: halves.map { UnsafePointer($0.base) }, rows: rows),
            isStep: isStep)
    }

    /// Where this pass writes the keys and values of a layer, one row a row of the batch.
    private func ownStorage(_ layer: Int) -> OwnKeys {
        guard case .kept(let cache) = keys else {
            return OwnKeys(keys: ownKeys.base, values: ownValues.base)
        }
        let offset = batch.start * config.keyValueWidth
        return OwnKeys(
            keys: cache.layers[layer].keys.base + offset,
            values: cache.layers[layer].values.base + offset)
    }
}

/// The keys and values of the rows of a pass.
struct OwnKeys {
    let keys: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>
}
