import Foundation
import NumPyFiles
import Testing

@testable import PersonaVectorsCommands

@Suite struct ExportCommandTests {
    private static let source = [
        "--activations-dir", Fixtures.path("stores/basic"), "--model", "google/gemma-2-9b-it",
        "--variant", "templated",
    ]

    /// Exports, imports what was written into a new store, and compares that with the original.
    private func roundTrip(_ destination: String, _ options: String...) async throws -> String {
        let run = try CommandRunner()
        let exported = await run.run(["export", destination] + options + Self.source)
        #expect(exported.status == 0, "\(exported.errors)")
        let imported = await run(
            "import", destination, "--model", "google/gemma-2-9b-it", "--variant", "templated")
        #expect(imported.status == 0, "\(imported.errors)")
        return await run(
            "diff", Fixtures.path("stores/basic"), "--model", "google/gemma-2-9b-it",
            "--mask-strategy", "answer_mean", "--variant", "templated", "--tolerance", "1e-30"
        ).output
    }

    @Test(arguments: [["out"], ["out", "--as", "npy"], ["out.jsonl"]])
    func whatIsExportedCanBeImported(_ arguments: [String]) async throws {
        let output = try await roundTrip(arguments[0], arguments.count > 1 ? "--as=npy" : "--quiet")
        #expect(
            output.split(separator: "\n").last?.hasSuffix("10          0          0           0")
                == true, "\(output)")
    }

    @Test func anArchiveKeepsIDsAndValues() async throws {
        let output = try await roundTrip("out.npz")
        // Names and samples are not in an archive.
        #expect(output.contains("other name"))
        #expect(!output.contains("largest difference"))
        #expect(!output.contains("only "))
    }

    @Test func writesTheKindsItIsToldTo() async throws {
        let run = try CommandRunner()
        let outcome = await run.run(
            [
                "export", "x.dat", "--as", "npz", "--persona-ids", "p-ascii", "emoji-🦊", "--format",
                "json",
            ]
                + Self.source)
        #expect(outcome.status == 0, "\(outcome.errors)")
        try Fixtures.expectSnapshot(outcome.output, "tables/export-json.txt")
        #expect(try NPZFile(path: run.path("x.dat")).names == ["p-ascii", "emoji-🦊"])
    }

    @Test func jsonKeepsDoubles() async throws {
        let run = try CommandRunner()
        let source = [
            "--activations-dir", Fixtures.path("stores/dtypes"), "--model", "test/dtypes",
        ]
        let exported = await run.run(
            ["export", "out.jsonl", "--persona-ids", "f64", "f16", "f32-special"] + source)
        #expect(
            exported.errors
                == "1 vector(s) were widened to float32: jsonl files cannot hold their dtype.\n")
        let imported = await run("import", "out.jsonl", "--model", "test/dtypes")
        #expect(imported.status == 0, "\(imported.errors)")
        let diff = await run(
            "diff", Fixtures.path("stores/dtypes"), "--model", "test/dtypes", "--format", "json")
        #expect(!diff.output.contains("F64"))
        #expect(diff.output.contains("\"equal\": 2"))
    }

    @Test func widensWhatNumPyLacks() async throws {
        let run = try CommandRunner()
        let outcome = await run(
            "export", "out.npz", "--activations-dir", Fixtures.path("stores/dtypes"), "--model",
            "test/dtypes", "--persona-ids", "bf16", "f16", "f64")
        #expect(
            outcome.errors
                == "1 vector(s) were widened to float32: npz files cannot hold their dtype.\n")
        let archive = try NPZFile(path: run.path("out.npz"))
        #expect(
            try (0..<3).map { try archive.array(at: $0).dtype } == [.float32, .float16, .float64])
    }

    struct Bad: Sendable {
        let arguments: [String]
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["taken.npz"],
            errors: "Error: taken.npz is there already and not empty. Pass --replace to overwrite"
                + " files in it, or choose another destination.\n"),
        Bad(
            arguments: ["full"],
            errors: "Error: full is there already and not empty. Pass --replace to overwrite files"
                + " in it, or choose another destination.\n"),
        Bad(
            arguments: ["taken.npz", "--as", "npy"],
            errors: "Error: taken.npz is a file, but a folder is to be made there. Choose another"
                + " destination or another kind with --as.\n"),
        Bad(
            arguments: ["full", "--as", "jsonl"],
            errors: "Error: full is a folder, but a file is to be made there. Choose another"
                + " destination or another kind with --as.\n"),
        Bad(
            arguments: ["out.npz", "--persona-ids", "p-asci"],
            errors: "Error: No persona 'p-asci' in google/gemma-2-9b-it, answer_mean, templated (10"
                + " listed). Did you mean 'p-ascii'?\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let run = try CommandRunner()
        try run.write("x", to: "taken.npz")
        try FileManager.default.createDirectory(
            atPath: run.path("full"), withIntermediateDirectories: false)
        try run.write("x", to: "full/x")
        let before = try run.folder.contents()
        let outcome = await run.run(["export"] + item.arguments + Self.source)
        #expect(outcome == .init(status: 1, output: "", errors: item.errors))
        #expect(try run.folder.contents() == before)
    }

    @Test func aVectorThatCannotBeReadLeavesNoFile() async throws {
        let run = try CommandRunner()
        let outcome = await run(
            "export", "out.npz", "--activations-dir", Fixtures.path("stores/dtypes"), "--model",
            "test/dtypes", "--persona-ids", "f32", "i32")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(try run.folder.contents().isEmpty)
    }

    @Test func needsOneVariant() async throws {
        let outcome = try await CommandRunner()(
            "export", "out.npz", "--activations-dir", Fixtures.path("stores/basic"), "--model",
            "google/gemma-2-9b-it")
        #expect(
            outcome.errors
                == "Error: google/gemma-2-9b-it, answer_mean has the variants 'templated',"
                + " 'biography'. Choose one with --variant.\n")
    }
}
