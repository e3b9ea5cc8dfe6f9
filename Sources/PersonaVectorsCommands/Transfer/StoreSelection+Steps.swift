import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreSelection {
    /// What the options of a command choose.
    init(_ store: StoreOptions, _ variants: VariantOptions) {
        self.init(
            model: store.model, mask: store.namedMaskStrategy, variants: variants.named)
    }

    /// The steps that bring the chosen part of one folder of stores into another.
    ///
    /// - Parameters:
    ///   - root: the folder to read.
    ///   - shown: how messages name it.
    ///   - target: the folder to write.
    ///   - personaIDs: the personas, each of which some chosen variant must have; none means all.
    /// - Returns: at least one step.
    /// - Throws: ``CommandFailure`` when nothing fits.
    func steps(
        from root: URL, shown: String, to target: URL, personaIDs: [String] = []
    ) throws -> [TransferStep] {
        var missing = personaIDs
        var known: [String] = []
        var steps: [TransferStep] = []
        for part in try parts(of: root, shown: shown) {
            let ids = try part.store.listPersonas(
                variants: [part.variant], includingBaseline: true)
            let present = Set(ids.map { ExactString($0) })
            let chosen = personaIDs.filter { present.contains(ExactString($0)) }
            missing.removeAll { present.contains(ExactString($0)) }
            known += ids
            if !personaIDs.isEmpty, chosen.isEmpty { continue }
            steps.append(
                TransferStep(
                    target: try PersonaVectorStore(
                        modelName: part.store.modelName, rootDirectory: target,
                        maskStrategy: part.store.maskStrategy),
                    variant: part.variant,
                    origin: .store(part.store, personaIDs: personaIDs.isEmpty ? nil : chosen)))
        }
        if let id = missing.first {
            throw CommandFailure.unknownPersona(
                id, place: shown, ids: Set(known.map { ExactString($0) }).sorted().map(\.string))
        }
        return steps
    }

    /// The same variant of the same model and mask strategy in two folders.
    struct Pair {
        let left: PersonaVectorStore
        let right: PersonaVectorStore
        let variant: PromptVariant
    }

    /// The chosen variants that either of two folders has, in the order of the first, then of the
    /// second.
    func pairs(_ left: URL, _ right: URL) throws -> [Pair] {
        var pairs: [Pair] = []
        for location in try discoverStores(in: left) + discoverStores(in: right) {
            guard includes(location) else { continue }
            for variant in location.variants where variants.isEmpty || variants.contains(variant) {
                let isKnown = pairs.contains { pair in
                    pair.variant == variant && pair.left.maskStrategy == location.maskStrategy
                        && modelDirectoryName(for: pair.left.modelName)
                            == modelDirectoryName(for: location.modelName)
                }
                if isKnown { continue }
                let stores = try [left, right].map { root in
                    try PersonaVectorStore(
                        modelName: location.modelName, rootDirectory: root,
                        maskStrategy: location.maskStrategy)
                }
                pairs.append(Pair(left: stores[0], right: stores[1], variant: variant))
            }
        }
        return pairs
    }

    private func includes(_ location: StoreLocation) -> Bool {
        let isModel =
            model.map { modelDirectoryName(for: $0) == modelDirectoryName(for: location.modelName) }
            ?? true
        return isModel && (mask.map { $0 == location.maskStrategy } ?? true)
    }
}

extension TransferPlan {
    /// Does the plan, shows its progress and prints what came of it.
    func run(_ title: String, _ writing: WritingOptions, _ output: OutputOptions) throws {
        let result = try ProgressReporter.track(title, output: output) { progress in
            try perform(writing, progress: progress)
        }
        output.render(result)
        if writing.dryRun { output.note(WritingOptions.dryRunNote) }
    }
}
