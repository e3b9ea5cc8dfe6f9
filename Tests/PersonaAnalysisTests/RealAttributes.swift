import Foundation
import Testing

/// The attributes of the 180 personas of `Fixtures/real`, in the order of ``RealData``.
enum RealAttributes {
    static func values(_ attribute: String) throws -> [Any?] {
        let text = try String(
            contentsOf: Fixtures.url("real/dataset/personas.jsonl"), encoding: .utf8)
        var personas: [(id: String, value: Any?)] = []
        for line in text.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let id = try #require(object?["id"] as? String)
            let attributes = try #require(object?["persona"] as? [String: Any])
            if id != "baseline_assistant" { personas.append((id, attributes[attribute])) }
        }
        return personas.sorted { $0.id < $1.id }.map(\.value)
    }
}
