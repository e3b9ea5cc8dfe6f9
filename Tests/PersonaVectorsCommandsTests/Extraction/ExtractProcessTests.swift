import Foundation
import PersonaVectors
import PersonaVectorsTesting
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Extractions in processes of their own: killed, gone on with, and side by side.
struct ExtractProcessTests {
    let runner: CommandRunner

    init() throws {
        runner = try CommandRunner()
        try TinyChatModel.write(to: runner.folder.url.appending(path: "tiny"))
    }

    static let base = [
        "extract", "--model", "tiny", "--personas", Fixtures.path("personas"), "--persona-id",
        "ada",
        "bo", "baseline_assistant", "--n-train", "2", "--quiet",
    ]

    private func start(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = BuiltProgram.url()
        process.arguments = Self.base + arguments
        process.currentDirectoryURL = runner.folder.url
        process.environment = ["TMPDIR": runner.folder.url.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// The tensor files of a store by their paths in it.
    private func tensors(_ store: String) throws -> [String: Data] {
        try runner.folder.contents().filter {
            $0.key.hasPrefix(store + "/") && $0.key.hasSuffix(".safetensors")
        }.reduce(into: [:]) { $0[String($1.key.dropFirst(store.count))] = $1.value }
    }

    /// Killed while it waits for an answer about a question: of the first persona's, of the second
    /// variant's, of another persona's.
    @Test(arguments: [1, 4, 6]) func aKilledRunGoesOnWhereItWas(atQuestion number: Int) async throws
    {
        let worker = try PlainWorker(in: runner.folder.url)
        let whole = await runner.run(
            Self.base + worker.options + ["--activations-dir", "whole"])
        #expect(whole.status == 0, "\(whole.errors)")

        let pipe = runner.folder.url.appending(path: "held")
        #expect(mkfifo(pipe.path, 0o600) == 0)
        try worker.write("\(number)", to: "hold")
        let process = try start(worker.options + ["--activations-dir", "parts"])
        // Opening waits for the worker, which opens its end at that question.
        let word = try FileHandle(forReadingFrom: pipe).readToEnd()
        #expect(word == Data("held".utf8))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        // Two questions a vector: those that were complete are there.
        let saved = try tensors("parts")
        #expect(saved.count == (number - 1) / 2)

        try FileManager.default.removeItem(at: runner.folder.url.appending(path: "hold"))
        let rest = await runner.run(
            Self.base.filter { $0 != "--quiet" } + worker.options
                + ["--activations-dir", "parts", "--format", "json"])
        #expect(rest.status == 0, "\(rest.errors)")
        let result = try JSONValue(parsing: Array(rest.output.utf8)).objectValue
        #expect(result?["skipped"]?.arrayValue?.count == saved.count)
        #expect(try tensors("parts") == tensors("whole"))
    }

    @Test func shardsInTwoProcessesAtOnceMakeTheWhole() async throws {
        let whole = await runner.run(Self.base + ["--activations-dir", "whole"])
        #expect(whole.status == 0, "\(whole.errors)")
        let processes = try ["1/2", "2/2"].map {
            try start(["--activations-dir", "parts", "--shard", $0])
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try tensors("parts").count == 6)
        #expect(try tensors("parts") == tensors("whole"))
        let store = try PersonaVectorStore(
            modelName: "tiny", rootDirectory: runner.folder.url.appending(path: "parts"))
        for variant in PromptVariant.defaults {
            #expect(
                try store.listPersonas(variants: [variant], includingBaseline: true).sorted()
                    == ["ada", "baseline_assistant", "bo"])
        }
    }
}
