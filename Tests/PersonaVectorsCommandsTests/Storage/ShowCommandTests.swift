import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct ShowCommandTests {
    private static let gemma = [
        "--activations-dir", Fixtures.path("stores/basic"), "--model", "google/gemma-2-9b-it",
    ]

    struct Good: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        var testDescription: String { name }
    }

    static let good: [Good] = [
        Good(name: "ascii", arguments: ["p-ascii", "--variant", "templated"]),
        Good(name: "awkward", arguments: ["naïve-ид-人", "--layers", "2", "0"]),
        Good(name: "emoji-json", arguments: ["emoji-🦊", "--format", "json"]),
        Good(
            name: "baseline-json",
            arguments: ["baseline_assistant", "--variant", "biography", "--format", "json"]),
        Good(name: "quiet", arguments: ["x.safetensors", "--quiet"]),
    ]

    @Test(arguments: good)
    func shows(_ item: Good) async throws {
        let outcome = try await CommandRunner().run(["show"] + item.arguments + Self.gemma)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        let text = outcome.output.replacingOccurrences(
            of: Fixtures.folder.path, with: "<FIXTURES>")
        try Fixtures.expectSnapshot(text, "tables/show-\(item.name).txt")
    }

    @Test func showsWhatCannotBeWidenedWithoutLayers() async throws {
        let outcome = try await CommandRunner()(
            "show", "i32", "--activations-dir", Fixtures.path("stores/dtypes"), "--model",
            "test/dtypes")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Dtype          I32\n"))
        #expect(!outcome.output.contains("NORM"))
    }

    struct Bad: Sendable {
        let arguments: [String]
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["p-asci"],
            errors: "Error: No persona 'p-asci' in google/gemma-2-9b-it, answer_mean (11 listed)."
                + " Did you mean 'p-ascii'?\n"),
        Bad(
            arguments: ["only-in-biography", "--variant", "templated"],
            errors: "Error: No persona 'only-in-biography' in google/gemma-2-9b-it, answer_mean,"
                + " templated (10 listed). Run 'persona-vectors list --variant …' to see what"
                + " there is.\n"),
        Bad(
            arguments: ["nobody-knows-me"],
            errors: "Error: No persona 'nobody-knows-me' in google/gemma-2-9b-it, answer_mean (11"
                + " listed). Run 'persona-vectors list --variant …' to see what there is.\n"),
        Bad(
            arguments: ["p-ascii", "--layers", "9"],
            errors: "Error: There is no layer 9 in this vector; it has layers 0 to 2.\n"),
        // The same text to Unicode, another id to the format.
        Bad(
            arguments: ["nai\u{308}ve-ид-人", "--variant", "templated"],
            errors: "Error: No persona 'nai\u{308}ve-ид-人' in google/gemma-2-9b-it, answer_mean,"
                + " templated (10 listed). Did you mean 'naïve-ид-人'?\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let outcome = try await CommandRunner().run(["show"] + item.arguments + Self.gemma)
        #expect(outcome == .init(status: 1, output: "", errors: item.errors))
    }

    @Test func needsAPersona() async throws {
        let outcome = try await CommandRunner()("show")
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: Missing expected argument '<persona>'\n"))
    }

    @Test func namesTheCauseWhenAskedTo() async throws {
        let run = try CommandRunner()
        let store = run.path("artifacts/activations/m/answer_mean/templated")
        try FileManager.default.createDirectory(
            atPath: store, withIntermediateDirectories: true)
        try run.write(
            #"{"num_layers": 1, "hidden_size": 1, "personas": {"p": {"name": "P"}}}"#,
            to: "artifacts/activations/m/answer_mean/templated/manifest.json")
        try run.write("short", to: "artifacts/activations/m/answer_mean/templated/p.safetensors")
        let brief = await run("show", "p")
        let verbose = await run("show", "p", "--verbose")
        #expect(brief.status == 1)
        #expect(brief.errors.split(separator: "\n").count == 1)
        #expect(verbose.errors.hasPrefix(brief.errors + "└─ "))
    }
}
