import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What there is of one variant.
struct VariantSummary {
    let model: String
    let mask: MaskStrategy
    let variant: PromptVariant
    let personaCount: Int
    let layerCount: Int
    let hasBaseline: Bool

    /// The variants of a store, in the order of lists.
    static func all(
        in root: URL, model: String, mask: MaskStrategy, includingBaseline: Bool
    ) throws -> [VariantSummary] {
        let store = try PersonaVectorStore(
            modelName: model, rootDirectory: root, maskStrategy: mask)
        let variants = try discoverVariants(in: root, modelName: model, maskStrategy: mask)
        return try variants.map { variant in
            let ids = try store.listPersonas(variants: [variant], includingBaseline: true)
            let hasBaseline = ids.contains(baselinePersonaID)
            return VariantSummary(
                model: model, mask: mask, variant: variant,
                personaCount: ids.count - (hasBaseline && !includingBaseline ? 1 : 0),
                layerCount: try store.listLayers(variants: [variant]).count,
                hasBaseline: hasBaseline)
        }
    }
}

/// The variants of one model, or of several.
struct VariantListing {
    let summaries: [VariantSummary]

    var result: CommandResult {
        // One model has been named, or is the only one.
        let hasModels = Set(summaries.map { ExactString($0.model) }).count > 1
        return CommandResult(
            tables: [
                TextTable(
                    (hasModels ? [.left("MODEL")] : []) + [
                        .left("MASK STRATEGY"), .left("VARIANT"), .right("PERSONAS"),
                        .right("LAYERS"), .left("BASELINE"),
                    ],
                    rows: summaries.map { summary in
                        (hasModels ? [summary.model] : []) + [
                            summary.mask.rawValue, summary.variant.rawValue,
                            String(summary.personaCount), String(summary.layerCount),
                            summary.hasBaseline ? "yes" : "no",
                        ]
                    })
            ],
            json: .array(summaries.map(Self.json)),
            identifiers: distinctVariants)
    }

    private var distinctVariants: [String] {
        var seen: Set<PromptVariant> = []
        return summaries.map(\.variant).filter { seen.insert($0).inserted }.map(\.rawValue)
    }

    private static func json(_ summary: VariantSummary) -> JSONValue {
        .object([
            "model": .string(summary.model), "mask_strategy": .string(summary.mask.rawValue),
            "variant": .string(summary.variant.rawValue),
            "personas": .integer(summary.personaCount), "layers": .integer(summary.layerCount),
            "has_baseline": .bool(summary.hasBaseline),
        ])
    }
}

/// The models of a folder, one row for each mask strategy.
struct ModelListing {
    private let rows: [(model: String, mask: MaskStrategy, variants: [VariantSummary])]

    var isEmpty: Bool { rows.isEmpty }

    /// Reads the manifests of a folder; nil for any mask strategy.
    init(in root: URL, mask: MaskStrategy?, includingBaseline: Bool) throws {
        var rows: [(model: String, mask: MaskStrategy, variants: [VariantSummary])] = []
        for model in try discoverActivationModels(in: root, maskStrategy: mask) {
            let masks =
                try mask.map { [$0] } ?? discoverMaskStrategies(in: root, modelName: model)
            for mask in masks {
                let variants = try VariantSummary.all(
                    in: root, model: model, mask: mask, includingBaseline: includingBaseline)
                rows.append((model, mask, variants))
            }
        }
        self.rows = rows
    }

    var result: CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [.left("MODEL"), .left("MASK STRATEGY"), .left("VARIANTS (PERSONAS)")],
                    rows: rows.map { row in
                        let variants = row.variants.map { "\($0.variant) (\($0.personaCount))" }
                        return [
                            row.model, row.mask.rawValue, variants.joined(separator: ", "),
                        ]
                    })
            ],
            json: .array(
                rows.map { row in
                    .object([
                        "model": .string(row.model),
                        "mask_strategy": .string(row.mask.rawValue),
                        "variants": .object(
                            JSONObject(
                                row.variants.map {
                                    (ExactString($0.variant.rawValue), .integer($0.personaCount))
                                })),
                    ])
                }),
            identifiers: distinctModels)
    }

    private var distinctModels: [String] {
        var seen: Set<ExactString> = []
        return rows.map(\.model).filter { seen.insert(ExactString($0)).inserted }
    }
}
