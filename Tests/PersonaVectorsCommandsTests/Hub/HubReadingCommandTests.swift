import Foundation
import HubTesting
import Testing

@testable import PersonaVectorsCommands

/// Pushing, reading with `--hub`, and pulling, against an embedded Hub.
@Suite struct HubReadingCommandTests {
    private func withFilledHub(
        _ body: @escaping @Sendable (CommandRunner) async throws -> Void
    ) async throws {
        try await withTestHub { hub in
            let run = try CommandRunner(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "home").path,
                // A busy machine is not a broken connection.
                "HF_HUB_ETAG_TIMEOUT": "120", "HF_HUB_DOWNLOAD_TIMEOUT": "120",
            ])
            let list = (0..<3).map { index in
                #"{"id": "p-\#(index)", "name": "P \#(index)", "sample_ids": ["q"], "#
                    + #""vector": [[\#(index), 1], [2, 3]]}"#
            }
            try run.write(list.joined(separator: "\n") + "\n", to: "list.jsonl")
            let imported = await run(
                "import", "list.jsonl", "--model", "org/model", "--variant", "templated")
            #expect(imported.status == 0, "\(imported.errors)")
            try await body(run)
        }
    }

    @Test func statsSayWhatItCost() async throws {
        try await withFilledHub { run in
            let pushed = await run("push", "--repo", "alice/vectors", "--quiet", "--stats")
            let line = /Asked the Hub \d+ times: sent \d+\.\d kB, received \d+\.\d kB\.\n/
            #expect(pushed.errors.wholeMatch(of: line) != nil, "\(pushed.errors)")
            // A push leaves nothing to compare the branch with: the listing with the card, where the
            // shard is, and the shard, which is tiny.
            let listed = await run("hub", "personas", "alice/vectors", "-q", "--stats")
            #expect(listed.errors.hasPrefix("Asked the Hub 3 times: sent 0 B, received "))
            let failed = await run("hub", "models", "alice/none", "--stats")
            #expect(failed.status == 1)
            #expect(failed.errors.contains("\nAsked the Hub 1 time: sent 0 B, received "))
            let local = await run("list", "--stats")
            #expect(local.status == 64)
            #expect(
                local.errors.contains("'--revision', '--endpoint' and '--stats' need '--hub'."))
        }
    }

    @Test func theWholeWayThereAndBack() async throws {
        try await withFilledHub { run in
            let plan = await run("push", "--repo", "alice/vectors", "--dry-run")
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(
                plan.errors.hasSuffix(
                    " in 2 files to alice/vectors, which would be made, in one commit. Nothing was"
                        + " sent: this was a dry run.\n"))
            let pushed = await run("push", "--repo", "alice/vectors")
            #expect(pushed.status == 0, "\(pushed.errors)")
            #expect(pushed.errors.hasPrefix("Sent "))
            let again = await run("push", "--repo", "alice/vectors", "--quiet")
            #expect(again == .init(status: 0, output: "", errors: ""))

            #expect(await run("hub", "models", "alice/vectors", "-q").output == "org/model\n")
            #expect(await run("hub", "variants", "alice/vectors", "-q").output == "templated\n")
            let ids = "p-0\np-1\np-2\n"
            #expect(await run("hub", "personas", "alice/vectors", "-q").output == ids)
            #expect(
                await run("list", "--hub", "alice/vectors", "--variant", "templated", "-q").output
                    == ids)
            let shown = await run("show", "p-1", "--hub", "alice/vectors")
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(shown.output.contains("2 layers × 2"))
            #expect(shown.output.contains("alice/vectors@"))
            let exported = await run("export", "out.npz", "--hub", "alice/vectors")
            #expect(exported.status == 0, "\(exported.errors)")

            let pulled = await run(
                "pull", "--repo", "alice/vectors", "--activations-dir", "pulled", "-q")
            #expect(pulled == .init(status: 0, output: ids, errors: ""))
            #expect(await run("diff", "pulled").status == 0)
            #expect(await run("diff", "--hub", "alice/vectors").status == 0)
            #expect(await run("verify", "--activations-dir", "pulled").status == 0)
        }
    }

    @Test func wrongRequestsGetTheTrueSentence() async throws {
        try await withFilledHub { run in
            _ = await run("push", "--repo", "alice/vectors")
            let cases: [([String], String)] = [
                (
                    ["show", "p-9", "--hub", "alice/vectors"],
                    "Error: No persona 'p-9' in org__model__answer_mean/templated of alice/vectors@"
                ),
                (
                    ["list", "--hub", "alice/vectors", "--variant", "biograph"],
                    "Error: No variant 'biograph' in alice/vectors, org/model, answer_mean."
                ),
                (
                    ["pull", "--repo", "alice/vectors", "--model", "org/modle"],
                    "Error: No model 'org/modle' in alice/vectors. Did you mean 'org/model'?"
                ),
                (["hub", "models", "vectors"], "Error: 'vectors' is not the id of a dataset"),
            ]
            for (arguments, message) in cases {
                let outcome = await run.run(arguments)
                #expect(outcome.status == 1)
                #expect(outcome.output == "")
                #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
            }
            #expect(await run("diff", "pulled", "--hub", "alice/vectors").status == 64)
            #expect(await run("list", "--revision", "x").status == 64)
            #expect(await run("push", "--repo", "a/b", "--max-shard-size", "big").status == 64)
        }
    }

    @Test(arguments: [
        ("500MB", 500_000_000), ("1GB", 1_000_000_000), ("12 KB", 12_000), ("7", 7),
        ("1GiB", 1_073_741_824), ("3 mib", 3_145_728), ("2KiB", 2_048),
    ])
    func readsSizes(text: String, count: Int) {
        #expect(PushCommand.byteCount(text) == count)
    }

    @Test(arguments: ["", "MB", "-1MB", "1TB", "0", "1.5GB", "1IB", "999999999999GB"])
    func refusesSizesThatAreNone(text: String) {
        #expect(PushCommand.byteCount(text) == nil)
    }
}
