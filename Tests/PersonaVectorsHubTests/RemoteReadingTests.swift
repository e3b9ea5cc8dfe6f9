import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaAnalysis
import PersonaVectors
import PersonaVectorsHub
import Synchronization
import Testing

/// Reading where the Hub or its callers are not as one would like.
struct RemoteReadingTests {
    private static let path = "\(pushedConfig)/templated-00000-of-00001.parquet"

    /// A split whose columns are too far apart to be fetched together.
    private func publish(
        _ hub: TestHub, samples: String, count: Int = 8, into old: RepositoryID? = nil
    ) async throws -> RepositoryID {
        let values = [Float](repeating: 0.5, count: 4 * 10_000)
        let rows = (0..<count).map {
            Row(id: "p\($0)", name: "P", sampleIDs: ["\(samples)-\($0)"], values: values)
        }
        let content = try hub.shard(rows, layers: 4, hidden: 10_000)
        let operations = [
            CommitOperation.add(path: Self.path, content: content),
            card(pushedConfig, ["templated"]),
        ]
        guard let old else { return try await hub.publish(operations) }
        _ = try await hub.client(cache: "publisher").commit(
            [operations[0]], to: old, message: "Again")
        return old
    }

    @Test func aHubThatIgnoresRangesIsReadByWholeShards() async throws {
        try await withTestHub { hub in
            let repository = try await publish(hub, samples: "s")
            hub.faults.add(HubFault(.ignoreRange, path: "/", count: 1000))
            let store = try hub.pushed("\(repository)")
            #expect(try await store.listPersonas().count == 8)
            #expect(try await store.load(.templated, personaID: "p7").layerCount == 4)
            #expect(
                try await store.personaSampleIDs(.templated, personaID: "p7") == ["s-7"])
            let whole = hub.records.filter { $0.isStorage && $0.status == 200 && $0.sentBytes > 0 }
            #expect(whole.count <= 2, "one that was broken off, and the file")
        }
    }

    /// Between asking for samples and their coming, the store is released and reads a newer commit
    /// with other rows: the older lists must not be taken for those of the newer split.
    @Test func samplesThatComeLateAreNotThoseOfANewerCommit() async throws {
        try await withTestHub { hub in
            let repository = try await publish(hub, samples: "old")
            let interlude = Interlude()
            var configuration = try HubConfiguration(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_HOME": hub.folder.appending(path: "late").path,
            ])
            configuration.token = TestHub.Token.alice
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "org/model",
                client: try HubClient(
                    configuration, log: nil, transport: interlude, clock: RecordingClock()))
            #expect(try await store.listPersonas().count == 8)
            interlude.beforeNext {
                _ = try await publish(hub, samples: "new", count: 2, into: repository)
                await store.releaseCache()
                _ = try await store.listPersonas()
            }
            #expect(try await store.personaSampleIDs(.templated, personaID: "p7") == ["old-7"])
            #expect(try await store.personaSampleIDs(.templated, personaID: "p1") == ["new-1"])
            #expect(try await store.personaSampleIDs(.templated, personaID: "p7") == nil)
        }
    }

    @Test func someLayersForAnAnalysisCostTheirBytes() async throws {
        try await withTestHub { hub in
            let repository = try await publish(hub, samples: "s")
            let store = try hub.pushed("\(repository)")
            let dataset = try await loadAnalysisDataset(
                from: store, variants: [.templated], layers: [2])
            #expect(dataset.layers == [2] && dataset.personaIDs.count == 8)
            let sent = hub.records.filter(\.isStorage).reduce(0) { $0 + $1.sentBytes }
            // A quarter of the values, and what tells where they are.
            #expect(sent < 8 * 10_000 * 4 + 150_000, "\(sent)")
            #expect(sent > 8 * 10_000 * 4)
        }
    }

    @Test func aGatedRepositoryIsReadByItsMembersAlone() async throws {
        try await withTestHub { hub in
            let repository = try await publish(hub, samples: "s")
            try await hub.gate(repository)
            #expect(try await hub.pushed("\(repository)").listPersonas().count == 8)
            let sentences: [(String?, String)] = [
                (
                    TestHub.Token.bob,
                    "The files of \(repository) are gated, and the token's account has no access."
                        + " Ask for it on the repository's page."
                ),
                (
                    nil,
                    "The files of \(repository) are gated. Agree to the terms on the repository's"
                        + " page and set HF_TOKEN or pass a token."
                ),
            ]
            for (token, sentence) in sentences {
                let error = await #expect(throws: HubError.self) {
                    try await hub.pushed("\(repository)") { $0.token = token }.listPersonas()
                }
                #expect(error?.code == .gated)
                #expect(error?.message == sentence)
            }
        }
    }

    @Test func tokenAndEndpointAreArguments() async throws {
        try await withTestHub { hub in
            _ = try await hub.push(try hub.personas(), to: "alice/closed") { $0.isPrivate = true }
            let configuration = try HubConfiguration(environment: [
                "HF_ENDPOINT": "http://127.0.0.1:1", "HF_TOKEN": TestHub.Token.bob,
                "HF_HOME": hub.folder.appending(path: "arguments").path,
            ])
            let store = try HFPersonaVectorStore(
                repository: "alice/closed", modelName: "org/model", token: TestHub.Token.alice,
                endpoint: hub.endpoint, configuration: configuration)
            #expect(try await store.listPersonas() == ["p1", "p2", "p3"])
        }
    }
}

extension TestHub {
    /// Lets members alone read the files of a repository.
    fileprivate func gate(_ repository: RepositoryID) async throws {
        var headers = HTTPHeaders()
        headers.append("Authorization", "Bearer \(Token.alice)")
        headers.append("Content-Type", "application/json")
        let answer = try await CurlTransport().send(
            HTTPRequest(
                method: "PUT", url: "\(endpoint)/api/datasets/\(repository)/settings",
                headers: headers, body: .bytes(Array(#"{"gated": "manual"}"#.utf8)),
                idleTimeout: 120), to: Nobody())
        #expect(answer.status == 200)
    }
}

/// Does something once before a request goes out.
///
/// A class because the test sets what, while the client has it already.
private final class Interlude: HTTPTransport {
    private let pending = Mutex<(@Sendable () async throws -> Void)?>(nil)
    private let transport = CurlTransport()

    func beforeNext(_ action: @escaping @Sendable () async throws -> Void) {
        pending.withLock { $0 = action }
    }

    func send(
        _ request: HTTPRequest, to consumer: any HTTPBodyConsumer
    ) async throws -> HTTPResponseHead {
        let action = pending.withLock { action in
            defer { action = nil }
            return action
        }
        try await action?()
        return try await transport.send(request, to: consumer)
    }
}

/// Wants no body.
private final class Nobody: HTTPBodyConsumer {
    func receive(_ head: HTTPResponseHead) throws {}
    func receive(_ bytes: UnsafeRawBufferPointer) throws {}
}
