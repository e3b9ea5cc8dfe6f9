import Foundation
import HubTesting
import HuggingFaceHub
import Synchronization
import Testing

/// What goes on the wire, and how much at once.
struct ExchangeTests {
    /// Answers everything, and counts how many exchanges are under way.
    private final class CountingTransport: HTTPTransport {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func send(
            _ request: HTTPRequest, to consumer: any HTTPBodyConsumer
        ) async throws -> HTTPResponseHead {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
            for _ in 0..<50 { await Task.yield() }
            let head = HTTPResponseHead(status: 200)
            try consumer.receive(head)
            try Array(#"{"name": "alice"}"#.utf8).withUnsafeBytes { try consumer.receive($0) }
            state.withLock { $0.now -= 1 }
            return head
        }
    }

    /// Answers nothing until its task is cancelled.
    private final class SilentTransport: HTTPTransport {
        let begun = AsyncStream<Void>.makeStream()

        func send(
            _ request: HTTPRequest, to consumer: any HTTPBodyConsumer
        ) async throws -> HTTPResponseHead {
            begun.continuation.yield()
            for await _ in AsyncStream<Void>.makeStream().stream {}
            throw CancellationError()
        }
    }

    private func client(_ transport: any HTTPTransport, limit: Int) throws -> HubClient {
        var configuration = try HubConfiguration(
            environment: ["HF_ENDPOINT": "https://hub.example", "HF_HOME": "/nowhere"])
        configuration.parallelTransferCount = limit
        return try HubClient(configuration, transport: transport, clock: RecordingClock())
    }

    @Test func allCallsOfAClientTogetherAreBounded() async throws {
        let transport = CountingTransport()
        let client = try client(transport, limit: 3)
        let copy = client
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask { _ = try await (index % 2 == 0 ? client : copy).accountName() }
            }
            try await group.waitForAll()
        }
        #expect(transport.most <= 3)
        #expect(transport.most > 1)
    }

    @Test func whoWaitsInLineCanBeCancelled() async throws {
        let transport = SilentTransport()
        let client = try client(transport, limit: 1)
        let first = Task { try await client.accountName() }
        var begun = transport.begun.stream.makeAsyncIterator()
        await begun.next()
        let second = Task { try await client.accountName() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        // The place in line is free again, and so is that of an exchange under way.
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        let third = Task { try await client.accountName() }
        await begun.next()
        third.cancel()
        await #expect(throws: CancellationError.self) { try await third.value }
    }

    @Test func timeoutsOfTheEnvironmentReachTheWire() async throws {
        let bytes = Array("hello".utf8)
        let transport = ScriptedTransport([
            .answer(
                200,
                headers: [
                    ("X-Repo-Commit", String(repeating: "1", count: 40)), ("ETag", gitBlob(bytes)),
                    ("Content-Length", "5"),
                ]), .answer(200, body: "hello"),
        ])
        let client = try scriptedClient(transport) {
            $0.metadataTimeout = 7
            $0.downloadTimeout = 9
        }
        _ = try await client.download(HubFile("x", in: RepositoryID("a/b")))
        #expect(transport.requests.map(\.idleTimeout) == [7, 9])
        #expect(transport.requests.map(\.connectTimeout) == [7, 9])
    }

    // MARK: Where requests go

    @Test(arguments: ["http://hub.example/x", "http://cdn.example:8080/x?Signature=hf_signed"])
    func leadsFromAnEncryptedHubToNothingPlain(location: String) async throws {
        let transport = ScriptedTransport([
            .answer(307, headers: [("Location", location)]), .answer(200, body: "{}"),
        ])
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(transport).repositoryInfo(of: RepositoryID("a/b"))
        }
        let origin = try #require(WebAddress.origin(of: location))
        #expect(error?.code == .badAnswer)
        #expect(
            error?.message
                == "Could not read a/b at 'main': the Hub leads to \(origin), which is not encrypted "
                + "as the endpoint is. Check that the endpoint is a Hub.")
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: ["https://huggingface.co", "https://hub-ci.huggingface.co", "https://hf.co"])
    func metadataIsFoundAtOtherNamesOfTheHubWithoutTheToken(name: String) async throws {
        let bytes = Array("hello".utf8)
        let transport = ScriptedTransport([
            .answer(307, headers: [("Location", "\(name)/datasets/a/b/resolve/main/x")]),
            .answer(
                200,
                headers: [
                    ("X-Repo-Commit", String(repeating: "1", count: 40)), ("ETag", gitBlob(bytes)),
                    ("Content-Length", "5"),
                ]),
        ])
        let client = try scriptedClient(transport)
        let metadata = try await client.fileMetadata(of: HubFile("x", in: RepositoryID("a/b")))
        #expect(metadata.size == 5)
        #expect(transport.requests.map { $0.headers["Authorization"] != nil } == [true, false])
    }
}
