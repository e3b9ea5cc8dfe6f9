import CKernels

/// One execution of a plan.
struct PrefillRun {
    let decoder: Decoder
    let plan: PrefillPlan
    /// The layers wanted, rising.
    let layers: [Int]
    let isCancelled: @Sendable () -> Bool

    private var lastLayer: Int { layers.last ?? 0 }

    /// Runs everything and hands out the results of each text in order.
    func run(_ receive: (Int, [LayerActivations]) throws -> Void) throws {
        let sums = SelectionSums(plan, layers: layers, hiddenSize: decoder.config.hiddenSize)
        let shared = try runShared(sums)
        for batch in plan.batches {
            try runBatch(batch, shared: shared, sums)
            for text in batch { try receive(text, sums.take(text)) }
        }
    }

    /// Runs the common start and keeps its keys and values; nil when there is none.
    private func runShared(_ sums: SelectionSums) throws -> KeyValueCache? {
        guard plan.sharedCount > 0 else { return nil }
        let cache = KeyValueCache(
            config: decoder.config, layerCount: lastLayer + 1, capacity: plan.sharedCount)
        var batch = DecoderBatch(start: 0)
        batch.append(plan.sharedTokens)
        var targets: [SelectionTarget] = []
        for (text, value) in plan.texts.enumerated() {
            for (selection, positions) in value.selections.enumerated() {
                let rows = positions.filter { $0 < plan.sharedCount }
                if !rows.isEmpty {
                    targets.append(SelectionTarget(text: text, selection: selection, rows: rows))
                }
            }
        }
        try run(batch, .kept(cache), targets, sums)
        return cache
    }

    private func runBatch(
        _ texts: Range<Int>, shared: KeyValueCache?, _ sums: SelectionSums
    ) throws {
        var batch = DecoderBatch(start: plan.sharedCount)
        var targets: [SelectionTarget] = []
        for text in texts {
            let offset = batch.tokens.count - plan.sharedCount
            let value = plan.texts[text]
            batch.append(value.tokens.dropFirst(plan.sharedCount))
            for (selection, positions) in value.selections.enumerated() {
                let rows = positions.filter { $0 >= plan.sharedCount }.map { $0 + offset }
                if !rows.isEmpty {
                    targets.append(SelectionTarget(text: text, selection: selection, rows: rows))
                }
            }
        }
        guard !batch.tokens.isEmpty else { return }
        try run(batch, .discarded(shared: shared), targets, sums)
    }

    private func run(
        _ batch: DecoderBatch, _ keys: Decoder.Keys, _ targets: [SelectionTarget],
        _ sums: SelectionSums
    ) throws {
        var batch = batch
        batch.wantedRows = Set(targets.flatMap(\.rows)).sorted()
        var hooks = DecoderHooks()
        hooks.isCancelled = isCancelled
        let wanted = Set(layers)
        hooks.receive = { output in
            guard wanted.contains(output.layer) else { return }
            for target in targets { sums.add(target, output, isa: decoder.runner.isa) }
        }
        try decoder.run(batch, keys: keys, lastLayer: lastLayer, hooks: hooks)
    }
}

/// Rows of a batch that count towards one selection of one text.
struct SelectionTarget: Sendable {
    let text: Int
    let selection: Int
    let rows: [Int]
}

/// The running sums of selections, in double so that long masks lose nothing; a class because a
/// pass adds to it layer by layer.
final class SelectionSums {
    private let plan: PrefillPlan
    private let layers: [Int]
    private let placeOfLayer: [Int: Int]
    private let hiddenSize: Int
    private var sums: [Int: [[Double]]] = [:]

    init(_ plan: PrefillPlan, layers: [Int], hiddenSize: Int) {
        self.plan = plan
        self.layers = layers
        self.hiddenSize = hiddenSize
        placeOfLayer = Dictionary(uniqueKeysWithValues: layers.enumerated().map { ($1, $0) })
    }

    /// Adds a layer's rows, in the order of the selection.
    func add(_ target: SelectionTarget, _ output: LayerOutput, isa: CInt) {
        guard let place = placeOfLayer[output.layer] else { return }
        let empty = { [count = layers.count * hiddenSize] in [Double](repeating: 0, count: count) }
        sums[
            target.text,
            default: plan.texts[target.text].selections.map { _ in empty() }
        ][target.selection].withUnsafeMutableBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for row in target.rows {
                pv_accumulate(isa, base + place * hiddenSize, output.row(row), hiddenSize)
            }
        }
    }

    /// The means of a text, which is forgotten.
    func take(_ text: Int) -> [LayerActivations] {
        let sums = self.sums.removeValue(forKey: text) ?? []
        return zip(plan.texts[text].selections, sums).map { positions, sums in
            let count = Double(positions.count)
            return LayerActivations(
                layers: layers, hiddenSize: hiddenSize, values: sums.map { Float($0 / count) })
        }
    }
}
