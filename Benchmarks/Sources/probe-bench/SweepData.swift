import AlignedMemory
import Foundation
import PersonaAnalysis
import PersonaVectors

/// Vectors and what is to be found in them.
struct SweepData {
    let samples: LayeredSamples
    let labels: [ProbeLabels]

    /// Writes what the peer reads.
    func write() throws -> (folder: URL, vectors: URL, targets: URL) {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "probe-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let vectors = folder.appending(path: "vectors.f32")
        try samples.block.values.withUnsafeBufferPointer {
            try Data(buffer: $0).write(to: vectors)
        }
        let targets = folder.appending(path: "targets.json")
        let values = Dictionary(uniqueKeysWithValues: labels.map { ($0.attribute, $0.targets) })
        try JSONEncoder().encode(values).write(to: targets)
        return (folder, vectors, targets)
    }
}

/// The personas of the tests; those of rare classes stay, so that both sides see the same rows.
enum RealSweep {
    static func data() throws -> SweepData {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Tests/Fixtures/real").standardizedFileURL
        let store = try PersonaVectorStore(
            modelName: "sentence-transformers/all-MiniLM-L6-v2",
            rootDirectory: fixtures.appending(path: "artifacts/activations"))
        let table = try loadAttributeTable(personas: fixtures.appending(path: "dataset"))
        let ids = try store.listPersonas(variants: [.templated])
        let block = try store.loadAll(.templated, personaIDs: ids, layers: nil)
        let names = ["sex", "born_in_us", "race", "highest_degree_received", "age"]
        return SweepData(
            samples: LayeredSamples(block: block, labels: ids, hoverText: ids),
            labels: try names.map { name in
                try ProbeLabels(table.info(for: name), values: table.values(of: name, for: ids))
            })
    }
}
