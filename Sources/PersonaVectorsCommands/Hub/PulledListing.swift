import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub

/// What a pull did, or would do.
struct PulledListing {
    let variants: [PulledVariant]
    let source: HFPersonaVectorStore
    /// Whether personas with other content are left as they are: then they are conflicts.
    let isRefusing: Bool

    /// Why the pull that was planned cannot be done; nil when it can.
    var conflict: CommandFailure? {
        let ids = distinct(conflicts.map(\.id))
        return ids.isEmpty ? nil : .pullConflicts(ids)
    }

    private var conflicts: [(id: String, variant: PromptVariant)] {
        guard isRefusing else { return [] }
        return variants.flatMap { row in row.replaced.map { ($0, row.variant) } }
    }

    var result: CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [
                        .left("VARIANT"), .right("ADDED"),
                        .right(conflicts.isEmpty ? "REPLACED" : "CONFLICTS"), .right("UNCHANGED"),
                    ],
                    rows: variants.map { row in
                        [row.variant.rawValue]
                            + [row.added, row.replaced, row.unchanged]
                            .map { String($0.count) }
                    }),
                TextTable(
                    [.left("CONFLICT"), .left("VARIANT")],
                    rows: conflicts.map { [$0.id, $0.variant.rawValue] }),
            ],
            json: .object([
                "model": .string(source.modelName),
                "mask_strategy": .string(source.maskStrategy.rawValue),
                "repository": .string(source.repository.description),
                "variants": .array(variants.map(json)),
            ]),
            identifiers: distinct(
                variants.flatMap { $0.added + (isRefusing ? [] : $0.replaced) }))
    }

    private func json(_ row: PulledVariant) -> JSONValue {
        .object([
            "variant": .string(row.variant.rawValue), "added": .strings(row.added),
            "replaced": .strings(isRefusing ? [] : row.replaced),
            "conflicts": .strings(isRefusing ? row.replaced : []),
            "unchanged": .strings(row.unchanged),
        ])
    }

    private func distinct(_ ids: [String]) -> [String] {
        Set(ids.map { ExactString($0) }).sorted().map(\.string)
    }
}

extension CommandFailure {
    static func pullConflicts(_ ids: [String]) -> CommandFailure {
        CommandFailure(
            .conflict,
            "The store has \(list(ids)) with other content, which a pull would not overwrite. Pass"
                + " --replace to overwrite it, or remove it first.")
    }
}
