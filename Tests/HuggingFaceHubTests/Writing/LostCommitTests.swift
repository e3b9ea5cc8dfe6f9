import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Testing

/// A commit whose answer is lost: done or not, it is never done twice.
struct LostCommitTests {
    private let repository: RepositoryID

    init() throws {
        repository = try RepositoryID("alice/out")
    }

    private func add(_ path: String, _ text: String) -> CommitOperation {
        .add(path: path, content: .bytes(Array(text.utf8)))
    }

    @Test func lostAnswerIsSettledByLookingAlsoWithoutRepetitions() async throws {
        try await withTestHub { [repository] hub in
            try await hub.client().createRepository(repository)
            hub.faults.add(HubFault(.loseAnswer, method: "POST", path: "/commit/"))
            let client = try hub.client { $0.retryPolicy.retryCount = 0 }
            let outcome = try await client.commit([add("a", "1")], to: repository, message: "once")
            #expect(outcome.isNew)
            #expect(
                try await client.commits(of: repository).map(\.title) == ["once", "initial commit"])
        }
    }

    private static let plan = ScriptedTransport.Reply.answer(
        200, body: #"{"files": [{"path": "a", "uploadMode": "regular", "shouldIgnore": false}]}"#)

    private static func info(_ digit: String, _ siblings: String = "") -> ScriptedTransport.Reply {
        let sha = String(repeating: digit, count: 40)
        return .answer(
            200, body: #"{"id": "alice/out", "sha": "\#(sha)", "siblings": [\#(siblings)]}"#)
    }

    private static func newest(_ digit: String, _ title: String) -> ScriptedTransport.Reply {
        let sha = String(repeating: digit, count: 40)
        return .answer(200, body: #"[{"id": "\#(sha)", "title": "\#(title)"}]"#)
    }

    /// The branch had not moved when it was looked at; then the lost commit came through, and the
    /// repetition is refused because of it.
    @Test func aRefusalAfterALostAnswerIsLookedInto() async throws {
        let file = #"{"rfilename": "a", "size": 1, "blobId": "\#(gitBlob(Array("1".utf8)))"}"#
        let transport = ScriptedTransport([
            Self.plan, Self.info("b"), .failure(.timedOut), Self.newest("b", "theirs"),
            .answer(412), Self.newest("c", "ours"), Self.info("c", file),
        ])
        let outcome = try await scriptedClient(transport).commit(
            [add("a", "1")], to: repository, message: "ours")
        #expect(outcome.commit.hex == String(repeating: "c", count: 40))
        #expect(transport.requests.filter { $0.url.contains("/commit/") }.count == 2)
    }

    /// When nobody can be asked what became of it, the error is that of the commit.
    @Test func theCommitIsWhatTheErrorIsAbout() async throws {
        let transport = ScriptedTransport([Self.plan, Self.info("b"), .failure(.cut)])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).commit(
                [add("a", "1")], to: repository, message: "ours")
        }
        #expect(error?.code == .network)
        #expect(error?.message.hasPrefix("Could not commit to alice/out at 'main': ") == true)
    }
}
