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
            for name in [
                "spaces--a--b", "models--single", "datasets--single", "notes", "datasets--a--b--c",
            ] {
                try FileManager.default.createDirectory(
                    at: strange.appending(path: name), withIntermediateDirectories: true)
            }
            let found = client.cache.repositories()
            #expect(found.map(\.repository) == [repository])
            #expect(found.first?.sizeOnDisk == 4 + 6 + 2)
            #expect(found.first?.commits == commits.sorted { $0.hex < $1.hex })
            #expect(found.first?.references == ["main": commits[1]])
            #expect(
                client.cache.otherFolders() == [
                    "datasets--a--b--c", "datasets--single", "models--single", "spaces--a--b",
                ])
            try client.cache.remove(repository)
            #expect(client.cache.repositories().isEmpty)
        }
    }

    @Test func partsThatNoListingHasGo() async throws {
        try await withCache { client, commits in
            let parts = HubPartsCache(directory: client.configuration.rangeCacheDirectory)
            let content = noise(1000, seed: 1)
            let options = [
                CommitOperation.add(path: "c.bin", content: .bytes([0] + content)),
                .add(path: "README.md", content: .bytes(Array("---\na: 1\n---\n".utf8))),
            ]
            let first = try await client.commit(options, to: repository, message: "parts")
            let file = try HubFile("c.bin", in: repository, revision: first.commit.hex)
            _ = try await client.snapshot(of: repository)
            _ = try await client.readRanges([0..<10], of: file)
            #expect(parts.sizeOnDisk() > 42)
            #expect(try parts.prune(neededBy: client.cache).paths.isEmpty)

            _ = try await client.commit(
                [.deleteFile(path: "c.bin")], to: repository, message: "gone")
            _ = try await client.snapshot(of: repository)
            let before = parts.sizeOnDisk()
            let plan = try parts.prune(neededBy: client.cache, isDryRun: true)
            // The listing of the commit goes with the parts; that of the newer one stays, and what
            // the card declares, which is the same.
            let gone = Set(plan.paths.map { $0.deletingLastPathComponent().lastPathComponent })
            let tree = "\(first.commit)-tree-datasets--alice--data"
            #expect(gone == [sha256([0] + content), tree])
            #expect(plan.paths.map(\.lastPathComponent).contains("0-10"))
            #expect(parts.sizeOnDisk() == before)
            #expect(try parts.prune(neededBy: client.cache) == plan)
            #expect(parts.sizeOnDisk() == before - plan.byteCount)
        }
    }

    /// Once the file is there whole, nothing reads its parts.
    @Test func partsOfWhatIsThereWholeGo() async throws {
        try await withCache { client, _ in
            let content = noise(100_000, seed: 2)
            let commit = try await client.commit(
                [.add(path: "c.bin", content: .bytes([0] + content))], to: repository,
                message: "parts"
            ).commit
            let file = try HubFile("c.bin", in: repository, revision: commit.hex)
            let listing = try await client.snapshot(of: repository)
            let entry = try #require(listing["c.bin"])
            let metadata = FileMetadata(commit: commit, size: entry.size, etag: entry.etag)
            _ = try await client.readRanges([0..<10], of: file)
            let parts = client.configuration.rangeCacheDirectory
                .appending(path: "\(entry.etag.prefix(2))/\(entry.etag)")
            #expect(FileManager.default.fileExists(atPath: parts.path))
            _ = try await client.download(file, metadata: metadata)
            #expect(!FileManager.default.fileExists(atPath: parts.path))
            // Parts that another run left, as they were left before.
            try FileManager.default.createDirectory(
                at: parts, withIntermediateDirectories: true)
            try Data([1, 2]).write(to: parts.appending(path: "0-2"))
            let pruned = try HubPartsCache(directory: client.configuration.rangeCacheDirectory)
                .prune(neededBy: client.cache)
            #expect(pruned.paths.map(\.lastPathComponent) == ["0-2"])
        }
    }

    @Test func damageCanBeRemoved() async throws {
        try await withCache { client, commits in
            let damaged = blob(client, sha256([0, 1]))
            try Data([0, 2]).write(to: damaged)
            #expect(try client.cache.removeDamaged(repository).map(\.kind) == [.wrongContent])
            #expect(try client.cache.verify(repository) == [])
            #expect(client.cache.cachedFile(try HubFile("b.bin", in: repository)) == nil)
            #expect(client.cache.cachedFile(try HubFile("a.txt", in: repository)) != nil)
            let file = try HubFile("b.bin", in: repository, revision: commits[1].hex)
            #expect(try Data(contentsOf: try await client.download(file)) == Data([0, 1]))
        }
    }

    /// Messages show seven digits of a commit.
    @Test func aCommitIsKnownByItsFirstDigits() async throws {
        try await withCache { client, commits in
            // What is cached whole, and what only a listing tells.
            _ = try await client.commit(
                [.deleteFile(path: "a.txt")], to: repository, message: "newest")
            let newest = try await client.snapshot(of: repository).commit
            for commit in commits + [newest] {
                let digits = String(commit.hex.prefix(7))
                #expect(client.knownCommit(startingWith: digits, of: repository) == commit)
            }
            let other = try RepositoryID("alice/other")
            let digits = String(newest.hex.prefix(7))
            #expect(client.knownCommit(startingWith: digits, of: other) == nil)
            for text in ["main", String(newest.hex.prefix(6)), newest.hex, "zzzzzzz"] {
                #expect(client.knownCommit(startingWith: text, of: repository) == nil)
            }
        }
    }

    /// The signature of https://bford.info/cachedir/ and the words of `huggingface_hub`.
    @Test func theFolderIsMarkedAsACache() async throws {
        try await withCache { client, _ in
            let tag = client.configuration.cacheDirectory.appending(path: "CACHEDIR.TAG")
            let text = try String(contentsOf: tag, encoding: .utf8)
            let expected = """
                Signature: 8a477f597d28d172789f06886806bc55
                # This file is a cache directory tag created by huggingface_hub.
                # For information about cache directory tags, see:
                #\thttps://bford.info/cachedir/

                """
            #expect(text == expected)
        }
    }

    /// As `filelock` makes them, whatever the umask.
    @Test func everyMemberOfAGroupCanLock() async throws {
        try await withCache { client, _ in
            let folder = client.configuration.cacheDirectory
                .appending(path: ".locks/datasets--alice--data")
            let locks = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!locks.isEmpty)
            for lock in locks {
                let path = folder.appending(path: lock).path
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o664)
            }
        }
    }

    /// A lock is best effort: a folder where none can be made does not keep a file from coming.
    @Test func downloadsWithoutLocks() async throws {
        try await withCache { client, commits in
            let locks = client.configuration.cacheDirectory.appending(path: ".locks")
            try FileManager.default.removeItem(at: locks)
            try Data().write(to: locks)
            try client.cache.remove(repository)
            let file = try HubFile("b.bin", in: repository, revision: commits[1].hex)
            #expect(try Data(contentsOf: try await client.download(file)) == Data([0, 1]))
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
            // Listings as `snapshot_download` leaves them.
            let trees = client.configuration.cacheDirectory
                .appending(path: "datasets--alice--data/trees")
            try FileManager.default.createDirectory(at: trees, withIntermediateDirectories: true)
            for commit in commits {
                try Data("{}".utf8).write(to: trees.appending(path: "\(commit).json"))
            }
            let plan = try client.cache.prune(isDryRun: true)
            #expect(
                Set(plan.paths.map(\.lastPathComponent)) == [
                    old.lastPathComponent, left.lastPathComponent, "\(commits[0]).json",
                ])
            #expect(plan.byteCount == 7)
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
