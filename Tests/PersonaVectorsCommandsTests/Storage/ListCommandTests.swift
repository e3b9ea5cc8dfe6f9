import Testing

@testable import PersonaVectorsCommands

@Suite struct ListCommandTests {
    private static let basic = ["--activations-dir", Fixtures.path("stores/basic")]

    struct Good: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        var errors = ""
        var testDescription: String { name }
    }

    private static let gemma = ["--model", "google/gemma-2-9b-it"]
    private static let skipping =
        "Warning: Skipping 3 persona(s) missing one or more requested variants.\n"

    static let good: [Good] = [
        Good(name: "models", arguments: []),
        Good(name: "models-json", arguments: ["--format", "json"]),
        Good(name: "models-quiet", arguments: ["--quiet"]),
        Good(name: "models-of-mask", arguments: ["--mask-strategy", "answer_last"]),
        Good(name: "variants", arguments: gemma),
        Good(name: "variants-with-baseline", arguments: gemma + ["--include-baseline"]),
        Good(name: "variants-json", arguments: gemma + ["--format", "json"]),
        Good(name: "variants-quiet", arguments: gemma + ["-q"]),
        Good(
            name: "variants-of-mask", arguments: gemma + ["--mask-strategy", "answer_last"]),
        Good(name: "personas", arguments: gemma + ["--variant", "templated"]),
        Good(
            name: "personas-with-baseline",
            arguments: gemma + ["--variant", "templated", "--include-baseline"]),
        Good(
            name: "personas-of-two",
            arguments: gemma + ["--variants", "templated", "biography"], errors: skipping),
        Good(
            name: "personas-json",
            arguments: gemma + ["--variants", "templated", "biography", "--format", "json"],
            errors: skipping),
        Good(name: "personas-quiet", arguments: gemma + ["--variant", "templated", "--quiet"]),
    ]

    @Test(arguments: good)
    func lists(_ item: Good) async throws {
        let outcome = try await CommandRunner().run(["list"] + Self.basic + item.arguments)
        #expect(outcome.status == 0)
        #expect(outcome.errors == item.errors)
        try Fixtures.expectSnapshot(outcome.output, "tables/list-\(item.name).txt")
    }

    struct Bad: Sendable {
        let arguments: [String]
        var status: Int32 = 1
        let errors: String
    }

    private static var place: String { Fixtures.path("stores/basic") }

    static let bad: [Bad] = [
        Bad(
            arguments: ["--model", "google/gemma-2-9b"],
            errors: "Error: No model 'google/gemma-2-9b' in \(place). Did you mean"
                + " 'google/gemma-2-9b-it'?\n"),
        Bad(
            arguments: ["--model", "x"],
            errors: "Error: No model 'x' in \(place). Run 'persona-vectors list' to see what there"
                + " is.\n"),
        Bad(
            arguments: ["--variant", "templated"],
            errors: "Error: \(place) holds 3 models: 'google/gemma-2-9b-it', 'no-org-model.v1',"
                + " 'org/model/with/underscores'. Choose one with --model.\n"),
        Bad(
            arguments: gemma + ["--variant", "biograpy"],
            errors: "Error: No variant 'biograpy' in google/gemma-2-9b-it, answer_mean. Did you"
                + " mean 'biography'?\n"),
        Bad(
            arguments: gemma + ["--mask-strategy", "answer_first"],
            errors: "Error: 'google/gemma-2-9b-it' has no vectors of the mask strategy"
                + " 'answer_first'. There are 'answer_last', 'answer_mean'; choose with"
                + " --mask-strategy.\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let outcome = try await CommandRunner().run(["list"] + Self.basic + item.arguments)
        #expect(outcome == .init(status: item.status, output: "", errors: item.errors))
    }

    @Test func usedWronglyExitsWith64() async throws {
        let run = try CommandRunner()
        let wrong: [([String], String)] = [
            (["list", "--layers"], "Error: Unknown option '--layers'\n"),
            (
                ["list", "--format", "yaml"],
                "Error: The value 'yaml' is invalid for '--format <format>'. Please provide one of"
                    + " 'table' and 'json'.\n"
            ),
            (
                ["list", "--quiet", "--format", "json"],
                "Error: '--quiet' prints one identifier a line and '--format json' prints JSON:"
                    + " choose one.\n"
            ),
            (
                ["list", "--variants", "a", "b", "a"],
                "Error: The variant 'a' is named twice.\n"
            ),
        ]
        for (arguments, sentence) in wrong {
            let outcome = await run.run(arguments)
            #expect(outcome.status == 64)
            #expect(outcome.output == "")
            #expect(outcome.errors.hasPrefix(sentence), "\(outcome.errors)")
        }
    }

    @Test func anEmptyFolderIsNoFailure() async throws {
        let run = try CommandRunner()
        #expect(
            await run("list")
                == .init(
                    status: 0, output: "",
                    errors: "There are no persona vectors in artifacts/activations.\n"))
        #expect(await run("list", "--quiet") == .init(status: 0, output: "", errors: ""))
        #expect(await run("list", "--format", "json").output == "[]\n")
    }
}
