import PersonaAnalysis
import PersonaVectors

extension FigureInput {
    /// The ways of colouring points that the page offers: one colour, then each attribute.
    func colorings() throws -> JSONValue {
        var colorings: [JSONValue] = [.object(["name": .string("none"), "type": .string("none")])]
        guard let attributes else { return .array(colorings) }
        for name in attributes.attributeNames {
            let info = try attributes.info(for: name)
            let values = try attributes.values(of: name, for: dataset.personaIDs)
            guard values.contains(where: { $0 != nil }) else { continue }
            colorings.append(json(info, try colorAttribute(info, values: values), values))
        }
        return .array(colorings)
    }

    private func json(
        _ info: AttributeInfo, _ coloring: AttributeColoring, _ values: [AttributeValue?]
    ) -> JSONValue {
        var object: JSONObject = [
            "name": .string(info.name), "label": .string(info.displayLabel),
            "texts": .array(values.map { $0.map { .string($0.description) } ?? .null }),
        ]
        switch coloring {
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
        .array(numbers.map { $0.map { .rounded($0) } ?? .null })
    }
}
