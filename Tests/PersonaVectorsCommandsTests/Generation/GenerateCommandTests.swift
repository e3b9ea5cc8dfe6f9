import Foundation
import PersonaVectors
import Testing

/// `persona-vectors generate` on tiny models, against what transformers writes with hooks.
struct GenerateCommandTests {
    let runner: CommandRunner

    init() throws {
        runner = try CommandRunner()
    }

    static let models = ["qwen2", "gemma2"]
    static let torchPython = ProcessInfo.processInfo.environment["PERSONA_VECTORS_TORCH_PYTHON"]

    /// A model in the runner's folder, with steering vector `ada` and a trait store beside it.
    func model(_ name: String = "qwen2") throws -> TalkingModel {
        let model = try TalkingModel(name)
        let folder = runner.folder.url
        _ = try model.write(into: folder)
        try model.writeSteering(to: folder.appending(path: "ada"))
        try model.writeTraits(to: folder.appending(path: "artifacts/trait_vectors"))
        return model
    }

    /// Runs `generate` with the prompt of the fixtures.
    func generate(_ model: TalkingModel, _ arguments: [String]) async -> CommandRunner.Outcome {
        await runner.run(
            [
                "generate", "--model", model.name, "--compute", "float32", "--max-tokens", "12",
                "--system", "You are Ada.", "--prompt", "Where do you live?",
            ] + arguments)
    }

    func json(_ outcome: CommandRunner.Outcome) throws -> JSONObject {
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try #require(JSONValue(parsing: Array(outcome.output.utf8)).objectValue)
    }

    func expect(
        _ value: JSONValue?, is answer: TalkingModel.Answer,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let reply = value?.objectValue
        let tokens = reply?["tokens"]?.arrayValue?.compactMap(\.integerValue)
        #expect(tokens == answer.tokens, sourceLocation: sourceLocation)
        #expect(reply?["text"]?.stringValue == answer.text, sourceLocation: sourceLocation)
    }

    @Test(arguments: models)
    func answersAsTransformersDoes(_ name: String) async throws {
        let model = try model(name)
        let object = try await json(generate(model, ["--format", "json"]))
        #expect(object["model"]?.stringValue == name)
        #expect(object["prompt"]?.stringValue == model.expected.prompt)
        #expect(
            object["prompt_tokens"]?.arrayValue?.compactMap(\.integerValue) == model.expected.ids)
        expect(object["unsteered"], is: model.expected.plain)
        #expect(object["steered"] == .null)
        #expect(object["steering"] == .null)
    }

    @Test(arguments: models, ["none", "dim", "start"])
    func aVectorSteersAsHooksDo(_ name: String, schedule: String) async throws {
        let model = try model(name)
        let object = try await json(
            generate(
                model, ["--steering", "ada", "--schedule", schedule, "--format", "json"]))
        expect(object["unsteered"], is: model.expected.plain)
        expect(object["steered"], is: try #require(model.expected.vector[schedule]))
        #expect(
            object["steering"]
                == .object([
                    "layers": .array([.integer(model.expected.vectorLayer)]),
                    "persona": .string("ada"),
                    "schedule": .string(schedule), "strength": .double(2), "traits": .array([]),
                ]))
    }

    @Test(arguments: models)
    func traitsSteerABandOfLayers(_ name: String) async throws {
        let model = try model(name)
        let object = try await json(
            generate(
                model,
                [
                    "--trait", "age", "sex", "--layers", "0:\(model.expected.vectorLayer + 1)",
                    "--strength", "1.5", "--format", "json",
                ]))
        expect(object["steered"], is: model.expected.band)
        #expect(
            object["steering"]?.objectValue?["traits"] == .array([.string("age"), .string("sex")]))
    }

    @Test func aStrengthOfNothingChangesNothing() async throws {
        let model = try model()
        let object = try await json(
            generate(model, ["--steering", "ada", "--strength", "0", "--format", "json"]))
        #expect(object["steered"] == object["unsteered"])
    }

    @Test func layersMayBeOthersThanTheVectorsOwn() async throws {
        let model = try model()
        try model.writeSteering(
            to: runner.folder.url.appending(path: "elsewhere"), layer: 0,
            values: model.vector(layer: model.expected.vectorLayer))
        let layer = "\(model.expected.vectorLayer)"
        let object = try await json(
            generate(
                model, ["--steering", "elsewhere", "--layers", layer, "--format", "json"]))
        expect(object["steered"], is: try #require(model.expected.vector["none"]))
    }

    @Test func aVectorOfAnotherModelIsSaidToBeOne() async throws {
        let model = try model()
        let outcome = await generate(
            model, ["--steering", "ada", "--model-id", "org/other", "--quiet"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == """
                Warning: the steering vector 'ada' was made with the model 'qwen2', and this is \
                'org/other'. In another model its direction means nothing; if it is the same one, \
                say so with --model-id.

                """)
    }

    /// The end token is the third of the answer, unless more are asked for.
    @Test func theAnswerEndsNotBeforeTheLeastTokens() async throws {
        let model = try model()
        let tokens = model.expected.plain.tokens
        let folder = runner.folder.url.appending(path: model.name)
        let end = try #require(tokens.firstIndex { $0 != tokens[0] })
        try Data(#"{"eos_token_id": \#(tokens[end])}"#.utf8)
            .write(to: folder.appending(path: "generation_config.json"))
        func count(_ more: [String]) async throws -> Int? {
            let object = try await json(generate(model, more + ["--format", "json"]))
            return object["unsteered"]?.objectValue?["tokens"]?.arrayValue?.count
        }
        #expect(try await count([]) == end + 1)
        #expect(try await count(["--min-tokens", "12"]) == 12)
    }

    @Test func showsAnswersSideBySide() async throws {
        let model = try model()
        let steered = await generate(model, ["--steering", "ada", "--schedule", "start"])
        #expect(steered.status == 0)
        #expect(steered.errors == "")
        try Fixtures.expectSnapshot(steered.output, "tables/generate-steered.txt")
        let plain = await generate(model, [])
        try Fixtures.expectSnapshot(plain.output, "tables/generate.txt")
        let quiet = await generate(model, ["--quiet"])
        #expect(quiet.output == model.expected.plain.text + "\n")
    }

    @Test func drawsDependOnTheSeed() async throws {
        let model = try model()
        func draw(_ seed: String) async -> String {
            await generate(
                model, ["--temperature", "2", "--top-p", "0.99", "--seed", seed, "--quiet"]
            ).output
        }
        #expect(await draw("1") == draw("1"))
        #expect(await draw("1") != draw("2"))
    }

    @Test(.enabled(if: torchPython != nil), arguments: models)
    func theWorkerAnswersTheSame(_ name: String) async throws {
        let model = try model(name)
        let object = try await json(
            generate(
                model,
                [
                    "--backend", "worker", "--python", try #require(Self.torchPython),
                    "--steering", "ada", "--schedule", "dim", "--format", "json",
                ]))
        expect(object["unsteered"], is: model.expected.plain)
        expect(object["steered"], is: try #require(model.expected.vector["dim"]))
    }
}
