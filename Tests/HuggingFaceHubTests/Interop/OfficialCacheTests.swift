import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

/// One cache and one Hub with `huggingface_hub` and `datasets`: what one wrote the other reads.
@Suite(.serialized) struct OfficialCacheTests {
    private let repository: RepositoryID
    private let contents: [String: [UInt8]] = [
        "README.md": Array("# Card\n".utf8), "m/part.parquet": noise(200_000, seed: 11),
        "m/ü \"quoted\".txt": Array("text".utf8),
    ]

    init() throws {
        repository = try RepositoryID("alice/shared")
    }

    /// Both sides use the folder `home`.
    private func peer(
        _ hub: TestHub, _ command: String, _ arguments: String...
    ) async throws -> JSON {
        try JSON(
            await InteropPython.runBeside(
                script: "hub_peer.py",
                arguments: [
                    hub.endpoint, TestHub.Token.alice, hub.folder.appending(path: "home").path,
                    command,
                ] + arguments))
    }

    private func push(_ hub: TestHub) async throws -> CommitID {
        let client = try hub.client(cache: "writer")
        try await client.createRepository(repository, isPrivate: true)
        let operations = try contents.map { path, bytes in
            CommitOperation.add(
                path: path, content: .file(try hub.file("push/\(path)", bytes)))
        }
        return try await client.commit(operations, to: repository, message: "ours").commit
    }

    @Test func pythonReadsWhatWePushedAndFindsItInOurCache() async throws {
        try await withTestHub { hub in
            let commit = try await push(hub)
            let listing = try await peer(hub, "listing", "\(repository)", "main")
            for (path, bytes) in contents { #expect(listing[path]["size"].int == bytes.count) }

            let client = try hub.client(cache: "home")
            for path in contents.keys {
                _ = try await client.download(HubFile(path, in: repository))
            }
            _ = try? await client.download(HubFile("missing.txt", in: repository))
            hub.server.log.reset()
            for (path, bytes) in contents {
                let found = try await peer(hub, "cached", "\(repository)", "main", path)
                #expect(found["sha256"].string == sha256(bytes))
                #expect(found["same"].bool == true)
            }
            let missing = try await peer(hub, "cached", "\(repository)", "main", "missing.txt")
            #expect(missing["missing"].bool == true)
            let scan = try await peer(hub, "scan")
            #expect(scan["warnings"].strings == [])
            let repo = scan["repos"]["\(repository)"]
            #expect(repo["refs"]["main"].string == commit.hex)
            #expect(repo["size"].int == contents.values.reduce(0) { $0 + $1.count })
            #expect(hub.records.isEmpty)
        }
    }

    @Test func weReadWhatPythonPushedAndFindItInItsCache() async throws {
        try await withTestHub { hub in
            for (path, bytes) in contents { _ = try hub.file("up/\(path)", bytes) }
            let uploaded = try await peer(
                hub, "upload", "\(repository)", hub.folder.appending(path: "up").path)
            let commit = try #require(uploaded["commit"].string.flatMap { CommitID($0) })
            _ = try await peer(hub, "download", "\(repository)", "main")

            hub.server.log.reset()
            let offline = try hub.client(cache: "home") { $0.isOffline = true }
            #expect(try await offline.resolveRevision(of: repository) == commit)
            for (path, bytes) in contents {
                let url = try await offline.download(HubFile(path, in: repository))
                #expect(try Array(Data(contentsOf: url)) == bytes)
                let pinned = try HubFile(path, in: repository, revision: commit.hex)
                #expect(try await offline.readRanges([1..<3], of: pinned) == [Array(bytes[1..<3])])
            }
            #expect(try offline.cache.verify(repository) == [])
            // The listing that `snapshot_download` keeps says what the Hub says.
            let listed = try await offline.snapshot(of: repository)
            #expect(listed.files.count == contents.count + 1)
            #expect(hub.records.isEmpty)
            let other = try hub.client(cache: "ours")
            #expect(try await other.snapshot(of: repository) == listed)
        }
    }

    /// A listing in the shared cache would make `snapshot_download` refuse what it has.
    @Test func ourListingBreaksNoDownloadOfPython() async throws {
        try await withTestHub { hub in
            let commit = try await push(hub)
            _ = try await peer(hub, "fetch", "\(repository)", "README.md", "m/part.parquet")
            let client = try hub.client(cache: "home")
            let listed = try await client.snapshot(of: repository)
            #expect(listed.files.count == contents.count + 1)
            let found = try await peer(hub, "local", "\(repository)")
            #expect(found.strings == ["README.md", "m/part.parquet"])
            // Offline it is there all the same.
            hub.server.log.reset()
            let offline = try hub.client(cache: "home") { $0.isOffline = true }
            #expect(try await offline.snapshot(of: repository) == listed)
            #expect(listed.commit == commit && hub.records.isEmpty)
        }
    }

    /// What single files tell is no listing for those who would conclude something from it.
    @Test func filesWithoutAListingAreNoSnapshot() async throws {
        try await withTestHub { hub in
            let commit = try await push(hub)
            _ = try await peer(hub, "fetch", "\(repository)", "README.md", "m/part.parquet")
            let offline = try hub.client(cache: "home") { $0.isOffline = true }
            let error = await #expect(throws: HubError.self) {
                try await offline.snapshot(of: repository)
            }
            #expect(error?.code == .offline)
            let held = try await offline.availableSnapshot(of: repository, revision: "main")
            #expect(!held.isComplete && held.commit == commit)
            let part = try #require(contents["m/part.parquet"])
            let card = try #require(contents["README.md"])
            #expect(
                held.files == [
                    RepositoryEntry(path: "README.md", size: card.count, blobID: gitBlob(card)),
                    RepositoryEntry(
                        path: "m/part.parquet", size: part.count, blobID: sha256(part),
                        sha256: sha256(part)),
                ])
        }
    }

    @Test func bothAtOnceEndWithTheSameFile() async throws {
        try await withTestHub { hub in
            _ = try await push(hub)
            async let theirs = peer(hub, "download", "\(repository)", "main")
            let client = try hub.client(cache: "home")
            let url = try await client.download(HubFile("m/part.parquet", in: repository))
            let bytes = try #require(contents["m/part.parquet"])
            #expect(try Array(Data(contentsOf: url)) == bytes)
            #expect(try await theirs["m/part.parquet"].string == sha256(bytes))
            #expect(hub.records.filter(\.isStorage).filter { $0.method == "GET" }.count <= 2)
        }
    }
}
