import PersonaAnalysis
import PersonaVectors

extension FigureInput {
    /// The ways of colouring points that the page offers: one colour, then each attribute; and what to
    /// say of attributes that cannot be used.
    func colorings() throws -> (json: JSONValue, notes: [String]) {
        var colorings: [JSONValue] = [.object(["name": .string("none"), "type": .string("none")])]
        guard let knownAttributes else { return (.array(colorings), []) }
        let columns = try knownAttributes.columns(of: dataset.personaIDs)
        colorings += columns.usable.map(json)
        return (.array(colorings), knownAttributes.notes + columns.notes)
    }

    private func json(_ column: AttributeColumn) -> JSONValue {
        var object: JSONObject = [
            "name": .string(column.info.name), "label": .string(column.info.displayLabel),
            "texts": .array(column.values.map { $0.map { .string($0.description) } ?? .null }),
        ]
        switch column.coloring {
        case .numeric(let numbers):
            object["type"] = .string("numeric")
            object["values"] = Self.numbers(numbers)
        case .ordinal(let ranks, let names):
            object["type"] = .string("ordinal")
            object["values"] = Self.numbers(ranks)
            object["ticks"] = .array(names.map { .string($0) })
        case .groups(let groups):
            let colors = groupColors(for: groups)
            object["type"] = .string("groups")
            object["values"] = .array(groups.map { .string($0) })
            object["colors"] = .object(
                JSONObject(
                    colors.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        }
        return .object(object)
    }

    private static func numbers(_ numbers: [Double?]) -> JSONValue {
        .array(numbers.map { $0.map { .number($0) } ?? .null })
    }
}
