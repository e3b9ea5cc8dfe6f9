import PersonaVectors

/// The personas that some variants have in common.
struct PersonaListing {
    private let variants: [PromptVariant]
    private let rows: [(id: String, name: String?, sampleCounts: [Int?])]

    init(
        _ store: some PersonaVectorSource, _ variants: [PromptVariant], includingBaseline: Bool
    ) async throws {
        self.variants = variants
        let ids = try await store.listPersonas(
            variants: variants, includingBaseline: includingBaseline)
        let names = try await store.personaNames(for: ids, variants: variants)
        var rows: [(id: String, name: String?, sampleCounts: [Int?])] = []
        for id in ids {
            var counts: [Int?] = []
            for variant in variants {
                counts.append(
                    try await store.personaSampleIDs(variant, personaID: id)?.count)
            }
            rows.append((id, names[id], counts))
        }
        self.rows = rows
    }

    var result: CommandResult {
        let counts = variants.map { variant in
            TextTable.Column.right(variants.count == 1 ? "SAMPLES" : "SAMPLES IN \(variant)")
        }
        return CommandResult(
            tables: [
                TextTable(
                    [.left("PERSONA"), .left("NAME")] + counts,
                    rows: rows.map { row in
                        [row.id, row.name ?? ""]
                            + row.sampleCounts.map { $0.map(String.init) ?? "-" }
                    })
            ],
            json: .array(rows.map(json)),
            identifiers: rows.map(\.id))
    }

    private func json(_ row: (id: String, name: String?, sampleCounts: [Int?])) -> JSONValue {
        let counts = zip(variants, row.sampleCounts).map { variant, count in
            (ExactString(variant.rawValue), count.map { JSONValue.integer($0) } ?? .null)
        }
        return .object([
            "persona_id": .string(row.id), "name": .optional(row.name),
            "sample_counts": .object(JSONObject(counts)),
        ])
    }
}
