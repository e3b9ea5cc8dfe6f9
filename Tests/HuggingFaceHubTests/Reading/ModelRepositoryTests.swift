import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// Repositories of models: other addresses, another folder in the cache, and only read.
@Suite(.serialized) struct ModelRepositoryTests {
    @Test func filesComeFromAndGoWhereModelsAre() async throws {
        try await withTestHub { hub in
            let dataset = try RepositoryID("alice/tiny")
            let writer = try hub.client(cache: "writer")
            try await writer.createRepository(dataset, isPrivate: true)
            let config = Array("{}\n".utf8)
            let outcome = try await writer.commit(
                [.add(path: "config.json", content: .bytes(config))], to: dataset, message: "model")

            var configuration = writer.configuration
            configuration.cacheDirectory = hub.folder.appending(path: "models")
            let client = try HubClient(
                configuration, transport: ModelAddresses(endpoint: hub.endpoint),
                clock: RecordingClock())
            let model = try RepositoryID("alice/tiny", kind: .model)
            let snapshot = try await client.snapshot(of: model)
            #expect(snapshot.repository == model)
            #expect(snapshot.files.map(\.path).contains("config.json"))
            let file = try await client.download(HubFile("config.json", in: model))
            #expect(try Array(Data(contentsOf: file)) == config)
            let place = "models/models--alice--tiny/snapshots/\(outcome.commit)/config.json"
            #expect(file.path.hasSuffix(place))
            #expect(client.cache.repositories().map(\.repository) == [model])
            #expect(try client.cache.verify(model) == [])
            #expect(try client.cache.prune().paths.isEmpty)
        }
    }

    @Test func asksAtTheAddressesOfModels() async throws {
        let transport = ScriptedTransport([
            .answer(404, headers: [("X-Error-Code", "RepoNotFound")])
        ])
        let client = try scriptedClient(transport)
        let model = try RepositoryID("lab/tiny", kind: .model)
        let error = await #expect(throws: HubError.self) { try await client.snapshot(of: model) }
        #expect(error?.message.hasPrefix("No model repository lab/tiny on the Hub") == true)
        #expect(transport.requests.first?.url.contains("/api/models/lab/tiny/") == true)
    }

    @Test func modelsAreNotWrittenTo() async throws {
        let transport = ScriptedTransport([])
        let client = try scriptedClient(transport)
        let model = try RepositoryID("lab/tiny", kind: .model)
        for call in [
            { _ = try await client.createRepository(model) },
            { try await client.deleteRepository(model) },
            { try await client.createBranch("b", in: model) },
            { _ = try await client.commit([.deleteFile(path: "a")], to: model, message: "m") },
        ] as [() async throws -> Void] {
            let error = await #expect(throws: HubError.self) { try await call() }
            #expect(
                error?.message == "lab/tiny is a model repository, which this library only reads: "
                    + "name a dataset repository to write to.")
        }
        #expect(transport.requests.isEmpty)
    }
}
