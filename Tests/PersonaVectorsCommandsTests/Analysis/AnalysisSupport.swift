import Foundation
import Testing

/// The real vectors and attributes of the fixtures, as options name them.
enum RealData {
    static let store = ["--activations-dir", Fixtures.path("real/artifacts/activations")]
    static let personas = ["--personas", Fixtures.path("real/dataset")]
    static let model = "sentence-transformers/all-MiniLM-L6-v2"
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
