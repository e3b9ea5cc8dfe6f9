import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// Listing, checking and cleaning the shared cache.
@Suite(.serialized) struct CacheManagingTests {
    private let repository: RepositoryID

    init() throws {
        repository = try RepositoryID("alice/data")
    }

    /// A cache that holds two commits of a file that changed, and one that did not.
    private func withCache(
        _ body: @escaping @Sendable (HubClient, [CommitID]) async throws -> Void
    ) async throws {
        try await withTestHub { [repository] hub in
            let client = try hub.client()
            try await client.createRepository(repository)
            var commits: [CommitID] = []
            for text in ["old\n", "newer\n"] {
                let outcome = try await client.commit(
                    [
                        .add(path: "a.txt", content: .bytes(Array(text.utf8))),
                        .add(path: "b.bin", content: .bytes([0, 1])),
                    ], to: repository, message: text)
                commits.append(outcome.commit)
                for path in ["a.txt", "b.bin"] {
                    _ = try await client.download(HubFile(path, in: repository))
                }
            }
            try await body(client, commits)
        }
    }

    private func blob(_ client: HubClient, _ name: String) -> URL {
        client.configuration.cacheDirectory.appending(path: "datasets--alice--data/blobs/\(name)")
    }

    @Test func listsWhatIsThere() async throws {
        try await withCache { client, commits in
            let strange = client.configuration.cacheDirectory
            for name in ["models--a--b", "datasets--single", "notes", "datasets--a--b--c"] {
                try FileManager.default.createDirectory(
                    at: strange.appending(path: name), withIntermediateDirectories: true)
            }
            let found = client.cache.repositories()
            #expect(found.map(\.repository) == [repository])
            #expect(found.first?.sizeOnDisk == 4 + 6 + 2)
            #expect(found.first?.commits == commits.sorted { $0.hex < $1.hex })
            #expect(found.first?.references == ["main": commits[1]])
            try client.cache.remove(repository)
            #expect(client.cache.repositories().isEmpty)
        }
    }

    @Test func findsDamage() async throws {
        try await withCache { client, _ in
            #expect(try client.cache.verify(repository) == [])
            let damaged = blob(client, sha256([0, 1]))
            try Data([0, 2]).write(to: damaged)
            try FileManager.default.removeItem(at: blob(client, gitBlob(Array("newer\n".utf8))))
            let problems = try client.cache.verify(repository)
            #expect(problems.map(\.kind) == [.wrongContent, .missingContent])
            #expect(problems.first?.path.lastPathComponent == damaged.lastPathComponent)
            #expect(problems.last?.path.lastPathComponent == "a.txt")
        }
    }

    @Test func removesWhatNoRevisionNeeds() async throws {
        try await withCache { client, commits in
            let left = blob(client, "\(sha256([9])).incomplete")
            try Data([9]).write(to: left)
            let old = blob(client, gitBlob(Array("old\n".utf8)))
            let plan = try client.cache.prune(isDryRun: true)
            #expect(
                Set(plan.paths.map(\.lastPathComponent)) == [
                    old.lastPathComponent, left.lastPathComponent,
                ])
            #expect(plan.byteCount == 5)
            #expect(FileManager.default.fileExists(atPath: old.path))

            #expect(try client.cache.prune() == plan)
            #expect(!FileManager.default.fileExists(atPath: old.path))
            #expect(try client.cache.verify(repository) == [])
            #expect(client.cache.repositories().first?.commits == [commits[1]])
            let kept = client.cache.cachedFile(try HubFile("b.bin", in: repository))
            #expect(kept != nil)
            #expect(try client.cache.prune().paths.isEmpty)
        }
    }
}
