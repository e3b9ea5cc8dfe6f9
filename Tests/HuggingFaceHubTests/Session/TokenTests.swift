import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// The token goes to the Hub's origin and nowhere else.
struct TokenTests {
    private func token(_ request: HTTPRequest) -> String? { request.headers["Authorization"] }

    @Test(arguments: [
        ("https://cdn.example/x?Signature=s", false),
        ("https://hub.example:444/x", false), ("https://sub.hub.example/x", false),
        ("https://hub.example@cdn.example/x", false), ("//cdn.example/x", false),
        ("https://hub.example:443/x", true), ("/x", true), ("HTTPS://HUB.example/x", true),
    ])
    func isDroppedByRedirectsThatLeaveTheHub(location: String, isKept: Bool) async throws {
        let transport = ScriptedTransport([
            .answer(307, headers: [("Location", location)]),
            .answer(200, body: #"{"name": "alice"}"#),
        ])
        #expect(try await scriptedClient(transport).accountName() == "alice")
        #expect(transport.requests.map { token($0) != nil } == [true, isKept])
    }

    @Test func isNotSentWhenThereIsNone() async throws {
        let transport = ScriptedTransport([.answer(200, body: #"{"name": "alice"}"#)])
        _ = try await scriptedClient(transport, token: " ").accountName()
        #expect(transport.requests.first.flatMap(token) == nil)
    }

    @Test func isInNoErrorAndNoLog() async throws {
        let secret = "hf_verysecret"
        let replies: [ScriptedTransport.Reply] = [
            .answer(401), .answer(500), .failure(.cut),
            .answer(302, headers: [("Location", "ftp://x/?Signature=\(secret)")]),
        ]
        for reply in replies {
            let log = HubRequestLog()
            let transport = ScriptedTransport(Array(repeating: reply, count: 6))
            var configuration = try HubConfiguration(
                environment: ["HF_ENDPOINT": "https://hub.example", "HF_HOME": "/nowhere"])
            configuration.token = secret
            let client = try HubClient(
                configuration, log: log, transport: transport, clock: RecordingClock())
            let error = await #expect(throws: HubError.self) {
                try await client.repositoryInfo(of: RepositoryID("a/b"))
            }
            var text = ""
            dump(error, to: &text)
            dump(log.records, to: &text)
            #expect(!text.contains(secret))
            let wereAuthorized = Set(log.records.map(\.wasAuthorized))
            #expect(wereAuthorized == [true])
        }
    }

    @Test func redirectsInCirclesEnd() async throws {
        let transport = ScriptedTransport(
            Array(repeating: .answer(302, headers: [("Location", "/again")]), count: 20))
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).accountName()
        }
        #expect(error?.code == .badAnswer)
        #expect(transport.requests.count == 11)
    }

    @Test func offlineAsksNothing() async throws {
        let transport = ScriptedTransport([])
        let client = try scriptedClient(transport) { $0.isOffline = true }
        let error = await #expect(throws: HubError.self) {
            try await client.snapshot(of: RepositoryID("a/b"))
        }
        #expect(error?.code == .offline)
        #expect(transport.requests.isEmpty)
    }
}
