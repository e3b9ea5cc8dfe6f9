import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Testing

/// Pulling from what is in the shared cache already, whoever put it there.
struct PullTests {
    private let repository: RepositoryID

    init() throws {
        repository = try RepositoryID("alice/pull")
    }

    /// A repository of three personas, and its store.
    private func withPushed(
        _ change: @escaping @Sendable (inout PushOptions) -> Void = { _ in },
        _ body: @escaping @Sendable (TestHub, PersonaVectorStore) async throws -> Void
    ) async throws {
        try await withTestHub { hub in
            let store = try hub.personas(variants: [.biography])
            _ = try await hub.push(store, to: "\(repository)", variants: [.biography], change)
            try await body(hub, store)
        }
    }

    /// The official client, with the folder that our client named `home` uses.
    private func peer(_ hub: TestHub, _ command: String, _ arguments: [String]) async throws {
        _ = try await InteropPython.runBeside(
            script: "hub_peer.py",
            arguments: [
                hub.endpoint, TestHub.Token.alice, hub.folder.appending(path: "home").path, command,
            ] + arguments)
    }

    private func remote(
        _ hub: TestHub, cache: String = "home", isOffline: Bool = false
    ) throws -> HFPersonaVectorStore {
        HFPersonaVectorStore(
            repository: repository, modelName: "org/model",
            client: try hub.client(cache: cache) { $0.isOffline = isOffline })
    }

    private func pulled(_ hub: TestHub, _ folder: String = "pulled") throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "org/model", rootDirectory: hub.folder.appending(path: folder))
    }

    /// The shards of the repository.
    private func shards(_ hub: TestHub) async throws -> [RepositoryEntry] {
        try await hub.client(cache: "lister").snapshot(of: repository).files
            .filter { $0.path.hasSuffix(".parquet") }
    }

    /// Changes bytes of the one shard that the official client has downloaded: the values of the
    /// first persona, of which the layout of a small file is not compressed.
    private func damage(_ hub: TestHub) async throws -> String {
        try await peer(hub, "download", ["\(repository)", "main"])
        let shard = try #require(try await shards(hub).first)
        let blob = hub.folder.appending(
            path: "home/hub/datasets--alice--pull/blobs/\(shard.etag)")
        var bytes = try Data(contentsOf: blob)
        let values: [UInt8] = (0..<6).flatMap { index in
            withUnsafeBytes(of: Float(index).bitPattern.littleEndian) { Array($0) }
        }
        let range = try #require(bytes.firstRange(of: Data(values)))
        bytes[range.lowerBound + 7] ^= 1
        try bytes.write(to: blob)
        return blob.path
    }

    @Test func wrongBytesInTheSharedCacheAreFetchedAgain() async throws {
        try await withPushed { hub, store in
            let blob = try await damage(hub)
            let target = try pulled(hub)
            let report = try await remote(hub).pull(to: target.rootDirectory)
            #expect(report.map(\.added) == [["p1", "p2", "p3"]])
            #expect(try store.compare(.biography, with: target).isEqual)
            let digest = blob.split(separator: "/").last.map(String.init)
            let mended = try Data(contentsOf: URL(filePath: blob))
            #expect(sha256(Array(mended)) == digest)
        }
    }

    @Test func wrongBytesInTheSharedCacheAreNamedOffline() async throws {
        try await withPushed { hub, _ in
            let blob = try await damage(hub)
            let shard = try #require(try await shards(hub).first)
            let target = try pulled(hub)
            let error = await #expect(throws: HubError.self) {
                try await remote(hub, isOffline: true).pull(to: target.rootDirectory)
            }
            #expect(error?.code == .corrupted)
            let message = try #require(error?.message)
            #expect(message.hasPrefix("The cached copy of "), "\(message)")
            #expect(
                message.hasSuffix(
                    " is damaged: the bytes of \(blob) do not have the digest that the Hub states."
                        + " Offline mode is on, so they cannot be fetched again: run this once"
                        + " without HF_HUB_OFFLINE."), "\(message)")
            #expect(message.contains(shard.path))
            #expect(!FileManager.default.fileExists(atPath: target.rootDirectory.path))
            #expect(FileManager.default.fileExists(atPath: blob))
        }
    }

    /// `hf_hub_download` and `load_dataset` leave files and a reference, but no listing.
    @Test func whatPythonFetchedIsReadOffline() async throws {
        try await withPushed { hub, store in
            let paths = try await shards(hub).map(\.path)
            try await peer(hub, "fetch", ["\(repository)", "README.md"] + paths)
            hub.server.log.reset()
            let target = try pulled(hub)
            _ = try await remote(hub, isOffline: true).pull(to: target.rootDirectory)
            #expect(try store.compare(.biography, with: target).isEqual)
            #expect(hub.records.isEmpty)
            let models = try await listHubVectorModels(
                in: "\(repository)", client: hub.client(cache: "home") { $0.isOffline = true })
            #expect(models.map(\.modelNames) == [["org/model"]])
        }
    }

    /// Where nobody answers, nobody is asked again and again.
    @Test func whatPythonFetchedIsReadWithoutWaiting() async throws {
        try await withPushed { hub, _ in
            let paths = try await shards(hub).map(\.path)
            try await peer(hub, "fetch", ["\(repository)", "README.md"] + paths)
            let clock = RecordingClock()
            let client = try hub.client(cache: "home", clock: clock) {
                // The port of no service.
                $0.endpoint = "http://127.0.0.1:9"
            }
            let models = try await listHubVectorModels(in: "\(repository)", client: client)
            #expect(models.map(\.modelNames) == [["org/model"]])
            #expect(clock.waits.isEmpty)
        }
    }

    /// A split of which some files are missing would be a shorter one.
    @Test func aSplitThatIsNotAllCachedIsRefusedOffline() async throws {
        try await withPushed {
            $0.maxShardSize = 1
        } _: { hub, _ in
            let paths = try await shards(hub).map(\.path)
            #expect(paths.count == 3)
            try await peer(hub, "fetch", ["\(repository)", "README.md"] + paths.dropLast())
            let target = try pulled(hub)
            let error = await #expect(throws: ArtifactError.self) {
                try await remote(hub, isOffline: true).pull(to: target.rootDirectory)
            }
            #expect(error?.code == .notFound)
            let commit = try await hub.client(cache: "lister").snapshot(of: repository).commit
            #expect(
                error?.message
                    == "The Hub cannot be asked, and the cache has 2 of the 3 files of the split"
                    + " 'biography' of alice/pull@\(commit.hex.prefix(7)): all are needed."
                    + " Read it once while the Hub can be reached.")
        }
    }

    @Test func anotherShapeIsPulledIntoAnotherFolder() async throws {
        try await withPushed { hub, store in
            var options = PullOptions()
            options.layers = [1]
            let error = await #expect(throws: ArtifactError.self) {
                try await remote(hub).pull(to: store.rootDirectory, options: options)
            }
            #expect(error?.code == .invalidShape)
            let message = try #require(error?.message)
            #expect(message.hasPrefix("The tensor for 'p1' is 1 × 3, but the manifest "))
            #expect(
                message.hasSuffix(
                    " Pull vectors of another shape into another folder with --activations-dir."),
                "\(message)")
        }
    }
}
