import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// The real vectors and attributes of the fixtures, as options name them.
enum RealData {
    static let store = ["--activations-dir", Fixtures.path("real/artifacts/activations")]
    static let personas = ["--personas", Fixtures.path("real/dataset")]
    static let model = "sentence-transformers/all-MiniLM-L6-v2"

    /// Puts the attributes into a dataset repository, under the names that the original has.
    static func publishPersonas(to name: String, of hub: TestHub) async throws -> CommitID {
        let client = try hub.client()
        let repository = try RepositoryID(name)
        _ = try await client.createRepository(repository)
        let files = [
            ("dataset_personas.jsonl", "personas.jsonl"),
            ("attribute_schema.json", "attribute_schema.json"),
        ]
        return try await client.commit(
            files.map {
                .add(path: $0.0, content: .file(Fixtures.url("real/dataset/\($0.1)")))
            }, to: repository, message: "Add personas"
        ).commit
    }
}

extension CommandRunner.Outcome {
    /// The output as a JSON object.
    func object() throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }
}

/// A JSON object of a file.
func jsonObject(at url: URL) throws -> [String: Any] {
    try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
}
