import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// Which setbacks a call outlasts, over a transport that answers from a script.
struct SetbackTests {
    private static let good = ScriptedTransport.Reply.answer(
        200, body: #"{"id": "a/b", "sha": "\#(String(repeating: "c", count: 40))"}"#)

    /// Also a Hub that waits for requests and gives up is one that cannot be asked.
    @Test(arguments: [408, 503])
    func aHubThatFailsForLongIsReplacedByTheCache(status: Int) async throws {
        let failures = Array(repeating: ScriptedTransport.Reply.answer(status), count: 6)
        let client = try scriptedClient(ScriptedTransport([Self.good] + failures))
        let first = try await client.resolveRevision(of: RepositoryID("a/b"))
        #expect(try await client.resolveRevision(of: RepositoryID("a/b")) == first)
    }

    /// `huggingface_hub` hands out the copy; here nobody mistakes it for what the Hub says.
    @Test(arguments: [401, 403])
    func whatTheHubRefusesTheCacheDoesNotAnswer(status: Int) async throws {
        let client = try scriptedClient(ScriptedTransport([Self.good, .answer(status)]))
        _ = try await client.resolveRevision(of: RepositoryID("a/b"))
        let error = await #expect(throws: HubError.self) {
            try await client.resolveRevision(of: RepositoryID("a/b"))
        }
        #expect(error?.status == status)
    }

    private static let head = ScriptedTransport.Reply.answer(
        200,
        headers: [
            ("X-Repo-Commit", String(repeating: "c", count: 40)),
            ("ETag", gitBlob(Array("hello".utf8))), ("Content-Length", "5"),
        ])
    private static let body = ScriptedTransport.Reply.answer(200, body: "hello")

    /// Section e of the protocol: with nothing cached, both halves of a download are asked again.
    @Test(
        arguments: [
            .answer(429), .answer(408), .answer(500), .answer(503), .failure(.cut),
            .failure(.timedOut),
            .failure(.notSent),
        ] as [ScriptedTransport.Reply])
    func aDownloadOutlastsSetbacks(setback: ScriptedTransport.Reply) async throws {
        let file = try HubFile("x", in: RepositoryID("a/b"))
        for replies in [
            [setback, setback, Self.head, Self.body], [Self.head, setback, Self.body],
        ] {
            let transport = ScriptedTransport(replies)
            let url = try await scriptedClient(transport).download(file)
            #expect(try String(contentsOf: url, encoding: .utf8) == "hello")
            #expect(transport.requests.count == replies.count)
        }
    }

    /// What an earlier run left is thrown away when the server knows of no such range.
    @Test func aRangeThatIsNoneIsAskedForFromTheBeginning() async throws {
        let transport = ScriptedTransport([
            Self.head, .failure(.cut, after: "hel"), .answer(416), Self.body,
        ])
        let url = try await scriptedClient(transport).download(
            HubFile("x", in: RepositoryID("a/b")))
        #expect(try String(contentsOf: url, encoding: .utf8) == "hello")
        #expect(transport.requests.map { $0.headers["Range"] } == [nil, nil, "bytes=3-", nil])
    }

    @Test func creatingWaitsForAnotherOperationInTheNamespace() async throws {
        let busy = #"{"error": "Another conflicting operation is in progress."}"#
        let transport = ScriptedTransport([
            .answer(409, body: busy), .answer(409, body: busy), .answer(200),
        ])
        let clock = RecordingClock()
        #expect(
            try await scriptedClient(transport, clock: clock).createRepository(RepositoryID("a/b")))
        #expect(clock.waits == [.seconds(1), .seconds(2)])
        let taken = ScriptedTransport([.answer(409, body: #"{"error": "It exists"}"#)])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(taken).createRepository(RepositoryID("a/b"))
        }
        #expect(error?.code == .alreadyExists)
        #expect(taken.requests.count == 1)
    }

    /// An account that may not create may use what is there.
    @Test(arguments: [401, 402, 403, 409])
    func creatingWhatMayExistIsSettledByLooking(status: Int) async throws {
        let there = ScriptedTransport([.answer(status), Self.good])
        #expect(
            try await !scriptedClient(there).createRepository(RepositoryID("a/b"), mayExist: true))
        let none = ScriptedTransport([
            .answer(status), .answer(404, headers: [("X-Error-Code", "RepoNotFound")]),
        ])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(none).createRepository(RepositoryID("a/b"), mayExist: true)
        }
        #expect(error?.status == status)
    }
}
