import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsTesting
import Testing

/// `--model namespace/name`: a model that the Hub has.
@Suite(.serialized) struct ModelDownloadTests {
    private func withModels(
        _ body: @escaping @Sendable (CommandRunner, TestHub) async throws -> Void
    ) async throws {
        try await withTestHub { hub in
            var runner = try CommandRunner(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "home").path,
            ])
            runner.hubTransport = ModelAddresses(endpoint: hub.endpoint)
            try await body(runner, hub)
        }
    }

    private func extract(_ model: String, _ runner: CommandRunner) async -> CommandRunner.Outcome {
        await runner.run([
            "extract", "--model", model, "--personas", Fixtures.path("personas"), "--persona-id",
            "ada", "--n-train", "2",
        ])
    }

    @Test func vectorsAreKeptUnderTheModelsIDAndCommit() async throws {
        try await withModels { runner, hub in
            let folder = runner.folder.url.appending(path: "made")
            try TinyChatModel.write(to: folder)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            let repository = try RepositoryID("alice/tiny")
            let client = try hub.client()
            try await client.createRepository(repository)
            let outcome = try await client.commit(
                try names.map { name in
                    let bytes = try Data(contentsOf: folder.appending(path: name))
                    return .add(path: name, content: .bytes(Array(bytes)))
                } + [.add(path: "pytorch_model.bin", content: .bytes([1]))],
                to: repository, message: "model")

            let extracted = await extract("alice/tiny", runner)
            #expect(extracted.status == 0, "\(extracted.errors)")
            let store = try PersonaVectorStore(
                modelName: "alice/tiny",
                rootDirectory: runner.folder.url.appending(path: "artifacts/activations"))
            let vector = try store.load(.templated, personaID: "ada")
            #expect(vector.provenance?.modelRevision == outcome.commit.hex)
            #expect(!hub.records.contains { $0.path.contains("pytorch_model.bin") })

            let asked = hub.records.count
            let again = await extract("alice/tiny@\(outcome.commit)", runner)
            #expect(again.status == 0, "\(again.errors)")
            #expect(hub.records.count == asked)
        }
    }

    @Test func aRepositoryWithoutWeightsIsRefused() async throws {
        try await withModels { runner, hub in
            let repository = try RepositoryID("alice/bare")
            let client = try hub.client()
            try await client.createRepository(repository)
            _ = try await client.commit(
                [.add(path: "config.json", content: .bytes([0x7B, 0x7D]))], to: repository,
                message: "model")
            let outcome = await extract("alice/bare", runner)
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.contains(
                    "The model repository alice/bare has no model.safetensors and no shards of"))
            let missing = await extract("alice/none", runner)
            #expect(missing.status == 1)
            #expect(missing.errors.contains("No model repository alice/none on the Hub"))
        }
    }
}
