import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Parquet
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting

/// The files of `Tests/Fixtures/hub` and their answers.
enum Fixtures {
    static let hub = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/hub")

    static func answers(_ name: String) throws -> JSON {
        try JSON(Data(contentsOf: hub.appending(path: name)))
    }

    /// The files below a folder, by their path in it.
    static func files(in folder: String) throws -> [(path: String, url: URL)] {
        let root = hub.appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
        return names.sorted().compactMap { name in
            let url = root.appending(path: name)
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(
                atPath: url.path, isDirectory: &isFolder)
            return isThere && !isFolder.boolValue ? (name, url) : nil
        }
    }
}

/// A row of a shard.
struct Row {
    var id: String
    var name: String? = nil
    var sampleIDs: [String]? = nil
    var values: [Float]
}

extension TestHub {
    /// The name of a repository with the files of a folder of fixtures.
    func publish(_ folder: String, replacing: [String: URL] = [:]) async throws -> RepositoryID {
        var operations: [CommitOperation] = try Fixtures.files(in: folder).map {
            .add(path: $0.path, content: .file(replacing[$0.path] ?? $0.url))
        }
        if operations.isEmpty { operations = [.add(path: "none", content: .bytes([1]))] }
        return try await publish(operations)
    }

    /// The name of a new repository with one commit.
    func publish(_ operations: [CommitOperation]) async throws -> RepositoryID {
        let client = try client(cache: "publisher")
        let repository = try RepositoryID("alice/r\(UUID().uuidString.prefix(8))")
        try await client.createRepository(repository)
        _ = try await client.commit(operations, to: repository, message: "Add files")
        server.log.reset()
        return repository
    }

    /// A shard of the layout that this package publishes.
    func shard(
        _ rows: [Row], layers: Int, hidden: Int,
        compression: ParquetVectorWriter.Compression = .none
    ) throws -> CommitContent {
        let url = try file("shards/\(UUID().uuidString).parquet", [])
        guard let shape = ParquetVectorShape(layerCount: layers, hiddenSize: hidden) else {
            throw CocoaError(.coderInvalidValue)
        }
        var options = ParquetVectorWriter.Options()
        options.compression = compression
        let writer = try ParquetVectorWriter(path: url.path, shape: shape, options: options)
        for row in rows {
            try writer.append(
                personaID: row.id, name: row.name, sampleIDs: row.sampleIDs,
                vector: row.values.span)
        }
        _ = try writer.finish()
        return .file(url)
    }
}

/// A card that gives each split of one config the files `<config>/<split>-*`.
func card(_ config: String, _ splits: [String]) -> CommitOperation {
    let lines = splits.map { "  - split: \($0)\n    path: \(config)/\($0)-*\n" }.joined()
    let text = "---\nconfigs:\n- config_name: \(config)\n  data_files:\n\(lines)---\n"
    return .add(path: "README.md", content: .bytes(Array(text.utf8)))
}
