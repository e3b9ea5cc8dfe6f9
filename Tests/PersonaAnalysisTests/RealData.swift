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

    /// All personas but the baseline, sorted; each is labelled with its id.
    static func samples(_ variant: String) throws -> (ids: [String], samples: LayeredSamples) {
        let (store, variant) = (try store(), PromptVariant(rawValue: variant))
        let ids = try store.listPersonas(variants: [variant])
        let block = try store.loadAll(variant, personaIDs: ids, layers: nil)
        return (ids, LayeredSamples(block: block, labels: ids, hoverText: ids))
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
