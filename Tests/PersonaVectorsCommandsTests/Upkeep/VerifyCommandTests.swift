import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct VerifyCommandTests {
    private func filled() async throws -> CommandRunner {
        let run = try CommandRunner()
        let outcome = await run(
            "import", Fixtures.path("stores/basic"), "--model", "google/gemma-2-9b-it",
            "--mask-strategy", "answer_mean")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return run
    }

    private func variant(_ name: String) -> String {
        "artifacts/activations/google__gemma-2-9b-it/answer_mean/\(name)"
    }

    @Test func aGoodStoreIsFine() async throws {
        let run = try await filled()
        #expect(
            await run("verify")
                == .init(
                    status: 0, output: "",
                    errors: "Checked 19 vectors, 19 of them against a digest: nothing is wrong.\n"))
    }

    @Test func reportsWhatIsWrong() async throws {
        let run = try await filled()
        try FileManager.default.removeItem(
            atPath: run.path(variant("templated") + "/p-ascii.safetensors"))
        try FileManager.default.moveItem(
            atPath: run.path(variant("biography") + "/a.b-c_d.safetensors"),
            toPath: run.path(variant("biography") + "/other.safetensors"))
        let outcome = await run("verify")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "Checked 20 vectors, 18 of them against a digest: 4 problems.\n")
        let output = outcome.output.replacingOccurrences(of: run.folder.url.path, with: "<FOLDER>")
        let kinds = output.split(separator: "\n").dropFirst()
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(kinds.sorted() == ["misnamed", "missing", "missing", "orphaned"])
        #expect(
            await run("verify", "--variant", "biography", "--quiet").output.split(separator: "\n")
                .count == 3)
    }

    @Test func rebuildsALostManifest() async throws {
        let run = try await filled()
        let manifest = run.path(variant("templated") + "/manifest.json")
        let before = await run("list", "--variant", "templated", "--format", "json")
        try FileManager.default.removeItem(atPath: manifest)
        #expect(await run("verify").status == 1)
        let repaired = await run("verify", "--repair")
        #expect(repaired.status == 0, "\(repaired)")
        try Fixtures.expectSnapshot(
            repaired.output.replacingOccurrences(of: run.folder.url.path, with: "<FOLDER>"),
            "tables/verify-repair.txt")
        #expect(await run("list", "--variant", "templated", "--format", "json") == before)
    }

    @Test func findsAModelThatLostItsOnlyManifest() async throws {
        let run = try CommandRunner()
        _ = await run(
            "import", Fixtures.path("npy/f4-little.npy"), "--model", "m", "--variant", "t")
        try FileManager.default.removeItem(
            atPath: run.path("artifacts/activations/m/answer_mean/t/manifest.json"))
        let outcome = await run("verify", "--format", "json")
        #expect(outcome.status == 1)
        let text = outcome.output.replacingOccurrences(of: run.folder.url.path, with: "<FOLDER>")
        try Fixtures.expectSnapshot(text, "tables/verify-lost-json.txt")
    }

    struct Bad: Sendable {
        let arguments: [String]
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["--model", "google/gemma-2-9b"],
            errors: "Error: No model 'google/gemma-2-9b' in artifacts/activations. Did you mean"
                + " 'google/gemma-2-9b-it'?\n"),
        Bad(
            arguments: ["--mask-strategy", "answer_lost"],
            errors: "Error: 'artifacts/activations' has no vectors of the mask strategy"
                + " 'answer_lost'. There are 'answer_mean'; choose with --mask-strategy.\n"),
        Bad(
            arguments: ["--variant", "templates"],
            errors: "Error: No variant 'templates' in artifacts/activations. Did you mean"
                + " 'templated'?\n"),
        Bad(
            arguments: ["--activations-dir", "elsewhere"],
            errors: "Error: There are no persona vectors in elsewhere. Name the folder of another"
                + " store with --activations-dir, or fill this one with 'persona-vectors"
                + " import'.\n"),
    ]

    @Test func refuses() async throws {
        let run = try await filled()
        for item in Self.bad {
            let outcome = await run.run(["verify"] + item.arguments)
            #expect(outcome == .init(status: 1, output: "", errors: item.errors))
        }
    }
}
