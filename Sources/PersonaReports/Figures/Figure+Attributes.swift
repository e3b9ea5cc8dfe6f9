import PersonaAnalysis
import PersonaVectors

extension Figure {
    /// How strongly every two attributes go together, over the personas that have attributes.
    static func attributes(of input: FigureInput) throws -> Figure {
        guard let known = input.knownAttributes else {
            throw ReportError.attributesNeeded(.attributes)
        }
        let columns = try known.columns(of: known.personaIDs)
        let labels = try columns.usable.map { try Self.labels($0) }
        let kept = labels.indices.filter { Set(labels[$0].compactMap(\.self)).count > 1 }
        let views = try AssociationCorrection.allCases.map { correction in
            let cells = try attributeAssociations(
                kept.map { labels[$0] }, correction: correction)
            return (
                ExactString(correction.rawValue),
                JSONValue.array(cells.map { .array($0.map { $0.map { .number($0) } ?? .null }) })
            )
        }
        return Figure(
            fileStem: FigureKind.attributes.fileStem, title: FigureKind.attributes.title,
            subtitle: known.personaIDs.count.personas
                + ", of each pair of attributes those that have both; numeric attributes in quartiles.",
            data: [
                "kind": .string("table"), "choice": .string("Correction"),
                "names": .array(kept.map { .string(columns.usable[$0].info.name) }),
                "views": .object(JSONObject(views)),
            ], notes: known.notes + columns.notes)
    }

    /// The values as classes, nil where there is none.
    private static func labels(_ column: AttributeColumn) throws -> [String?] {
        guard case .numeric(let numbers) = column.coloring else {
            return column.values.map { $0?.description }
        }
        return zip(numbers, try quantileBinLabels(numbers)).map { number, label in
            number.flatMap { $0.isNaN ? nil : label }
        }
    }
}
