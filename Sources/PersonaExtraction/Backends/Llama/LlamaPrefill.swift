#if LlamaCpp
/// One execution of a plan by llama.cpp: the common start once, then text by text.
struct LlamaPrefill {
    let engine: LlamaEngine
    let plan: PrefillPlan
    /// The layers wanted, rising.
    let layers: [Int]
    let isCancelled: () -> Bool

    func run(_ receive: (Int, [LayerActivations]) throws -> Void) throws {
        let sums = SelectionSums(plan, layers: layers, hiddenSize: engine.hiddenSize)
        let tap = LlamaTap(hiddenSize: engine.hiddenSize)
        tap.wanted = Set(layers)
        tap.lastLayer = layers.last
        let shared = plan.sharedCount
        let longest = plan.texts.map(\.tokens.count).max() ?? 0
        let session = try LlamaSession(
            engine, capacity: longest + shared + 1, longest: max(longest, shared), tap: tap)
        func decode(
            _ tokens: ArraySlice<Int>, at start: Int, sequence: Int, texts: Range<Int>
        ) throws {
            if isCancelled() { throw CancellationError() }
            let targets = targets(of: texts, rows: start..<start + tokens.count)
            tap.receive = { output in
                for target in targets { sums.add(target, output, isa: 0) }
            }
            try session.decode(
                tokens, at: start, sequence: sequence,
                outputs: Set(targets.flatMap(\.rows)).sorted())
        }
        if shared > 0 {
            try decode(plan.sharedTokens, at: 0, sequence: 0, texts: plan.texts.indices)
        }
        for (index, text) in plan.texts.enumerated() {
            let own = text.tokens.dropFirst(shared)
            if !own.isEmpty {
                session.copyStart(shared)
                try decode(own, at: shared, sequence: 1, texts: index..<index + 1)
            }
            try receive(index, sums.take(index))
        }
    }

    /// What counts rows of a pass, numbered from its first.
    private func targets(of texts: Range<Int>, rows: Range<Int>) -> [SelectionTarget] {
        texts.flatMap { text in
            plan.texts[text].selections.enumerated().compactMap { selection, positions in
                let own = positions.filter(rows.contains).map { $0 - rows.lowerBound }
                return own.isEmpty
                    ? nil : SelectionTarget(text: text, selection: selection, rows: own)
            }
        }
    }
}
#endif
