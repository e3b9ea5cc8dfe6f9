import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// Waits and repetitions, over a transport that answers from a script.
struct RetryTests {
    private static let good = ScriptedTransport.Reply.answer(
        200, body: #"{"id": "a/b", "sha": "\#(String(repeating: "c", count: 40))"}"#)

    struct Case: Sendable, CustomTestStringConvertible {
        var replies: [ScriptedTransport.Reply]
        var waits: [Duration]
        var testDescription: String { "\(replies.count) replies, \(waits)" }
    }

    @Test(arguments: [
        Case(
            replies: [.answer(429, headers: [("RateLimit", #""api";r=0;t=17"#)])],
            waits: [.seconds(17)]),
        Case(
            replies: [
                .answer(429, headers: [("ratelimit", #""api";r=0;t=3"#), ("Retry-After", "60")])
            ], waits: [.seconds(3)]),
        // Blanks are allowed around each part.
        Case(
            replies: [.answer(429, headers: [("RateLimit", #""api"; r=0 ; t = 17"#)])],
            waits: [.seconds(17)]),
        // Budget is left, so this header does not say how long.
        Case(
            replies: [
                .answer(429, headers: [("RateLimit", #""api";r=7;t=99"#), ("Retry-After", "4")])
            ], waits: [.seconds(4)]),
        Case(replies: [.answer(503, headers: [("Retry-After", "7")])], waits: [.seconds(7)]),
        // 1 800 000 000 is 08:00:00 that day.
        Case(
            replies: [.answer(503, headers: [("Retry-After", "Fri, 15 Jan 2027 08:01:30 GMT")])],
            waits: [.seconds(90)]),
        Case(
            replies: [.answer(503, headers: [("Retry-After", "Fri, 15 Jan 2027 07:00:00 GMT")])],
            waits: [.seconds(0)]),
        Case(
            replies: [
                .answer(500), .answer(502), .answer(503), .answer(504), .answer(408),
            ], waits: [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8)]),
        Case(
            replies: [.failure(.notSent), .failure(.timedOut), .failure(.cut)],
            waits: [.seconds(1), .seconds(2), .seconds(4)]),
        Case(replies: [], waits: []),
    ])
    func waitsWhatTheHubSays(_ example: Case) async throws {
        let clock = RecordingClock()
        let transport = ScriptedTransport(example.replies + [Self.good])
        let client = try scriptedClient(transport, clock: clock)
        let commit = try await client.repositoryInfo(of: RepositoryID("a/b")).commit
        #expect(commit.hex == String(repeating: "c", count: 40))
        #expect(clock.waits == example.waits)
        #expect(transport.requests.count == example.replies.count + 1)
    }

    @Test func addsChanceToEachWait() async throws {
        let clock = RecordingClock(chance: 0.25)
        let transport = ScriptedTransport([
            .answer(503), .answer(429, headers: [("Retry-After", "5")]), Self.good,
        ])
        _ = try await scriptedClient(transport, clock: clock).repositoryInfo(
            of: RepositoryID("a/b"))
        #expect(clock.waits == [.seconds(1.25), .seconds(5.25)])
    }

    @Test func tellsEachWaitAndWhy() async throws {
        let transport = ScriptedTransport([
            .answer(503), .failure(.notSent), .answer(429, headers: [("Retry-After", "60")]),
            Self.good,
        ])
        let waits = Collector<String>()
        let client = try scriptedClient(transport) { configuration in
            configuration.onWait = { waits.append($0.description) }
        }
        _ = try await client.repositoryInfo(of: RepositoryID("a/b"))
        #expect(
            waits.all == [
                "Could not read a/b at 'main': the Hub answered 503. Trying again in 1 s (1 of 5).",
                "Could not read a/b at 'main': no answer from https://hub.example:443 (scripted failure)."
                    + " Trying again in 2 s (2 of 5).",
                "Could not read a/b at 'main': the Hub answered 429. Trying again in 60 s (3 of 5).",
            ])
    }

    /// As `huggingface_hub` does: without a network, what is cached is the answer at once.
    @Test func doesNotWaitForANetworkWhenTheCacheKnows() async throws {
        let clock = RecordingClock()
        let transport = ScriptedTransport([Self.good, .failure(.notSent), .failure(.timedOut)])
        let client = try scriptedClient(transport, clock: clock)
        let repository = try RepositoryID("a/b")
        let first = try await client.resolveRevision(of: repository)
        #expect(try await client.resolveRevision(of: repository) == first)
        #expect(try await client.resolveRevision(of: repository) == first)
        #expect(clock.waits.isEmpty)
    }

    /// A Hub that answers is there: it is asked again before an older answer is given.
    @Test func waitsForAHubThatIsBusyEvenWhenTheCacheKnows() async throws {
        let clock = RecordingClock()
        let newer = #"{"id": "a/b", "sha": "\#(String(repeating: "d", count: 40))"}"#
        let transport = ScriptedTransport([Self.good, .answer(503), .answer(200, body: newer)])
        let client = try scriptedClient(transport, clock: clock)
        let repository = try RepositoryID("a/b")
        _ = try await client.resolveRevision(of: repository)
        let second = try await client.resolveRevision(of: repository)
        #expect(second.hex == String(repeating: "d", count: 40))
        #expect(clock.waits == [.seconds(1)])
    }

    @Test func givesUpAfterFiveRepetitions() async throws {
        let transport = ScriptedTransport(Array(repeating: .answer(503), count: 9))
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).repositoryInfo(of: RepositoryID("a/b"))
        }
        #expect(error?.code == .serverFailure)
        #expect(transport.requests.count == 6)
    }

    @Test func refusesToWaitForAnHour() async throws {
        let clock = RecordingClock()
        let transport = ScriptedTransport([.answer(429, headers: [("Retry-After", "3600")])])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport, clock: clock).repositoryInfo(
                of: RepositoryID("a/b"))
        }
        #expect(error?.code == .rateLimited)
        #expect(
            error?.message
                == "Could not read a/b at 'main': the Hub asks to wait 3600 s, and the limit is "
                + "330 s. Try again after that.")
        #expect(clock.waits.isEmpty)
    }

    @Test(arguments: [400, 401, 403, 404, 410, 501])
    func doesNotRepeatWhatIsRefused(status: Int) async throws {
        let transport = ScriptedTransport([.answer(status), Self.good])
        await #expect(throws: HubError.self) {
            try await scriptedClient(transport).repositoryInfo(of: RepositoryID("a/b"))
        }
        #expect(transport.requests.count == 1)
    }

    @Test func creatingIsRepeatedOnlyWhenItWasRefusedUnseen() async throws {
        let limited = ScriptedTransport([.answer(429), .failure(.notSent), .answer(200)])
        #expect(try await scriptedClient(limited).createRepository(RepositoryID("a/b")))
        for reply in [ScriptedTransport.Reply.answer(503), .failure(.cut), .failure(.timedOut)] {
            let unclear = ScriptedTransport([reply, .answer(200)])
            await #expect(throws: HubError.self) {
                try await scriptedClient(unclear).createRepository(RepositoryID("a/b"))
            }
            #expect(unclear.requests.count == 1)
        }
    }

    @Test func stopsWaitingWhenCancelled() async throws {
        let transport = ScriptedTransport(Array(repeating: .answer(503), count: 9))
        let client = try scriptedClient(transport, clock: SystemHubClock())
        let task = Task { try await client.repositoryInfo(of: RepositoryID("a/b")) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.count <= 1)
    }
}

/// A client without caches of its own worth and without a network.
func scriptedClient(
    _ transport: ScriptedTransport, clock: any HubClock = RecordingClock(),
    token: String? = "hf_secret", _ change: (inout HubConfiguration) -> Void = { _ in }
) throws -> HubClient {
    let folder = FileManager.default.temporaryDirectory.appending(path: "none-\(UUID())")
    var configuration = try HubConfiguration(
        environment: ["HF_ENDPOINT": "https://hub.example", "HF_HOME": folder.path])
    configuration.token = token
    change(&configuration)
    return try HubClient(configuration, transport: transport, clock: clock)
}
