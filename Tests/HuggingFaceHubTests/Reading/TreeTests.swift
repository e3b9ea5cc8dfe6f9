import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Testing

/// Revisions and listings.
@Suite(.serialized) struct TreeTests {
    private let repository: RepositoryID

    init() throws {
        repository = try RepositoryID("lab/vectors")
    }

    private func withFiles(
        _ body: @escaping @Sendable (TestHub, CommitID) async throws -> Void
    ) async throws {
        try await withTestHub {
            $0.pageSize = 3
        } _: { [repository] hub in
            let writer = try hub.client(cache: "writer")
            try await writer.createRepository(repository)
            let paths = ["a/1.txt", "a/2.txt", "a/b/3.txt", "c.txt", "ü \"x\".txt", "z.parquet"]
            let outcome = try await writer.commit(
                paths.map { .add(path: $0, content: .bytes(Array($0.utf8))) }, to: repository,
                message: "files")
            hub.server.log.reset()
            try await body(hub, outcome.commit)
        }
    }

    @Test func snapshotIsOneRequestAndThenNone() async throws {
        try await withFiles { hub, commit in
            let client = try hub.client()
            let snapshot = try await client.snapshot(of: repository)
            #expect(snapshot.commit == commit)
            #expect(
                snapshot.files.map(\.path) == [
                    ".gitattributes", "a/1.txt", "a/2.txt", "a/b/3.txt", "c.txt", "z.parquet",
                    "ü \"x\".txt",
                ])
            #expect(snapshot["c.txt"]?.etag == gitBlob(Array("c.txt".utf8)))
            #expect(snapshot["z.parquet"]?.etag == sha256(Array("z.parquet".utf8)))
            #expect(hub.records.count == 1)
            let again = try await client.snapshot(of: repository, revision: commit.hex)
            #expect(again == snapshot)
            #expect(hub.records.count == 1)
        }
    }

    @Test func listingIsReadPageByPage() async throws {
        try await withFiles { hub, _ in
            let client = try hub.client()
            let all = try await client.listTree(of: repository)
            let snapshot = try await hub.client(cache: "other").snapshot(of: repository)
            #expect(all == snapshot.files)
            #expect(hub.records.filter { $0.path.contains("/tree/") }.count == 3)
            let below = try await client.listTree(of: repository, folder: "a/")
            #expect(below.map(\.path) == ["a/1.txt", "a/2.txt", "a/b/3.txt"])
            let flat = try await client.listTree(
                of: repository, folder: "a", isRecursive: false)
            #expect(flat.map(\.path) == ["a/1.txt", "a/2.txt"])
        }
    }

    @Test func missingFolderIsAnErrorOnTheHubAndInTheCache() async throws {
        try await withFiles { hub, commit in
            let client = try hub.client()
            for _ in 0..<2 {
                let error = await #expect(throws: HubError.self) {
                    try await client.listTree(
                        of: repository, revision: commit.hex, folder: "nope")
                }
                #expect(error?.code == .entryNotFound)
                _ = try await client.snapshot(of: repository)
            }
        }
    }

    @Test func pagesElsewhereAreRefused() async throws {
        let link = "<https://evil.example/tree>; rel=\"next\""
        let transport = ScriptedTransport([.answer(200, headers: [("Link", link)], body: "[]")])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).listTree(of: repository)
        }
        #expect(error?.code == .badAnswer)
        #expect(transport.requests.count == 1)
    }

    @Test func revisionsAreResolvedAndKept() async throws {
        try await withFiles { hub, commit in
            let client = try hub.client()
            #expect(try await client.resolveRevision(of: repository) == commit)
            try await client.createBranch("dev", in: repository)
            #expect(try await client.resolveRevision("dev", of: repository) == commit)
            let request = try await client.commit(
                [.add(path: "p", content: .bytes([65]))], to: repository, message: "proposal",
                options: {
                    var options = CommitOptions()
                    options.opensPullRequest = true
                    return options
                }())
            #expect(request.pullRequest == 1)
            #expect(
                try await client.resolveRevision("refs/pr/1", of: repository) == request.commit)
            let cache = client.configuration.cacheDirectory.appending(
                path: "datasets--lab--vectors/refs/refs/pr/1")
            #expect(try Data(contentsOf: cache) == Data(request.commit.hex.utf8))
            let names = try await client.references(of: repository).map(\.reference)
            #expect(names == ["refs/heads/dev", "refs/heads/main", "refs/pr/1"])
            let titles = try await client.commits(of: repository, revision: "refs/pr/1").map(
                \.title)
            #expect(titles == ["proposal", "files", "initial commit"])
            let error = await #expect(throws: HubError.self) {
                try await client.resolveRevision("nope", of: repository)
            }
            #expect(error?.code == .revisionNotFound)
        }
    }

    @Test func gzippedTextIsUnpackedAndChecked() async throws {
        try await withFiles { hub, _ in
            let client = try hub.client()
            // gzip.compress(b"# Card\n", mtime=0)
            let packed: [UInt8] = [
                0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x53, 0x56, 0x70, 0x4e, 0x2c, 0x4a, 0xe1, 2, 0,
                0x35, 0xb0, 0x6d, 0x4e, 7, 0, 0, 0,
            ]
            _ = try await client.commit(
                [.add(path: "README.md", content: .bytes(Array("# Card\n".utf8)))],
                to: repository, message: "card")
            hub.faults.add(
                HubFault(
                    .body(packed, headers: [("Content-Encoding", "gzip")]), method: "GET",
                    path: "/resolve-cache/"))
            let url = try await client.download(HubFile("README.md", in: repository))
            #expect(try String(contentsOf: url, encoding: .utf8) == "# Card\n")
        }
    }
}
