import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

/// Personas of a dataset repository.
@Suite struct HubPersonasTests {
    @Test func areFetchedOnceAndExtractedFrom() async throws {
        try await withTestHub { hub in
            let repository = try RepositoryID("alice/people")
            let client = try hub.client()
            try await client.createRepository(repository)
            let names = [
                "personas.jsonl": "dataset_personas.jsonl", "qa.jsonl": "dataset_qa.jsonl",
                "attribute_schema.json": "attribute_schema.json",
            ]
            let files = try names.map { name, target in
                let bytes = try Data(contentsOf: Fixtures.url("personas/\(name)"))
                return CommitOperation.add(path: target, content: .bytes(Array(bytes)))
            }
            let unread = CommitOperation.add(path: "summary.json", content: .bytes([0x7B, 0x7D]))
            _ = try await client.commit(files + [unread], to: repository, message: "people")
            let runner = try CommandRunner(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "home").path,
            ])
            try TinyChatModel.write(to: runner.folder.url.appending(path: "tiny"))
            let base = ["--model", "tiny", "--personas", "alice/people", "--n-train", "1", "-q"]
            let first = await runner.run(["extract"] + base + ["--persona-id", "bo"])
            #expect(first == .init(status: 0, output: "bo\n", errors: ""))
            let home = hub.folder.appending(path: "home").path
            let cached = try FileManager.default.subpathsOfDirectory(atPath: home)
                .map { URL(filePath: $0).lastPathComponent }
            #expect(cached.contains("dataset_qa.jsonl"))
            #expect(!cached.contains("summary.json"))
            let trait = await runner.run(
                ["extract-trait", "speak_other_language", "--persona-id", "bo"] + base)
            #expect(trait == .init(status: 0, output: "speak_other_language\n", errors: ""))
            let missing = await runner.run(
                ["extract", "--model", "tiny", "--personas", "alice/none"])
            #expect(missing.status == 1)
            #expect(missing.errors.contains("alice/none"))
        }
    }
}
