import PersonaVectors
import Safetensors

/// The differences of two stores, ready to be printed.
struct StoreDiff {
    let variants: [(store: PersonaVectorStore, comparison: VariantComparison)]

    var isEqual: Bool { variants.allSatisfy { $0.comparison.isEqual } }

    private func place(_ row: (store: PersonaVectorStore, comparison: VariantComparison)) -> String
    {
        "\(row.store.place), \(row.comparison.variant)"
    }

    var result: CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [
                        .left("WHERE"), .right("EQUAL"), .right("DIFFERENT"), .right("ONLY HERE"),
                        .right("ONLY THERE"),
                    ],
                    rows: variants.map { row in
                        [place(row)]
                            + [
                                row.comparison.equalCount, row.comparison.differences.count,
                                row.comparison.onlyLeft.count, row.comparison.onlyRight.count,
                            ].map(String.init)
                    }),
                TextTable(
                    [.left("PERSONA"), .left("WHERE"), .left("DIFFERENCE")],
                    rows: variants.flatMap(differenceRows)),
            ],
            json: .array(variants.map(json)),
            identifiers: distinctIDs)
    }

    private func differenceRows(
        _ row: (store: PersonaVectorStore, comparison: VariantComparison)
    ) -> [[String]] {
        let place = place(row)
        return row.comparison.onlyLeft.map { [$0, place, "only here"] }
            + row.comparison.onlyRight.map { [$0, place, "only there"] }
            + row.comparison.differences.map { [$0.personaID, place, Self.sentence($0)] }
    }

    /// What is different about a persona: `F32 and F16, largest difference 0.01 in layer 3, name`.
    static func sentence(_ difference: VariantComparison.Difference) -> String {
        let vectors = difference.vectors
        var parts: [String] = []
        if vectors.shapes.left != vectors.shapes.right {
            parts.append(
                "\(vectors.shapes.left.layersText) and \(vectors.shapes.right.layersText)")
        }
        if vectors.dtypes.left != vectors.dtypes.right {
            parts.append("\(vectors.dtypes.left) and \(vectors.dtypes.right)")
        }
        if !vectors.isIdentical, let layer = vectors.layerOfLargestDifference,
            let largest = vectors.largestDifference, largest != 0
        {
            let cosine = NumberText.significant(vectors.cosines.min() ?? .nan)
            parts.append(
                "largest difference \(NumberText.significant(largest)) in layer \(layer), smallest"
                    + " cosine \(cosine)")
        }
        if difference.hasOtherName { parts.append("other name") }
        if difference.hasOtherSamples { parts.append("other samples") }
        return parts.joined(separator: ", ")
    }

    private var distinctIDs: [String] {
        let ids = variants.flatMap { row in
            row.comparison.onlyLeft + row.comparison.onlyRight
                + row.comparison.differences.map(\.personaID)
        }
        return Set(ids.map { ExactString($0) }).sorted().map(\.string)
    }

    private func json(
        _ row: (store: PersonaVectorStore, comparison: VariantComparison)
    ) -> JSONValue {
        .object([
            "model": .string(row.store.modelName),
            "mask_strategy": .string(row.store.maskStrategy.rawValue),
            "variant": .string(row.comparison.variant.rawValue),
            "equal": .integer(row.comparison.equalCount),
            "only_left": .strings(row.comparison.onlyLeft),
            "only_right": .strings(row.comparison.onlyRight),
            "different": .array(
                row.comparison.differences.map { difference in
                    var object = difference.vectors.jsonObject
                    object["persona_id"] = .string(difference.personaID)
                    object["has_other_name"] = .bool(difference.hasOtherName)
                    object["has_other_samples"] = .bool(difference.hasOtherSamples)
                    return .object(object)
                }),
        ])
    }
}

/// The differences of two personas, layer by layer.
struct PersonaDiff {
    let names: (left: String, right: String)
    let comparison: VectorComparison

    var tables: [TextTable] {
        [
            .facts([
                (
                    "Here",
                    "\(names.left): \(comparison.shapes.left.layersText), \(comparison.dtypes.left)"
                ),
                (
                    "There",
                    "\(names.right): \(comparison.shapes.right.layersText), \(comparison.dtypes.right)"
                ),
                ("Identical", comparison.isIdentical ? "yes" : "no"),
            ]),
            TextTable(
                [.right("LAYER"), .right("COSINE"), .right("LARGEST DIFFERENCE")],
                rows: zip(comparison.cosines, comparison.largestDifferences).enumerated().map {
                    layer, values in
                    [
                        String(layer), NumberText.significant(values.0),
                        NumberText.significant(values.1),
                    ]
                }),
        ]
    }

    var json: JSONValue {
        var object = comparison.jsonObject
        object["left"] = .string(names.left)
        object["right"] = .string(names.right)
        return .object(object)
    }
}

extension VectorComparison {
    fileprivate var jsonObject: JSONObject {
        [
            "is_identical": .bool(isIdentical),
            "shapes": .array([shapes.left, shapes.right].map { .array($0.map { .integer($0) }) }),
            "dtypes": .strings([dtypes.left.rawValue, dtypes.right.rawValue]),
            "cosines": .array(cosines.map { .finite($0) }),
            "largest_differences": .array(largestDifferences.map { .finite($0) }),
        ]
    }
}

extension [Int] {
    /// A shape for people: `42 layers × 3584`.
    fileprivate var layersText: String {
        count == 2 ? "\(self[0]) layers × \(self[1])" : map(String.init).joined(separator: " × ")
    }
}
