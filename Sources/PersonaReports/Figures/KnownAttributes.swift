import PersonaAnalysis
import PersonaVectors

/// What is known of the personas of a figure: a table in which at least one of them has a row.
struct KnownAttributes: Sendable {
    let table: AttributeTable
    /// The personas that have a row, in their order; never the baseline.
    let personaIDs: [String]
    /// What to say of the others.
    let notes: [String]

    /// - Throws: `AnalysisError` with code `notFound` when none of the personas has a row.
    init(_ table: AttributeTable, for ids: [String]) throws {
        let personas = ids.filter { $0 != baselinePersonaID }
        try table.requireRow(among: personas)
        self.table = table
        personaIDs = personas.filter(table.contains)
        let missing = personas.count - personaIDs.count
        notes =
            missing == 0
            ? []
            : [
                "\(missing) of \(personas.count.personas) \(missing == 1 ? "has" : "have") vectors but no"
                    + " attributes."
            ]
    }

    /// The columns that somebody has a value of, and what to say of those that cannot be used.
    ///
    /// - Throws: `AnalysisError` with code `notFound` when the table contradicts itself.
    func columns(of ids: [String]) throws -> (usable: [AttributeColumn], notes: [String]) {
        var (usable, notes): ([AttributeColumn], [String]) = ([], [])
        for name in table.attributeNames {
            let info = try table.info(for: name)
            let values = try table.values(of: name, for: ids)
            guard values.contains(where: { $0 != nil }) else { continue }
            do {
                usable.append(
                    AttributeColumn(
                        info: info, values: values,
                        coloring: try colorAttribute(info, values: values)))
            } catch let error as AnalysisError where error.code == .invalidData {
                notes.append(Self.note(info, values, ids, error))
            }
        }
        return (usable, notes)
    }

    /// One bad value stops its attribute, not the figure; this says whose it is.
    private static func note(
        _ info: AttributeInfo, _ values: [AttributeValue?], _ ids: [String], _ error: AnalysisError
    ) -> String {
        let bad = values.indices.first { (try? colorAttribute(info, values: [values[$0]])) == nil }
        let person = bad.map { " It is a value of persona '\(ids[$0])'." } ?? ""
        return "The attribute '\(info.name)' is left out. \(error.message)\(person)"
    }
}

/// One attribute of a figure's personas.
struct AttributeColumn: Sendable {
    let info: AttributeInfo
    /// One for each persona.
    let values: [AttributeValue?]
    let coloring: AttributeColoring
}

extension Int {
    /// So many personas, in words.
    var personas: String { "\(self) persona\(self == 1 ? "" : "s")" }
}
