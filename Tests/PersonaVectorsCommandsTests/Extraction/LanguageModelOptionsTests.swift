import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

@testable import PersonaVectorsCommands

/// What is read of an option, and fetched for it.
struct LanguageModelOptionsTests {
    @Test(arguments: ["2024-07-26", "2000-02-29", "1999-12-31", "0999-01-01"])
    func aDayIsRead(_ text: String) throws {
        let date = try #require(DateArgument(argument: text)).date
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        let parts = calendar.dateComponents([.year, .month, .day, .hour], from: date)
        #expect(
            [parts.year, parts.month, parts.day]
                == text.split(separator: "-").map { Int($0) })
        #expect(parts.hour == 12)
    }

    @Test(arguments: [
        "", "today", "2024-7-26", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-32",
        "24-07-2026", "2024/07/26", "2024-07-26T12", "+024-07-26", "٢٠٢٤-٠٧-٢٦",
    ])
    func otherTextIsNoDay(_ text: String) {
        #expect(DateArgument(argument: text) == nil)
    }

    /// The weights that llama.cpp reads lie elsewhere: gigabytes that nobody would read.
    @Test(arguments: [true, false])
    func weightsAreFetchedForThoseWhoReadThem(_ needsWeights: Bool) async throws {
        try await withTestHub { hub in
            let repository = try RepositoryID("alice/tiny")
            let client = try hub.client()
            try await client.createRepository(repository)
            let names = ["config.json", "tokenizer.json", "model.safetensors", "other.gguf"]
            _ = try await client.commit(
                names.map { .add(path: $0, content: .bytes(Array($0.utf8))) }, to: repository,
                message: "model")
            var context = CommandContext(
                environment: [
                    "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                    "HF_HOME": hub.folder.appending(path: "home").path,
                ], print: { _ in }, complain: { _ in })
            context.hubTransport = ModelAddresses(endpoint: hub.endpoint)
            let folder = try #require(HubFolder("alice/tiny", kind: .model))
            let output = OutputOptions(quiet: true)
            let found = try await CommandContext.$current.withValue(context) {
                try await ModelDownload(repository: folder, needsWeights: needsWeights)
                    .folder(output)
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: found.path).sorted()
            #expect(
                files == ["config.json"] + (needsWeights ? ["model.safetensors"] : [])
                    + ["tokenizer.json"])
        }
    }
}
