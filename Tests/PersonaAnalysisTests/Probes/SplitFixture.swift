import Foundation
import PersonaAnalysis

/// The targets of seven attributes of the real data, in `Fixtures/probes/splits.json`.
struct SplitFixture: Decodable {
    struct Sides: Decodable {
        let trainIdx: [Int]
        let testIdx: [Int]
    }

    struct Attribute: Decodable {
        let task: String
        let classNames: [String]?
        let droppedPersonaIds: [String]
        let y: [Double]
        let trainIdx: [Int]
        let testIdx: [Int]
        let otherSeeds: [String: Sides]
    }

    let personaIds: [String]
    let attributes: [String: Attribute]

    static func load() throws -> SplitFixture {
        let file = Fixtures.url("probes/splits.json")
        return try Fixtures.decoder.decode(SplitFixture.self, from: Data(contentsOf: file))
    }

    /// The labels of an attribute for personas in the fixture's order.
    static func labels(of name: String, personaIDs: [String]) throws -> ProbeLabels {
        let fixture = try load()
        guard personaIDs == fixture.personaIds, let attribute = fixture.attributes[name] else {
            throw CocoaError(.fileReadCorruptFile)
        }
        var targets = attribute.y.makeIterator()
        let dropped = Set(attribute.droppedPersonaIds)
        let values: [AttributeValue?] = personaIDs.map { id in
            guard !dropped.contains(id), let target = targets.next() else { return nil }
            return attribute.classNames.map { .text($0[Int(target)]) } ?? .number(target)
        }
        let kinds = ["categorical": "nominal"]
        let info = AttributeInfo(
            name: name, kind: .init(rawValue: kinds[attribute.task] ?? attribute.task),
            orderedValues: attribute.task == "ordinal"
                ? (attribute.classNames ?? []).map { .text($0) } : [])
        return try ProbeLabels(info, values: values)
    }
}
