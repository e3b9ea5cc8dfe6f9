import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Testing

/// Commits: whole or not at all, and never twice.
@Suite(.serialized) struct CommitTests {
    private let repository: RepositoryID

    init() throws {
        repository = try RepositoryID("alice/out")
    }

    private func withRepository(
        _ change: (inout HubServerConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (TestHub, HubClient) async throws -> Void
    ) async throws {
        try await withTestHub(change) { [repository] hub in
            let client = try hub.client()
            #expect(try await client.createRepository(repository, isPrivate: true))
            hub.server.log.reset()
            try await body(hub, client)
        }
    }

    private func add(_ path: String, _ text: String) -> CommitOperation {
        .add(path: path, content: .bytes(Array(text.utf8)))
    }

    private func names(_ client: HubClient, _ revision: String = "main") async throws -> [String] {
        try await client.snapshot(of: repository, revision: revision).files.map(\.path)
    }

    @Test func createsOnce() async throws {
        try await withRepository { hub, client in
            #expect(try await client.repositoryInfo(of: repository).isPrivate)
            #expect(try await !client.createRepository(repository, mayExist: true))
            let error = await #expect(throws: HubError.self) {
                try await client.createRepository(repository)
            }
            #expect(error?.code == .alreadyExists)
            let reader = try hub.client(token: TestHub.Token.reader)
            #expect(try await !reader.createRepository(repository, mayExist: true))
            let stranger = try hub.client(token: TestHub.Token.bob)
            let refusal = await #expect(throws: HubError.self) {
                try await stranger.createRepository(repository, mayExist: true)
            }
            #expect(refusal?.code == .forbidden)
            #expect(try await client.accountName() == "alice")
            #expect(try await client.validateCard("---\n---\n") == [])
            let complaint = await #expect(throws: HubError.self) {
                _ = try await client.validateCard("---\nconfigs: 3\n---\n")
            }
            #expect(
                complaint?.message
                    == "The Hub refuses the dataset card: \"configs\" must be a list.")
            try await client.deleteRepository(repository)
            await #expect(throws: HubError.self) {
                try await client.repositoryInfo(of: repository)
            }
        }
    }

    @Test func aFileSentAheadIsNotNeededForTheCommit() async throws {
        try await withRepository { hub, client in
            let shard = noise(300_000, seed: 14)
            let file = try hub.file("shard.parquet", shard)
            let seen = Collector<TransferProgress>()
            var options = CommitOptions()
            options.progress = { seen.append($0) }
            let stored = try await client.store(
                file, as: "m/a.parquet", in: repository, options: options)
            #expect(
                stored.content == .stored(sha256: sha256(shard), byteCount: shard.count)
                    && stored.uploadedBytes == shard.count)
            #expect(seen.all.map(\.completedBytes).max() == shard.count)
            #expect(try await names(client) == [".gitattributes"])
            let again = try await client.store(file, as: "m/a.parquet", in: repository)
            #expect(again.content == stored.content && again.uploadedBytes == 0)

            try FileManager.default.removeItem(at: file)
            let outcome = try await client.commit(
                [.add(path: "m/a.parquet", content: stored.content)], to: repository,
                message: "ahead")
            #expect(outcome.isNew && outcome.uploadedBytes == 0)
            let url = try await client.download(HubFile("m/a.parquet", in: repository))
            #expect(try Array(Data(contentsOf: url)) == shard)

            // What the Hub keeps as text stays a file of ours, and nothing is sent.
            let text = try hub.file("notes.txt", Array("text".utf8))
            let kept = try await client.store(text, as: "notes.txt", in: repository)
            #expect(kept.content == .file(text) && kept.uploadedBytes == 0)
        }
    }

    @Test func sendsLargeFilesOnceAndLeavesOutWhatIsThere() async throws {
        try await withRepository { hub, client in
            let shard = noise(300_000, seed: 4)
            let file = try hub.file("shard.parquet", shard)
            let operations: [CommitOperation] = [
                .add(path: "m/a.parquet", content: .file(file)),
                .add(path: "m/copy.parquet", content: .file(file)), add("README.md", "# one\n"),
            ]
            let first = try await client.commit(operations, to: repository, message: "first")
            #expect(first.isNew && first.uploadedBytes == shard.count)
            #expect(hub.records.filter { $0.method == "PUT" }.map(\.wasAuthorized) == [false])
            #expect(
                try await names(client)
                    == [".gitattributes", "README.md", "m/a.parquet", "m/copy.parquet"])

            hub.server.log.reset()
            let again = try await client.commit(operations, to: repository, message: "again")
            #expect(!again.isNew && again.commit == first.commit && again.uploadedBytes == 0)
            #expect(Set(again.unchangedPaths) == ["m/a.parquet", "m/copy.parquet", "README.md"])
            #expect(!hub.records.contains { $0.path.contains("/commit/") || $0.method == "PUT" })

            // Elsewhere under another name: the bytes are there, the commit is new.
            let moved = try await client.commit(
                [
                    .add(path: "n/a.parquet", content: .file(file)),
                    .deleteFolder(path: "m"), add("README.md", "# two\n"),
                ], to: repository, message: "move")
            #expect(moved.isNew && moved.uploadedBytes == 0)
            #expect(try await names(client) == [".gitattributes", "README.md", "n/a.parquet"])
            let url = try await client.download(HubFile("n/a.parquet", in: repository))
            #expect(try Array(Data(contentsOf: url)) == shard)
        }
    }

    @Test func sendsPartsInParallelAndAgainWhenTheyBreak() async throws {
        try await withRepository {
            $0.multipartThreshold = 100_000
            $0.multipartSize = 30_000
        } _: { hub, client in
            let shard = noise(250_001, seed: 5)
            let file = try hub.file("shard.parquet", shard)
            hub.faults.add(HubFault(.status(503), method: "PUT", path: "/s3/", count: 2))
            hub.faults.add(HubFault(.loseAnswer, method: "PUT", path: "/s3/"))
            let seen = Collector<TransferProgress>()
            var options = CommitOptions()
            options.progress = { seen.append($0) }
            _ = try await client.commit(
                [.add(path: "a.parquet", content: .file(file))], to: repository, message: "parts",
                options: options)
            #expect(hub.records.filter { $0.method == "PUT" && $0.status == 200 }.count >= 9)
            #expect(seen.all.map(\.completedBytes).max() == shard.count)
            let url = try await client.download(HubFile("a.parquet", in: repository))
            #expect(try Array(Data(contentsOf: url)) == shard)
        }
    }

    @Test func staleParentChangesNothing() async throws {
        try await withRepository { _, client in
            var options = CommitOptions()
            options.parent = try await client.resolveRevision(of: repository)
            _ = try await client.commit([add("a", "1")], to: repository, message: "one")
            let error = await #expect(throws: HubError.self) {
                try await client.commit(
                    [add("b", "2")], to: repository, message: "two", options: options)
            }
            #expect(error?.code == .staleParent)
            #expect(
                error?.message
                    == "Could not commit to alice/out at 'main': a commit has happened since the "
                    + "one that this was made from. Read the repository again, merge, and try "
                    + "again.")
            #expect(try await names(client) == [".gitattributes", "a"])
        }
    }

    @Test func withoutAParentTheChangesGoOnTopOfWhateverIsThere() async throws {
        try await withRepository { hub, client in
            hub.faults.add(HubFault(.status(412), method: "POST", path: "/commit/"))
            let outcome = try await client.commit([add("a", "1")], to: repository, message: "one")
            #expect(outcome.isNew)
            #expect(try await names(client) == [".gitattributes", "a"])
        }
    }

    @Test func lostAnswerIsSettledByLooking() async throws {
        try await withRepository { hub, client in
            hub.faults.add(HubFault(.loseAnswer, method: "POST", path: "/commit/"))
            let outcome = try await client.commit(
                [add("a", "1"), .add(path: "b.bin", content: .bytes([0, 1, 2]))],
                to: repository, message: "once")
            #expect(outcome.isNew)
            let commits = try await client.commits(of: repository)
            #expect(commits.map(\.title) == ["once", "initial commit"])
            #expect(commits.first?.commit == outcome.commit)
            #expect(hub.records.filter { $0.path.contains("/commit/") }.count == 1)
        }
    }

    @Test(arguments: [500, 503, 408, 409, 429])
    func commitThatWasNotDoneIsSentAgain(status: Int) async throws {
        try await withRepository { hub, client in
            hub.faults.add(HubFault(.status(status), method: "POST", path: "/commit/", count: 2))
            _ = try await client.commit([add("a", "1")], to: repository, message: "once")
            let titles = try await client.commits(of: repository).map(\.title)
            #expect(titles == ["once", "initial commit"])
        }
    }

    @Test func lostAnswerAfterWhichSomebodyElseCommittedIsNotGuessed() async throws {
        let base = String(repeating: "b", count: 40)
        let head = String(repeating: "c", count: 40)
        let transport = ScriptedTransport([
            .answer(
                200,
                body: #"{"files": [{"path": "a", "uploadMode": "regular", "#
                    + #""shouldIgnore": false}]}"#),
            .answer(200, body: #"{"id": "a/b", "sha": "\#(base)"}"#), .failure(.cut),
            .answer(200, body: #"[{"id": "\#(head)", "title": "theirs"}]"#),
            .answer(200, body: #"{"id": "a/b", "sha": "\#(head)", "siblings": []}"#),
        ])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).commit(
                [add("a", "1")], to: repository, message: "ours")
        }
        #expect(error?.code == .staleParent)
        #expect(
            error?.message
                == "The answer to the commit to alice/out at 'main' was lost, and the repository "
                + "is now at \(head), which is not that commit. Read it again, merge, and try "
                + "again.")
        #expect(transport.requests.filter { $0.url.contains("/commit/") }.count == 1)
    }

    @Test func lostPullRequestIsNeverAskedForTwice() async throws {
        try await withRepository { hub, client in
            hub.faults.add(HubFault(.loseAnswer, method: "POST", path: "/commit/"))
            var options = CommitOptions()
            options.opensPullRequest = true
            let error = await #expect(throws: HubError.self) {
                try await client.commit(
                    [add("a", "1")], to: repository, message: "proposal", options: options)
            }
            #expect(error?.code == .network)
            #expect(hub.records.filter { $0.path.contains("/commit/") }.count == 1)
            let proposed = try await names(client, "refs/pr/1")
            #expect(proposed == [".gitattributes", "a"])
            let main = try await names(client)
            #expect(main == [".gitattributes"])
        }
    }

    @Test func readOnlyTokenIsTold() async throws {
        try await withRepository { hub, _ in
            let reader = try hub.client(token: TestHub.Token.reader)
            let error = await #expect(throws: HubError.self) {
                try await reader.commit([add("a", "1")], to: repository, message: "no")
            }
            #expect(error?.code == .forbidden)
            #expect(
                error?.message
                    == "Could not write to alice/out at 'main': the Hub says this account may "
                    + "not: \"You don't have the rights to write to this repository\". Use a "
                    + "token with write access to the repository.")
        }
    }

    @Test func deletingWhatIsNotThereChangesNothing() async throws {
        try await withRepository { _, client in
            let error = await #expect(throws: HubError.self) {
                try await client.commit(
                    [add("a", "1"), .deleteFile(path: "nope")], to: repository, message: "no")
            }
            #expect(error?.code == .entryNotFound)
            let left = try await names(client)
            #expect(left == [".gitattributes"])
        }
    }

    @Test(arguments: [
        ["/a"], ["a/../b"], [".git/config"], [".cache/x"], ["a", "a"], [""], ["a//b"],
    ])
    func refusesPathsBeforeAskingAnything(paths: [String]) async throws {
        let transport = ScriptedTransport([])
        let client = try scriptedClient(transport)
        let error = await #expect(throws: HubError.self) {
            try await client.commit(paths.map { add($0, "x") }, to: repository, message: "no")
        }
        #expect(error?.code == .invalidInput)
        #expect(transport.requests.isEmpty)
    }

    @Test func missingLocalFileIsNamed() async throws {
        let transport = ScriptedTransport([])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).commit(
                [.add(path: "a", content: .file(URL(filePath: "/nowhere/a")))], to: repository,
                message: "no")
        }
        #expect(error?.code == .fileSystem)
        #expect(error?.message == "Could not open /nowhere/a: No such file or directory.")
    }
}
