import BenchmarkSupport
import Foundation
import HuggingFaceHub
import Parquet
import PersonaVectors
import PersonaVectorsHub

/// One vector of a split of 100 × 42 × 3584 with nothing cached, beside `datasets`: seconds and
/// bytes.
struct FirstPersonaBench {
    private static let rounds = 5
    private static let peerName = "load_dataset and a row"
    private static let split = PromptVariant.templated
    private static let personaID = "persona-57"
    private static let repository = "bench/vectors"

    /// A model whose one vector is small: by it both sides load their code before the clock starts.
    private static let small = Model(name: "bench/small", rows: 1, layers: 1, hidden: 8)
    private static let large = Model(name: "bench/large", rows: 100, layers: 42, hidden: 3584)

    private struct Model {
        let name: String
        let rows: Int
        let layers: Int
        let hidden: Int

        var config: String { activationConfigName(modelName: name, maskStrategy: .answerMean) }
    }

    let folder: URL

    func run() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let hub = try ServedHub(root: folder.appending(path: "served"))
        defer { hub.stop() }
        try await publish(on: hub)
        let vectorSize = Self.large.layers * Self.large.hidden * 4
        var (our, their) = (Timing.unknown, Timing.unknown)
        var (ourBytes, theirBytes) = (0, 0)
        for round in 0..<Self.rounds {
            let caches = ["small", "large", "peer"].map {
                folder.appending(path: "cache-\($0)-\(round)")
            }
            defer { for cache in caches { try? FileManager.default.removeItem(at: cache) } }
            _ = try await load(Self.small, "persona-0", from: hub, cache: caches[0])
            try await our.add(
                Timing.once {
                    ourBytes = try await load(
                        Self.large, Self.personaID, from: hub, cache: caches[1])
                })
            their.add(try peerTime(from: hub, cache: caches[2]))
            theirBytes = try contentSize(of: caches[2])
        }
        var report = Report("The first persona of 100 × 42 × 3584 from a Hub, nothing cached")
        report.add(
            "HFPersonaVectorStore.load", our, bytes: vectorSize, peer: (Self.peerName, their),
            promise: 20)
        report.add(Self.peerName, their, bytes: vectorSize)
        report.print()
        let share = Double(ourBytes) / Double(theirBytes)
        print(
            "Bytes of bodies: ours \(ourBytes), datasets \(theirBytes);",
            String(
                format: "%.2f %% (at most 5: %@)\n", 100 * share, share <= 0.05 ? "kept" : "MISSED")
        )
    }

    /// Opens a store and loads one vector; the bytes that came over the wire.
    private func load(
        _ model: Model, _ personaID: String, from hub: ServedHub, cache: URL
    ) async throws -> Int {
        let log = HubRequestLog()
        let store = HFPersonaVectorStore(
            repository: try RepositoryID(Self.repository), modelName: model.name,
            client: try hub.client(cache: cache, log: log))
        let vector = try await store.load(Self.split, personaID: personaID)
        guard vector.layerCount == model.layers else {
            throw Peer.Failure("The vector of \(personaID) has \(vector.layerCount) layers.")
        }
        return log.receivedBytes
    }

    private func peerTime(from hub: ServedHub, cache: URL) throws -> Timing {
        let times = try Peer.times(
            script: "hub_first_row.py",
            arguments: [
                hub.endpoint, Self.repository, Self.small.config, Self.large.config,
                "\(Self.split)", Self.personaID, cache.path,
            ])
        guard let time = times[Self.peerName] else {
            throw Peer.Failure("The peer did not time '\(Self.peerName)'.")
        }
        return time
    }

    /// What `huggingface_hub` has downloaded.
    private func contentSize(of cache: URL) throws -> Int {
        let hub = cache.appending(path: "hub").path
        return try FileManager.default.subpathsOfDirectory(atPath: hub)
            .filter { $0.contains("/blobs/") }
            .reduce(0) { size, path in
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(hub)/\(path)")
                return size + (attributes[.size] as? Int ?? 0)
            }
    }

    // MARK: The dataset

    private func publish(on hub: ServedHub) async throws {
        let client = try hub.client(cache: folder.appending(path: "publisher"))
        let repository = try RepositoryID(Self.repository)
        try await client.createRepository(repository)
        let models = [Self.small, Self.large]
        let card = models.map { model in
            """
            - config_name: \(model.config)
              data_files:
              - split: \(Self.split)
                path: \(model.config)/\(Self.split)-*

            """
        }
        var operations = [
            CommitOperation.add(
                path: "README.md",
                content: .bytes(Array("---\nconfigs:\n\(card.joined())---\n".utf8)))
        ]
        for model in models {
            let path = "\(model.config)/\(Self.split)-00000-of-00001.parquet"
            operations.append(.add(path: path, content: .file(try shard(of: model))))
        }
        _ = try await client.commit(operations, to: repository, message: "Add vectors")
    }

    /// A shard as this package publishes it.
    private func shard(of model: Model) throws -> URL {
        guard let shape = ParquetVectorShape(layerCount: model.layers, hiddenSize: model.hidden)
        else { throw CocoaError(.coderInvalidValue) }
        let url = folder.appending(path: "\(model.config).parquet")
        let writer = try ParquetVectorWriter(path: url.path, shape: shape)
        for row in 0..<model.rows {
            let values = (0..<shape.count).map { _ in Float.random(in: -1...1) }
            try writer.append(
                personaID: "persona-\(row)", name: "Persona \(row)",
                sampleIDs: (0..<50).map { "question-\($0)-of-the-set" }, vector: values.span)
        }
        _ = try writer.finish()
        return url
    }
}
