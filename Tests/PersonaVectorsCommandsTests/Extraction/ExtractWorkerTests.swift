import Foundation
import PersonaExtraction
import PersonaVectors
import PersonaVectorsTesting
import Testing

/// `persona-vectors extract --backend worker` with a program that answers instead of torch.
struct ExtractWorkerTests {
    let runner: CommandRunner
    let worker: PlainWorker

    init() throws {
        runner = try CommandRunner()
        try TinyChatModel.write(to: runner.folder.url.appending(path: "tiny"))
        worker = try PlainWorker(in: runner.folder.url)
    }

    func extract(_ arguments: String...) async -> CommandRunner.Outcome {
        await runner.run(
            [
                "extract", "--model", "tiny", "--personas", Fixtures.path("personas"),
                "--variant", "templated", "--n-train", "2",
            ] + worker.options + arguments)
    }

    var store: PersonaVectorStore {
        get throws {
            try PersonaVectorStore(
                modelName: "tiny",
                rootDirectory: runner.folder.url.appending(path: "artifacts/activations"))
        }
    }

    @Test func aPythonWithoutAFolderIsLookedForOnThePath() async throws {
        let outcome = await extract("--persona-id", "bo", "--python", "python3")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let missing = await extract("--persona-id", "ada", "--python", "no-such-python")
        #expect(missing.status == 1)
        #expect(
            missing.errors.contains(
                "The Python worker no-such-python ended without an answer. It said: "),
            "\(missing.errors)")
    }

    /// The mean over two questions of the mean over the tokens of their answers.
    @Test func vectorsAreMeansOfWhatTheWorkerAnswers() async throws {
        let outcome = await extract(
            "--persona-id", "bo", "--threads", "3", "--device", "meta:1", "--compute", "float32")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = try ModelText(folder: runner.folder.url.appending(path: "tiny"))
        let source = PersonaSampleSource(
            dataset: try PersonaDataset(folder: Fixtures.url("personas")), model: text,
            strategies: [.answerMean], options: .init(trainCount: 2))
        let samples = try source.samples(
            of: ExtractionTask(personaID: "bo", personaName: "", variant: .templated)
        ).samples
        #expect(samples.count == 2)
        var expected: [Float] = []
        for layer in 0..<PlainWorker.layerCount {
            for feature in 0..<PlainWorker.hiddenSize {
                let means = samples.map { sample in
                    let values = (sample.masks[.answerMean] ?? []).map {
                        PlainWorker.output(
                            token: sample.tokens[$0], layer: layer, feature: feature)
                    }
                    return Double(Float(values.reduce(0, +) / Double(values.count)))
                }
                expected.append(Float(means.reduce(0, +) / 2))
            }
        }
        let vector = try store.load(.templated, personaID: "bo")
        #expect(try vector.floats() == expected)
        #expect(vector.provenance?.details["engine"] == "worker")
        #expect(vector.provenance?.details["worker_script_digest"]?.count == 64)
        let arguments = try String(
            contentsOf: runner.folder.url.appending(path: "arguments"), encoding: .utf8)
        #expect(
            arguments.split(separator: "\n", omittingEmptySubsequences: false) == [
                "\(runner.folder.url.path)/tiny", "float32", "meta:1", "3",
            ])
    }

    @Test func otherWeightsOrAnotherProgramAreComputedAnew() async throws {
        #expect(await extract("--persona-id", "bo", "--quiet").output == "bo\n")
        #expect(await extract("--persona-id", "bo", "--quiet").output.isEmpty)
        let weights = runner.folder.url.appending(path: "tiny/model.safetensors")
        try (Data(contentsOf: weights) + [0]).write(to: weights)
        #expect(await extract("--persona-id", "bo", "--quiet").output == "bo\n")
        let source = try String(contentsOf: worker.script, encoding: .utf8)
        try Data((source + "\n# another\n").utf8).write(to: worker.script)
        #expect(await extract("--persona-id", "bo", "--quiet").output == "bo\n")
        #expect(await extract("--persona-id", "bo", "--quiet").output.isEmpty)
    }

    /// As when the system is short of memory: the personas are not to blame.
    @Test func aWorkerThatIsKilledEndsTheRun() async throws {
        try worker.write("3", to: "end")
        let outcome = await extract("--persona-id", "ada", "bo", "--skip-failed")
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errors.hasPrefix(
                "Error: Extracting 'bo' (templated) failed, and nothing was saved for it: The Python "
                    + "worker "))
        #expect(outcome.errors.hasSuffix("ended without an answer. It said: Killed\n"))
        #expect(try store.listPersonas(variants: [.templated]) == ["ada"])
    }

    @Test func aScriptThatIsNotThereIsNamed() async throws {
        try FileManager.default.removeItem(at: worker.script)
        let outcome = await extract("--persona-id", "bo")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("\(worker.script.path)"), "\(outcome.errors)")
    }
}
