import PersonaAnalysis
import PersonaExtraction
import PersonaVectors

/// Extracts traits one after the other and keeps each as soon as it is complete.
struct TraitExtractor {
    /// What became of one attribute and strategy.
    struct Row {
        let attribute: String
        let strategy: MaskStrategy
        /// nil when the trait was stored already.
        let trait: Trait?
        let failureCount: Int
    }

    let input: ExtractionInput
    /// The commit or digest of the model's weights.
    let revision: String?
    let folder: String
    /// The description that shows the trait.
    let variant: PromptVariant
    let replacesStored: Bool
    let output: OutputOptions

    var model: ModelInfo { input.model.backend.model }

    /// Extracts a trait with all strategies whose stores lack it or have it of other prompts.
    ///
    /// - Parameters:
    ///   - attribute: the trait.
    ///   - ends: what its two sides are called.
    ///   - makePairs: the personas, for a source of some of the strategies.
    /// - Returns: what became of each strategy.
    /// - Throws: `ExtractionError` when no persona can be shown in both ways or the backend is lost,
    ///   `AnalysisError`, `ArtifactError`, `CancellationError`.
    func extract(
        _ attribute: String, ends: (from: String, to: String),
        _ makePairs: (PersonaSampleSource) -> PersonaPairs
    ) async throws -> [Row] {
        let all = makePairs(input.source)
        let targets = try input.source.strategies.map { strategy in
            (strategy, try store(strategy), provenance(of: all, ends, strategy))
        }
        let missing = try targets.filter { try !isStored(attribute, in: $1, as: $2) }
        var rows: [Row] = []
        for (strategy, _, _) in targets where !missing.contains(where: { $0.0 == strategy }) {
            rows.append(Row(attribute: attribute, strategy: strategy, trait: nil, failureCount: 0))
        }
        guard !missing.isEmpty else { return rows }
        let pairs = try await vectors(of: makePairs(source(for: missing.map(\.0))))
        for (strategy, store, provenance) in missing {
            let trait = try buildTrait(
                attribute, from: pairs.from[strategy] ?? [], to: pairs.to[strategy] ?? [],
                valueFrom: ends.from, valueTo: ends.to, personaIDs: pairs.personaIDs)
            try store.save(
                trait.meanDelta, attribute: attribute, variant: variant, entry: trait.entry,
                provenance: provenance)
            rows.append(
                Row(
                    attribute: attribute, strategy: strategy, trait: trait,
                    failureCount: pairs.failures.count))
        }
        return rows
    }

    private func isStored(
        _ attribute: String, in store: TraitVectorStore, as provenance: VectorProvenance
    ) throws -> Bool {
        guard !replacesStored, try store.listAttributes(variant: variant).contains(attribute) else {
            return false
        }
        return try store.load(attribute, variant: variant).isMade(as: provenance)
    }

    private func provenance(
        of pairs: PersonaPairs, _ ends: (from: String, to: String), _ strategy: MaskStrategy
    ) -> VectorProvenance {
        let facts = input.model.details.merging(pairs.details(for: strategy)) { $1 }
        return VectorProvenance(
            model: model, revision: revision,
            details: facts.merging(["value_from": ends.from, "value_to": ends.to]) { $1 })
    }

    private func source(for strategies: [MaskStrategy]) -> PersonaSampleSource {
        PersonaSampleSource(
            dataset: input.source.dataset, model: input.source.model, strategies: strategies,
            options: input.source.options)
    }

    private func vectors(of pairs: PersonaPairs) async throws -> MinimalPairs {
        let title = "Extracting \(pairs.trait.printable): persona"
        let found = try await ProgressReporter.track(title, output: output) { reporter in
            try await pairs.vectors(backend: input.model.backend) {
                reporter.show(title, done: $0, total: $1)
            }
        }
        for failure in found.failures {
            CommandContext.current.tell(
                "Warning: '\(failure.personaID.printable)' is left out: \(failure.error)")
        }
        return found
    }

    private func store(_ strategy: MaskStrategy) throws -> TraitVectorStore {
        try TraitVectorStore(
            modelName: model.id, rootDirectory: CommandContext.current.url(folder),
            maskStrategy: strategy)
    }

    /// What was done, for people and programs.
    static func result(_ rows: [Row], model: ModelInfo) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [
                        .left("TRAIT"), .left("MASK"), .left("FROM"), .left("TO"),
                        .right("PERSONAS"), .right("FAILED"), .right("BEST LAYER"), .right("AUC"),
                    ], rows: rows.map(\.cells))
            ],
            json: .object([
                "model": .string(model.id), "traits": .array(rows.map(\.json)),
            ]),
            identifiers: Set(rows.filter { $0.trait != nil }.map { ExactString($0.attribute) })
                .sorted().map(\.string))
    }
}

extension TraitExtractor.Row {
    fileprivate var cells: [String] {
        guard let trait else {
            return [attribute, strategy.rawValue, "stored already", "", "", "", "", ""]
        }
        let auc = trait.aucByLayer[trait.bestLayer]
        return [
            attribute, strategy.rawValue, trait.valueFrom, trait.valueTo,
            String(trait.personaCount), String(failureCount), String(trait.bestLayer),
            NumberText.significant(auc, digits: 3),
        ]
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "attribute": .string(attribute), "mask_strategy": .string(strategy.rawValue),
            "stored_already": .bool(trait == nil),
        ]
        if let trait {
            for (key, value) in trait.entry.members { object[key] = value }
            object["best_layer"] = .integer(trait.bestLayer)
            object["failed"] = .integer(failureCount)
        }
        return .object(object)
    }
}
