import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct ProbesCommandTests {
    private static let golden = Fixtures.path("probes/run_attribute_probe")

    @Test func listsThoseOfTheOriginal() async throws {
        let run = try CommandRunner()
        let outcome = await run("probes", Self.golden)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        try Fixtures.expectSnapshot(outcome.output, "tables/probes.txt")
        let one = await run("probes", Self.golden, "--attribute", "age", "--quiet")
        #expect(
            one.output == Self.golden + "/sentence-transformers__all-MiniLM-L6-v2/answer_mean/"
                + "templated/age/ridge_regression_layer1\n")
        let json = await run("probes", Self.golden, "--attribute", "age", "--format", "json")
        #expect(json.output.contains(#""n_pca_components": null"#))
    }

    @Test func sayWhatIsBroken() async throws {
        let outcome = try await CommandRunner()("probes", Fixtures.path("bad/probes"))
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("ATTRIBUTE"))
        let errors = outcome.errors.split(separator: "\n")
        #expect(errors.allSatisfy { $0.hasPrefix("Error: ") })
        for name in ["weights_truncated", "weights_is_pickle", "weights_empty"] {
            #expect(errors.contains { $0.contains(name) }, "\(name)")
            #expect(!outcome.output.contains(name))
        }
    }

    @Test func weightsWithoutADescriptionAreABrokenProbe() async throws {
        let run = try CommandRunner()
        let folder = run.folder.url.appending(path: "probes/sex")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Fixtures.url("bad/probes/ok/weights.safetensors"),
            to: folder.appending(path: "weights.safetensors"))
        let outcome = await run("probes", "probes", "--quiet")
        #expect(
            outcome
                == .init(
                    status: 1, output: "",
                    errors:
                        "Error: No probe in \(folder.path): 'probe.json' is missing, and a probe is"
                        + " the two files 'probe.json' and 'weights.safetensors'. Check the path, or"
                        + " copy the whole folder.\n"))
    }

    @Test func noProbesAreNoFailure() async throws {
        let run = try CommandRunner()
        let note = "There are no such probes in artifacts/probes.\n"
        #expect(await run("probes") == .init(status: 0, output: "", errors: note))
        #expect(await run("probes", "-q") == .init(status: 0, output: "", errors: ""))
        #expect(await run("probes", "--format", "json").output == "[]\n")
    }
}
