import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Testing

/// Whole files, with everything that can happen on the way.
@Suite(.serialized) struct DownloadTests {
    private let repository: RepositoryID
    private let large = noise(700_000, seed: 7)
    private let text = Array("# Card\n".utf8)

    init() throws {
        repository = try RepositoryID("alice/data")
    }

    private func withFiles(
        isPrivate: Bool = false,
        _ body: @escaping @Sendable (TestHub, CommitID) async throws -> Void
    ) async throws {
        try await withTestHub { [repository, large, text] hub in
            let writer = try hub.client(cache: "writer")
            try await writer.createRepository(repository, isPrivate: isPrivate)
            let outcome = try await writer.commit(
                [
                    .add(path: "README.md", content: .bytes(text)),
                    .add(path: "m/large.bin", content: .bytes(large)),
                    .add(path: "m/empty", content: .bytes([])),
                ], to: repository, message: "files")
            hub.server.log.reset()
            try await body(hub, outcome.commit)
        }
    }

    private func file(_ path: String, _ revision: String = "main") throws -> HubFile {
        try HubFile(path, in: repository, revision: revision)
    }

    private func bytes(_ url: URL) throws -> [UInt8] { try Array(Data(contentsOf: url)) }

    @Test(arguments: [false, true])
    func layoutIsThatOfThePythonCache(isPrivate: Bool) async throws {
        try await withFiles(isPrivate: isPrivate) { hub, commit in
            let client = try hub.client()
            for path in ["README.md", "m/large.bin", "m/empty"] {
                _ = try await client.download(file(path))
            }
            await #expect(throws: HubError.self) { try await client.download(file("no/thing")) }
            let root = client.configuration.cacheDirectory
            let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
            let files = names.filter { name in
                var isFolder: ObjCBool = false
                let path = root.appending(path: name).path
                return !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                    || !isFolder.boolValue
            }
            let base = "datasets--alice--data"
            let blobs = [gitBlob(text), gitBlob([]), sha256(large)]
            let expected =
                ["CACHEDIR.TAG", "\(base)/.no_exist/\(commit)/no/thing", "\(base)/refs/main"]
                + ["README.md", "m/empty", "m/large.bin"].map {
                    "\(base)/snapshots/\(commit)/\($0)"
                }
                + blobs.map { "\(base)/blobs/\($0)" }
                // An empty file needs no bytes, but its lock is taken all the same.
                + blobs.map { ".locks/\(base)/\($0).lock" }
            #expect(files == expected.sorted())

            let folder = root.appending(path: base)
            #expect(try bytes(folder.appending(path: "refs/main")) == Array(commit.hex.utf8))
            let link = folder.appending(path: "snapshots/\(commit)/m/large.bin").path
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: link)
                    == "../../../blobs/\(sha256(large))")
            #expect(try bytes(URL(filePath: link)) == large)
        }
    }

    @Test func tokenStaysAtTheHub() async throws {
        try await withFiles(isPrivate: true) { hub, _ in
            _ = try await hub.client().download(file("m/large.bin"))
            #expect(hub.records.map(\.isStorage) == [false, true])
            #expect(hub.records.map(\.wasAuthorized) == [true, false])
        }
    }

    @Test func whatIsCachedCostsNoRequest() async throws {
        try await withFiles { hub, commit in
            let client = try hub.client()
            let first = try await client.download(file("m/large.bin", commit.hex))
            hub.server.log.reset()
            #expect(try await client.download(file("m/large.bin", commit.hex)) == first)
            #expect(hub.records.isEmpty)
            // A branch may have moved: that costs one HEAD, and no bytes.
            _ = try await client.download(file("m/large.bin"))
            #expect(hub.records.map(\.method) == ["HEAD"])
            // Under a new commit the content is the same.
            let next = try await client.commit(
                [.add(path: "x", content: .bytes([65]))], to: repository, message: "more")
            hub.server.log.reset()
            _ = try await client.download(file("m/large.bin", next.commit.hex))
            #expect(hub.records.map(\.method) == ["HEAD"])
            _ = try await client.snapshot(of: repository, revision: next.commit.hex)
            try client.cache.remove(repository)
        }
    }

    @Test func knownListingMakesTheHeadNeedless() async throws {
        try await withFiles { hub, commit in
            let client = try hub.client()
            _ = try await client.download(file("README.md"))
            _ = try await client.commit(
                [.add(path: "x", content: .bytes([65]))], to: repository, message: "more")
            let snapshot = try await client.snapshot(of: repository)
            hub.server.log.reset()
            let url = try await client.download(file("README.md", snapshot.commit.hex))
            #expect(try bytes(url) == text)
            #expect(snapshot.commit != commit)
            #expect(hub.records.isEmpty)
        }
    }

    @Test func endsRightHoweverOftenTheConnectionBreaks() async throws {
        try await withFiles { hub, _ in
            var generator = SeededGenerator(seed: 20)
            var places = (0..<18).map { _ in Int.random(in: 1..<200_000, using: &generator) }
            places += [0, 1]
            for place in places {
                hub.faults.add(HubFault(.cut(afterBytes: place), method: "GET", path: "/cdn/"))
            }
            let url = try await hub.client {
                $0.retryPolicy.retryCount = 30
            }.download(file("m/large.bin"))
            #expect(try bytes(url) == large)
            // Nothing was sent twice: what came before a cut was kept.
            let sent = hub.records.filter { $0.isStorage }.reduce(0) { $0 + $1.sentBytes }
            #expect(sent <= large.count + places.count * (512 << 10))
        }
    }

    @Test func continuesWhatAnEarlierRunLeft() async throws {
        try await withFiles { hub, _ in
            hub.faults.add(HubFault(.cut(afterBytes: 300_000), path: "/cdn/"))
            hub.faults.add(HubFault(.cut(afterBytes: 0), path: "/cdn/"))
            let impatient = try hub.client { $0.retryPolicy.retryCount = 0 }
            let error = await #expect(throws: HubError.self) {
                try await impatient.download(file("m/large.bin"))
            }
            #expect(error?.code == .network)
            let url = try await hub.client().download(file("m/large.bin"))
            #expect(try bytes(url) == large)
            let range = try #require(hub.records.last?.range)
            #expect(range != "bytes=0-" && range.hasPrefix("bytes="))
            #expect(hub.records.last?.status == 206)
        }
    }

    @Test func wrongByteIsFetchedAgainAndNeverStored() async throws {
        try await withFiles { hub, _ in
            hub.faults.add(HubFault(.wrongByte(at: 400_000), path: "/cdn/"))
            let url = try await hub.client().download(file("m/large.bin"))
            #expect(try bytes(url) == large)
            #expect(hub.records.filter(\.isStorage).count == 2)
        }
    }

    @Test(arguments: ["m/large.bin", "README.md"])
    func wrongBytesTwiceAreRefused(path: String) async throws {
        try await withFiles { hub, _ in
            let place = path == "README.md" ? "/resolve-cache/" : "/cdn/"
            hub.faults.add(HubFault(.wrongByte(at: 3), method: "GET", path: place, count: 2))
            let client = try hub.client()
            let error = await #expect(throws: HubError.self) {
                try await client.download(file(path))
            }
            #expect(error?.code == .corrupted)
            #expect(
                error?.message.hasPrefix(
                    "The bytes received for '\(path)' in alice/data at 'main' are wrong: their "
                        + "digest is ") == true)
            #expect(client.cache.cachedFile(try file(path)) == nil)
            let blobs = client.configuration.cacheDirectory.appending(
                path: "datasets--alice--data/blobs")
            #expect(try FileManager.default.contentsOfDirectory(atPath: blobs.path).isEmpty)
        }
    }

    @Test func expiredAddressIsAskedForAgain() async throws {
        try await withFiles { hub, _ in
            hub.faults.add(HubFault(.expireAddresses, method: "GET", path: "/cdn/"))
            let url = try await hub.client().download(file("m/large.bin"))
            #expect(try bytes(url) == large)
            #expect(hub.records.map(\.status) == [302, 403, 302, 200])
        }
    }

    @Test func serverThatIgnoresRangesStartsOver() async throws {
        let digest = gitBlob(Array("hello".utf8))
        let head: [(String, String)] = [
            ("X-Repo-Commit", String(repeating: "1", count: 40)), ("ETag", "\"\(digest)\""),
            ("Content-Length", "5"),
        ]
        let transport = ScriptedTransport([
            .answer(200, headers: head), .failure(.cut, after: "hel"),
            .answer(200, body: "hello"),
        ])
        let url = try await scriptedClient(transport).download(file("x"))
        #expect(try bytes(url) == Array("hello".utf8))
        #expect(transport.requests.last?.headers["Range"] == "bytes=3-")
    }

    @Test func twoAtOnceFetchOnce() async throws {
        try await withFiles { hub, _ in
            // Each client has locks of its own, as two processes would.
            let clients = try (0..<3).map { _ in try hub.client() }
            let urls = try await withThrowingTaskGroup(of: URL.self) { group in
                for client in clients {
                    group.addTask { try await client.download(file("m/large.bin")) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for url in urls { #expect(try bytes(url) == large) }
            #expect(hub.records.filter(\.isStorage).count == 1)
        }
    }

    @Test func withoutANetworkTheCacheAnswers() async throws {
        try await withFiles { hub, commit in
            let online = try hub.client()
            _ = try await online.download(file("README.md"))
            _ = try await online.snapshot(of: repository)
            let changes: [@Sendable (inout HubConfiguration) -> Void] = [
                { $0.isOffline = true },
                { $0.endpoint = "http://127.0.0.1:9" },
            ]
            for change in changes {
                let client = try hub.client { change(&$0) }
                #expect(try await bytes(client.download(file("README.md"))) == text)
                #expect(try await client.resolveRevision(of: repository) == commit)
                #expect(try await client.snapshot(of: repository).files.count == 4)
                #expect(try await client.fileMetadata(of: file("m/large.bin")).size == large.count)
                let error = await #expect(throws: HubError.self) {
                    try await client.download(file("m/large.bin"))
                }
                #expect([.offline, .network].contains(error?.code))
            }
            hub.server.log.reset()
            let offline = try hub.client { $0.isOffline = true }
            let listed = try await offline.listTree(of: repository, folder: "m")
            #expect(listed.map(\.path) == ["m/empty", "m/large.bin"])
            #expect(hub.records.isEmpty)
        }
    }

    @Test func failingHubIsNotMistakenForAMissingFile() async throws {
        try await withFiles { hub, _ in
            let client = try hub.client()
            _ = try await client.download(file("README.md"))
            hub.faults.add(HubFault(.status(503), path: "/resolve/", count: 6))
            #expect(try await bytes(client.download(file("README.md"))) == text)
            // What the Hub says is gone is gone, cached or not.
            _ = try await client.commit(
                [.deleteFile(path: "README.md")], to: repository, message: "remove")
            let error = await #expect(throws: HubError.self) {
                try await client.download(file("README.md"))
            }
            #expect(error?.code == .entryNotFound)
            #expect(client.cache.isKnownMissing(try file("README.md")))
        }
    }

    @Test func reportsProgressAndCosts() async throws {
        try await withFiles { hub, _ in
            let log = HubRequestLog()
            let seen = Collector<TransferProgress>()
            let client = try hub.client(log: log)
            _ = try await client.download(file("m/large.bin")) { seen.append($0) }
            #expect(seen.all.last?.completedBytes == large.count)
            #expect(seen.all.map(\.completedBytes) == seen.all.map(\.completedBytes).sorted())
            #expect(log.requestCount == 2)
            #expect(log.receivedBytes == large.count)
            log.reset()
            #expect(log.records.isEmpty)
        }
    }
}
