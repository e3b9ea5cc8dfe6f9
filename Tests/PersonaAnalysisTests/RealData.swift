import Foundation
import PersonaAnalysis
import PersonaVectors

/// The 180 personas of `Fixtures/real`, which the original's probes were trained on.
enum RealData {
    static let modelName = "sentence-transformers/all-MiniLM-L6-v2"

    static func store() throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: modelName, rootDirectory: Fixtures.url("real/artifacts/activations"))
    }

    static func table() throws -> AttributeTable {
        try loadAttributeTable(personas: Fixtures.url("real/dataset"))
    }

    /// All personas but the baseline, sorted.
    static func samples(
        _ variant: PromptVariant
    ) async throws -> (ids: [String], samples: LayeredSamples) {
        let store = try store()
        let ids = try store.listPersonas(variants: [variant])
        return (ids, try await loadPersonaVectors(from: store, variant: variant))
    }
}

/// A folder of its own that is gone when the test is over.
struct TemporaryFolder: ~Copyable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "persona-analysis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
