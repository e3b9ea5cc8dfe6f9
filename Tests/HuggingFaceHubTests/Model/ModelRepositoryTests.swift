import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// Models lie elsewhere than datasets, on the Hub and in the cache.
struct ModelRepositoryTests {
    private let commit = String(repeating: "ab", count: 20)

    private func client(
        _ transport: ScriptedTransport, cache: URL
    ) throws -> HubClient {
        let configuration = try HubConfiguration(
            environment: ["HF_ENDPOINT": "http://hub.test", "HF_HUB_CACHE": cache.path])
        return try HubClient(configuration, transport: transport, clock: RecordingClock())
    }

    @Test func areAskedForAtTheirOwnAddresses() async throws {
        let cache = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: cache) }
        let content = "{}\n"
        let blob = gitBlob(Array(content.utf8))
        let transport = ScriptedTransport([
            .answer(
                200,
                body: """
                    {"id": "org/m", "sha": "\(commit)", "siblings": [{"rfilename": "config.json", \
                    "size": 3, "blobId": "\(blob)"}]}
                    """),
            .answer(
                200,
                headers: [
                    ("ETag", "\"\(blob)\""), ("X-Repo-Commit", commit), ("Content-Length", "3"),
                ], body: ""),
            .answer(200, headers: [("Content-Length", "3")], body: content),
        ])
        let client = try client(transport, cache: cache)
        let model = try RepositoryID("org/m", kind: .model)
        let snapshot = try await client.snapshot(of: model)
        #expect(snapshot.files.map(\.path) == ["config.json"])
        #expect(snapshot.repository == model)
        let file = try await client.download(
            HubFile("config.json", in: model, revision: snapshot.commit.hex))
        #expect(try String(contentsOf: file, encoding: .utf8) == content)
        #expect(
            file.path.hasSuffix("/models--org--m/snapshots/\(commit)/config.json"))
        let addresses = transport.requests.map(\.url)
        #expect(addresses.first == "http://hub.test/api/models/org/m/revision/main?blobs=true")
        #expect(
            addresses.dropFirst().allSatisfy {
                $0 == "http://hub.test/org/m/resolve/\(commit)/config.json"
            })
    }

    @Test func areNoDatasetsOfTheSameName() throws {
        let model = try RepositoryID("org/m", kind: .model)
        #expect(model != (try RepositoryID("org/m")))
        #expect(model.description == "org/m")
    }

    @Test func areCreatedAndDeletedAsModels() async throws {
        let cache = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let transport = ScriptedTransport([.answer(200, body: "{}"), .answer(200, body: "{}")])
        let client = try client(transport, cache: cache)
        let model = try RepositoryID("org/m", kind: .model)
        try await client.createRepository(model)
        try await client.deleteRepository(model)
        for request in transport.requests {
            guard case .bytes(let bytes) = request.body else {
                Issue.record("no body")
                continue
            }
            let body = try JSONSerialization.jsonObject(with: Data(bytes))
            #expect((body as? [String: Any])?["type"] as? String == "model")
        }
        #expect(transport.requests.count == 2)
    }
}
