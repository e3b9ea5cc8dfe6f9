import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// Runs beside a Hub, in a folder whose store has some variants of one model.
func withStore(
    _ variants: String...,
    body: @escaping @Sendable (CommandRunner, HubClient) async throws -> Void
) async throws {
    try await withTestHub { hub in
        let run = try CommandRunner(environment: [
            "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
            "HF_HOME": hub.folder.appending(path: "home").path,
            // A busy machine is not a broken connection.
            "HF_HUB_ETAG_TIMEOUT": "120", "HF_HUB_DOWNLOAD_TIMEOUT": "120",
            "TEST_HUB_FOLDER": hub.folder.path,
        ])
        try run.write(#"{"id": "p", "vector": [[1, 2], [3, 4]]}"# + "\n", to: "list.jsonl")
        for variant in variants {
            let imported = await run(
                "import", "list.jsonl", "--model", "org/model", "--variant", variant)
            #expect(imported.status == 0, "\(imported.errors)")
        }
        try await body(run, hub.client())
    }
}
