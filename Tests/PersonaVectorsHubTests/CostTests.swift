import AlignedMemory
import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import Synchronization
import Testing

/// What reading costs, from the log of an embedded Hub, on 100 personas of 42 × 3584.
struct CostTests {
    private static let config = "org__model__answer_mean"
    private static let path = "\(config)/templated-00000-of-00001.parquet"

    /// A split as this package publishes it, plain, and its size.
    private func publish(on hub: TestHub) async throws -> (RepositoryID, size: Int) {
        var values = [Float](repeating: 0, count: 42 * 3584)
        for index in values.indices { values[index] = Float(index % 4099) }
        let rows = (0..<100).map { index in
            values[0] = Float(index)
            return Row(
                id: "persona-\(index + 100)", name: "Persona \(index)",
                sampleIDs: (0..<20).map { "question-\($0)-of-\(index)" }, values: values)
        }
        let content = try hub.shard(rows, layers: 42, hidden: 3584)
        let repository = try await hub.publish([
            .add(path: Self.path, content: content), card(Self.config, ["templated"]),
        ])
        guard case .file(let url) = content else { return (repository, 0) }
        return (repository, try Data(contentsOf: url, options: .alwaysMapped).count)
    }

    /// The requests and the bytes of bodies since the last time.
    private func cost(_ hub: TestHub) -> (requests: Int, bytes: Int) {
        let records = hub.records
        hub.server.log.reset()
        return (records.count, records.reduce(0) { $0 + $1.sentBytes })
    }

    @Test func onlyWhatIsAskedForIsFetched() async throws {
        try await withTestHub { hub in
            let (repository, size) = try await publish(on: hub)
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "org/model", client: try hub.client())

            let ids = try await store.listPersonas(variants: [.templated])
            let names = try await store.personaNames(for: ids, variants: [.templated])
            #expect(ids.count == 100 && names["persona-117"] == "Persona 17")
            let listing = cost(hub)
            #expect(listing.requests <= 4 && listing.bytes <= 120_000, "\(listing)")

            let vector = try await store.load(.templated, personaID: "persona-117")
            #expect(try vector.layer(0)[0] == 17 && vector.layer(0)[1] == 1)
            let persona = cost(hub)
            #expect(persona.requests <= 2 && persona.bytes <= 700_000, "\(persona)")

            let block = try await store.loadAll(
                .templated, personaIDs: ["persona-150"], layers: [20])
            #expect(block.values[0] == Float(20 * 3584 % 4099))
            let layer = cost(hub)
            #expect(layer.requests <= 2 && layer.bytes <= 20_000, "\(layer)")
            #expect(size > 60_000_000)
        }
    }

    @Test func everythingCostsTheFileOnceAndThenNothing() async throws {
        try await withTestHub { hub in
            let (repository, size) = try await publish(on: hub)
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "org/model", client: try hub.client())
            let ids = try await store.listPersonas(variants: [.templated])
            let all = try await store.loadAll(.templated, personaIDs: ids)
            #expect(all.values[99 * 42 * 3584] == 99)
            let everything = cost(hub)
            #expect(everything.bytes <= size + size / 100, "\(everything) of \(size)")

            let warm = HFPersonaVectorStore(
                repository: repository, modelName: "org/model", client: try hub.client())
            _ = try await warm.loadAll(
                .templated, personaIDs: try await warm.listPersonas(variants: [.templated]))
            // The branch may have moved, so the Hub is asked where it is: by headers alone.
            #expect(hub.records.allSatisfy { $0.method == "HEAD" } && hub.records.count <= 2)
            #expect(cost(hub).bytes == 0)

            let pinned = HFPersonaVectorStore(
                repository: repository, modelName: "org/model",
                revision: try await warm.commit.hex, client: try hub.client())
            #expect(try await pinned.load(.templated, personaID: "persona-199").layer(0)[0] == 99)
            #expect(hub.records.isEmpty, "a commit never moves")

            let offline = try hub.client { $0.isOffline = true }
            let away = HFPersonaVectorStore(
                repository: repository, modelName: "org/model", client: offline)
            #expect(try await away.listPersonas().count == 100)
            #expect(try await away.load(.templated, personaID: "persona-199").layer(0)[0] == 99)
            #expect(
                try await listHubVectorModels(in: "\(repository)", client: offline)
                    .first?.modelNames == ["org/model"])
            #expect(hub.records.isEmpty)
        }
    }

    @Test func aCardThatTheHubDoesNotRepeatIsReadWithoutAHead() async throws {
        try await withTestHub { hub in
            let (repository, _) = try await publish(on: hub)
            let snapshot = try await hub.client(cache: "other").snapshot(of: repository)
            // As a cache that another program has filled: the listing of the commit alone.
            let client = try hub.client()
            try writeTree(of: snapshot, to: client.configuration.cacheDirectory)
            hub.server.log.reset()
            let models = try await listHubVectorModels(
                in: "\(repository)", revision: snapshot.commit.hex, client: client)
            #expect(models.first?.modelNames == ["org/model"])
            #expect(hub.records.map(\.method) == ["GET", "GET"])
        }
    }

    /// Leaves a listing as `snapshot_download` does.
    private func writeTree(of snapshot: RepositorySnapshot, to cache: URL) throws {
        var files: [String: [String: Any]] = [:]
        for entry in snapshot.files {
            files[entry.path] = ["size": entry.size, "blob_id": entry.blobID]
            if let sha256 = entry.sha256 { files[entry.path]?["lfs_sha256"] = sha256 }
        }
        let repository = snapshot.repository
        let folder = cache.appending(
            path: "datasets--\(repository.namespace)--\(repository.name)/trees")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let tree: [String: Any] = ["format_version": 1, "files": files]
        try JSONSerialization.data(withJSONObject: tree)
            .write(to: folder.appending(path: "\(snapshot.commit).json"))
    }

    @Test func offlineAnswersFromThePartsThatAreCached() async throws {
        try await withTestHub { hub in
            let (repository, _) = try await publish(on: hub)
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "org/model", client: try hub.client())
            _ = try await store.load(.templated, personaID: "persona-105")
            hub.server.log.reset()
            let offline = HFPersonaVectorStore(
                repository: repository, modelName: "org/model",
                client: try hub.client { $0.isOffline = true })
            #expect(try await offline.load(.templated, personaID: "persona-105").layer(0)[0] == 5)
            let error = await #expect(throws: HubError.self) {
                try await offline.load(.templated, personaID: "persona-106")
            }
            #expect(error?.code == .offline)
            #expect(hub.records.isEmpty)
        }
    }
}
