import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Testing

/// Caches that are damaged or cannot be written, and answers that no Hub gives.
@Suite(.serialized) struct DamageTests {
    private let repository: RepositoryID
    private let large = noise(700_000, seed: 17)
    private let text = Array("# Card\n".utf8)

    init() throws {
        repository = try RepositoryID("alice/data")
    }

    private func withFiles(
        _ body: @escaping @Sendable (TestHub, CommitID) async throws -> Void
    ) async throws {
        try await withTestHub { [repository, large, text] hub in
            let writer = try hub.client(cache: "writer")
            try await writer.createRepository(repository)
            let outcome = try await writer.commit(
                [
                    .add(path: "README.md", content: .bytes(text)),
                    .add(path: "large.bin", content: .bytes(large)),
                ], to: repository, message: "files")
            hub.server.log.reset()
            try await body(hub, outcome.commit)
        }
    }

    private func bytes(_ url: URL) throws -> [UInt8] { try Array(Data(contentsOf: url)) }

    private func cut(_ name: String, in client: HubClient, to count: Int) throws {
        let blob = client.configuration.cacheDirectory
            .appending(path: "datasets--alice--data/blobs/\(name)")
        try bytes(blob).prefix(count).withUnsafeBytes { try Data($0).write(to: blob) }
    }

    /// As a loss of power leaves them: there, and too short.
    @Test func contentThatIsCutShortIsFetchedAgain() async throws {
        try await withFiles { hub, commit in
            let client = try hub.client()
            let file = try HubFile("large.bin", in: repository, revision: commit.hex)
            _ = try await client.snapshot(of: repository)
            _ = try await client.download(file)
            try cut(sha256(large), in: client, to: 1000)
            #expect(client.cache.cachedFile(file) != nil)
            #expect(client.cache.cachedFile(file, size: large.count) == nil)
            // Another process knows the size from the listing.
            #expect(try await bytes(hub.client().download(file)) == large)
            #expect(client.cache.cachedFile(file, size: large.count) != nil)

            try cut(sha256(large), in: client, to: 0)
            let wanted = [0..<600_000, 650_000..<700_000]
            #expect(
                try await hub.client().readRanges(wanted, of: file)
                    == wanted.map { Array(large[$0]) })
            #expect(try client.cache.verify(repository) == [])
        }
    }

    /// A listing that the caller has is enough, also where the cache has none.
    @Test func aListingAtHandTellsContentThatIsCutShort() async throws {
        try await withFiles { hub, commit in
            let client = try hub.client()
            let file = try HubFile("README.md", in: repository, revision: commit.hex)
            _ = try await client.download(file)
            try cut(gitBlob(text), in: client, to: 3)
            let metadata = FileMetadata(commit: commit, size: text.count, etag: gitBlob(text))
            let ranges = try await hub.client().readRanges(
                [0..<text.count], of: file, metadata: metadata)
            #expect(ranges == [text])
        }
    }

    /// Where there can be no links, programs put files into the snapshot themselves.
    @Test func aFileThatIsNoLinkIsCachedToo() async throws {
        try await withFiles { hub, commit in
            let file = try HubFile("README.md", in: repository, revision: commit.hex)
            let entry = try await hub.client().download(file)
            try FileManager.default.removeItem(at: entry)
            try Data(text).write(to: entry)
            hub.server.log.reset()
            #expect(try await hub.client().download(file) == entry)
            #expect(hub.records.isEmpty)
        }
    }

    /// Files stand where the folders of the caches should be.
    @Test func readingNeedsNoCacheThatCanBeWritten() async throws {
        try await withFiles { hub, commit in
            for name in ["blocked/hub", "blocked/persona-vectors"] { _ = try hub.file(name, [0]) }
            let failures = Collector<HubError>()
            let client = try hub.client(cache: "blocked") {
                $0.onCacheFailure = { failures.append($0) }
            }
            #expect(try await client.resolveRevision(of: repository) == commit)
            #expect(try await client.snapshot(of: repository).files.count == 3)
            for path in ["README.md", "large.bin"] {
                let file = try HubFile(path, in: repository)
                let content = path == "README.md" ? text : large
                #expect(try await client.fileMetadata(of: file).size == content.count)
                for range in [0..<content.count, 2..<5] {
                    let read = try await client.readRanges([range], of: file)
                    #expect(read == [Array(content[range])])
                }
            }
            let missing = await #expect(throws: HubError.self) {
                try await client.fileMetadata(of: HubFile("nope", in: repository))
            }
            #expect(missing?.code == .entryNotFound)
            #expect(failures.all.map(\.code) == [.fileSystem])
            // Only a file on disk needs the disk.
            let error = await #expect(throws: HubError.self) {
                try await client.download(HubFile("large.bin", in: repository))
            }
            #expect(error?.code == .fileSystem)
        }
    }

    @Test func anAddressMayExpireAsOftenAsBytesCome() async throws {
        try await withFiles { hub, _ in
            for _ in 0..<3 {
                hub.faults.add(HubFault(.cut(afterBytes: 100_000), method: "GET", path: "/cdn/"))
                hub.faults.add(HubFault(.expireAddresses, method: "GET", path: "/cdn/"))
            }
            let url = try await hub.client().download(HubFile("large.bin", in: repository))
            #expect(try bytes(url) == large)
            #expect(hub.records.filter { $0.status == 403 }.count == 3)
        }
    }

    // MARK: Answers from a script

    private static func head(_ size: String, etag: String) -> ScriptedTransport.Reply {
        .answer(
            200,
            headers: [
                ("X-Repo-Commit", String(repeating: "1", count: 40)), ("ETag", "\"\(etag)\""),
                ("Content-Length", size),
            ])
    }

    private static let hello = head("5", etag: gitBlob(Array("hello".utf8)))

    private func download(_ replies: [ScriptedTransport.Reply]) async -> (HubError?, Int) {
        let transport = ScriptedTransport(replies)
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).download(HubFile("x", in: repository))
        }
        return (error, transport.requests.count)
    }

    @Test func aServerThatTakesNoRangesAndCutsIsNotAskedForEver() async throws {
        let round: [ScriptedTransport.Reply] = [.failure(.cut, after: "he"), .answer(416)]
        let (error, count) = await download(
            [Self.hello] + Array(repeating: round, count: 20).joined())
        #expect(error?.code == .network)
        #expect(count < 12)
    }

    /// Less, more, less: each answer brings bytes, and none brings new ones.
    @Test func aServerThatBeginsAgainAndAgainIsNotAskedForEver() async throws {
        let round: [ScriptedTransport.Reply] = [
            .failure(.cut, after: "hel"), .failure(.cut, after: "h"), .failure(.cut, after: "he"),
        ]
        let (error, count) = await download(
            [Self.hello] + Array(repeating: round, count: 20).joined())
        #expect(error?.code == .network)
        #expect(count < 12)
    }

    @Test(arguments: [nil, "bytes 3-4/5", "bytes 0-4/6", "5"])
    func aPartThatWasNotAskedForIsRefused(range: String?) async throws {
        let headers = range.map { [("Content-Range", $0)] } ?? []
        let (error, count) = await download([
            Self.hello, .answer(206, headers: headers, body: "lo"),
        ])
        #expect(error?.code == .badAnswer)
        #expect(
            error?.message
                == "The Hub's answer about 'x' in alice/data at 'main' is another range than asked. "
                + "Check that the endpoint is a Hub.")
        #expect(count == 2)
    }

    @Test(arguments: ["9223372036854775807", "9007199254740993", "-1", "99999999999999999999", "x"])
    func aSizeThatCannotBeIsRefused(size: String) async throws {
        let (error, count) = await download([Self.head(size, etag: sha256([]))])
        #expect(error?.code == .badAnswer)
        #expect(count == 1)

        let listing =
            #"{"id": "a/b", "sha": "\#(String(repeating: "1", count: 40))", "siblings": "#
            + #"[{"rfilename": "x", "size": \#(size), "blobId": "\#(gitBlob([]))"}]}"#
        let client = try scriptedClient(ScriptedTransport([.answer(200, body: listing)]))
        let refusal = await #expect(throws: HubError.self) {
            try await client.snapshot(of: repository)
        }
        #expect(refusal?.code == .badAnswer)
    }

    @Test func pagesThatLeadToEachOtherEnd() async throws {
        let link = { (page: Int) in
            ScriptedTransport.Reply.answer(
                200, headers: [("Link", "</api/tree?page=\(page)>; rel=\"next\"")], body: "[]")
        }
        let transport = ScriptedTransport([link(1), link(2), link(1), link(2)])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).listTree(of: repository)
        }
        #expect(
            error?.message
                == "The Hub's answer about alice/data at 'main' continues in circles. Check that the "
                + "endpoint is a Hub.")
        #expect(transport.requests.count == 3)
    }

    @Test func pagesOfTheHubThatIsMirroredAreAskedForAtTheMirror() async throws {
        let next = "<https://huggingface.co/api/datasets/alice/data/tree/main?page=2>; rel=\"next\""
        let transport = ScriptedTransport([
            .answer(200, headers: [("Link", next)], body: "[]"), .answer(200, body: "[]"),
        ])
        #expect(try await scriptedClient(transport).listTree(of: repository).isEmpty)
        #expect(
            transport.requests.last?.url
                == "https://hub.example/api/datasets/alice/data/tree/main?page=2")
    }
}
