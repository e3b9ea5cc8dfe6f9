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
    let folder: String
    let replacesStored: Bool
    let output: OutputOptions

    var model: ModelInfo { input.model.backend.model }

    /// Extracts an attribute with all strategies that its stores lack.
    func extract(
        _ attribute: String, from: AttributeValue, to: AttributeValue
    ) async throws -> [Row] {
        let source = input.source
        let stores = try source.strategies.map { ($0, try store($0)) }
        let stored = try stores.filter { _, store in
            try !replacesStored && store.listAttributes().contains(attribute)
        }.map(\.0)
        let missing = source.strategies.filter { !stored.contains($0) }
        var rows = stored.map {
            Row(attribute: attribute, strategy: $0, trait: nil, failureCount: 0)
        }
        guard !missing.isEmpty else { return rows }
        let pairs = try await pairs(of: attribute, from: from, to: to, missing)
        for failure in pairs.failures {
            CommandContext.current.tell(
                "Warning: '\(failure.personaID.printable)' is left out: \(failure.error)")
        }
        for (strategy, store) in stores where missing.contains(strategy) {
            let trait = try buildTrait(
                attribute, from: pairs.from[strategy] ?? [], to: pairs.to[strategy] ?? [],
                valueFrom: from.description, valueTo: to.description)
            try store.save(trait.meanDelta, attribute: attribute, entry: trait.entry)
            rows.append(
                Row(
                    attribute: attribute, strategy: strategy, trait: trait,
                    failureCount: pairs.failures.count))
        }
        return rows
    }

    private func pairs(
        of attribute: String, from: AttributeValue, to: AttributeValue,
        _ strategies: [MaskStrategy]
    ) async throws -> MinimalPairs {
        let source = PersonaSampleSource(
            dataset: input.source.dataset, model: input.source.model, strategies: strategies,
            options: input.source.options)
        let title = "Extracting \(attribute.printable): persona"
        return try await ProgressReporter.track(title, output: output) { reporter in
            try await source.minimalPairs(
                of: attribute, values: (from.json, to.json), personaIDs: input.personaIDs,
                backend: input.model.backend
            ) { reporter.show(title, done: $0, total: $1) }
        }
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
