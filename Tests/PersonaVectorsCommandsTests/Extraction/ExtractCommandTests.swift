import Foundation
import PersonaExtraction
import PersonaVectors
import PersonaVectorsTesting
import Safetensors
import Testing
import Tokenization

/// `persona-vectors extract` on a tiny model and a handful of personas.
struct ExtractCommandTests {
    let runner: CommandRunner

    init() throws {
        runner = try CommandRunner()
        try TinyChatModel.write(to: runner.folder.url.appending(path: "models/tiny"))
    }

    /// Runs `extract` with the model and the personas of the fixtures.
    func extract(_ arguments: String...) async -> CommandRunner.Outcome {
        await runner.run(
            ["extract", "--model", "models/tiny", "--personas", Fixtures.path("personas")]
                + arguments)
    }

    func store(
        _ strategy: MaskStrategy = .answerMean, model: String = "tiny",
        _ folder: String = "artifacts/activations"
    ) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: model, rootDirectory: runner.folder.url.appending(path: folder),
            maskStrategy: strategy)
    }

    @Test func savesVectorsOfEveryStrategyAndVariant() async throws {
        let outcome = await extract(
            "--persona-id", "ada", "baseline_assistant", "--n-train", "3", "--mask-strategy",
            "answer_mean", "persona_mean", "--model-id", "org/tiny")
        // The baseline's one question is on no side of the split of the others.
        #expect(
            outcome
                == .init(
                    status: 0,
                    output: """
                        VARIANT    SAVED  SKIPPED  FAILED
                        biography      2        0       0
                        templated      2        0       0

                        """, errors: ""))
        for strategy in [MaskStrategy.answerMean, .personaMean] {
            let store = try store(strategy, model: "org/tiny")
            for variant in PromptVariant.defaults {
                let vector = try store.load(variant, personaID: "ada")
                #expect(vector.layerCount == TinyChatModel.layerCount)
                #expect(vector.hiddenSize == TinyChatModel.hiddenSize)
                #expect(vector.dtype == .float32)
            }
            let ids = try store.personaSampleIDs(.templated, personaID: "ada")
            let train = try PersonaDataset(folder: Fixtures.url("personas"))
                .trainTestSplit(for: "ada", trainCount: 3).train.map(\.id)
            #expect(ids == (strategy == .personaMean ? [train[0]] : train))
            #expect(
                try store.personaNames(for: ["ada"], variants: [.templated])["ada"] == "Ada Ñandú")
        }
    }

    /// The mean over two questions of the mean over the tokens of their answers, by hand.
    @Test func theVectorIsTheMeanOverAnswersInTheTemplatesText() async throws {
        try runner.write("Be: {persona}\n", to: "prompt.txt")
        let outcome = await extract(
            "--persona-id", "bo", "--variant", "biography", "--n-train", "2", "--prompt-template",
            "prompt.txt")
        #expect(outcome.status == 0)
        let folder = runner.folder.url.appending(path: "models/tiny")
        let (backend, text) = try (NativeBackend(folder: folder), ModelText(folder: folder))
        let pairs = try PersonaDataset(folder: Fixtures.url("personas"))
            .trainTestSplit(for: "bo", trainCount: 2).train
        let requests = pairs.map { pair in
            let before = """
                <|im_start|>system
                Be: Bo Lind repairs clocks.<|im_end|>
                <|im_start|>user
                \(pair.question)<|im_end|>
                <|im_start|>assistant

                """
            let start = text.tokenizer.encode(before).ids
            let answer = text.tokenizer.encode(pair.answer).ids
            return ActivationRequest(
                tokens: start + answer,
                selections: [Array(start.count..<start.count + answer.count)])
        }
        let rows = try await backend.activations(for: requests).map { $0[0].values }
        let expected = zip(rows[0], rows[1]).map { Float((Double($0) + Double($1)) / 2) }
        #expect(try store().load(.biography, personaID: "bo").floats() == expected)
    }

    @Test func everyVectorSaysWhereItComesFrom() async throws {
        _ = await extract("--persona-id", "bo", "--variant", "templated", "--n-train", "2")
        let provenance = try #require(
            try store().load(.templated, personaID: "bo").provenance)
        #expect(provenance.modelID == "tiny")
        #expect(provenance.modelRevision?.hasPrefix("sha256:") == true)
        #expect(provenance.modelRevision?.count == 71)
        #expect(provenance.layerConvention == VectorProvenance.blockOutput)
        #expect(provenance.tool?.hasPrefix("persona-vectors-swift ") == true)
        #expect(provenance.details["engine"] == "native")
        #expect(provenance.details["answer_search"] == "first-match")
        #expect(provenance.details["question_set"] == "train_test_split(n_train=2)")
        #expect(provenance.details["qa_filter"] == "all")
        #expect(
            provenance.details["prompt_template_digest"] == PromptTemplate.standard.digest)
        for key in ["prompt_digest", "chat_template_digest", "tokenizer_digest"] {
            #expect(provenance.details[key]?.count == 64)
        }
    }

    @Test func theSecondRunSkipsAndForceDoesNot() async throws {
        let arguments = ["--persona-id", "ada", "bo", "--n-train", "2", "--variant", "templated"]
        func run(_ more: String...) async -> CommandRunner.Outcome {
            await runner.run(
                ["extract", "--model", "models/tiny", "--personas", Fixtures.path("personas")]
                    + arguments + more)
        }
        #expect(await run("--quiet").output == "ada\nbo\n")
        let before = try runner.folder.contents()
        #expect(await run("--quiet") == .init(status: 0, output: "", errors: ""))
        #expect(
            await run("--format", "json").output
                == """
                {
                  "failed": [],
                  "mask_strategies": [
                    "answer_mean"
                  ],
                  "model": "tiny",
                  "replaced": [],
                  "saved": [],
                  "skipped": [
                    {
                      "persona": "ada",
                      "variant": "templated"
                    },
                    {
                      "persona": "bo",
                      "variant": "templated"
                    }
                  ]
                }

                """)
        #expect(await run("--quiet", "--force").output == "ada\nbo\n")
        // The same input gives the same bytes.
        #expect(try runner.folder.contents() == before)
        // Another template is another prompt.
        try runner.write("{persona}", to: "other.txt")
        #expect(await run("--quiet", "--prompt-template", "other.txt").output == "ada\nbo\n")
    }

    @Test func shardsMakeTheWholeBetweenThem() async throws {
        let whole = await extract(
            "--sample-size", "3", "--activations-dir", "whole", "--qa-type", "implicit")
        #expect(whole.status == 0)
        for shard in ["1/2", "2/2"] {
            let part = await extract(
                "--sample-size", "3", "--activations-dir", "parts", "--qa-type", "implicit",
                "--shard", shard)
            #expect(part.status == 0)
        }
        let (whole1, parts) = try (
            store(model: "tiny", "whole"), store(model: "tiny", "parts")
        )
        #expect(try whole1.listPersonas(includingBaseline: true).count == 3)
        for id in try whole1.listPersonas(includingBaseline: true) {
            for variant in PromptVariant.defaults {
                #expect(
                    try whole1.load(variant, personaID: id).floats()
                        == parts.load(variant, personaID: id).floats())
            }
        }
    }

    @Test func aPersonaThatFailsEndsTheRunUnlessItIsSkipped() async throws {
        let arguments = ["--n-train", "1", "--variant", "templated", "--persona-id", "bo", "cy"]
        let base = ["extract", "--model", "models/tiny", "--personas", Fixtures.path("personas")]
        let reason =
            "Extracting 'cy' (templated) failed, and nothing was saved for it: No question put to "
            + "'cy' is left after the choice of questions; at least one is needed.\n"
        let failed = await runner.run(base + arguments)
        #expect(failed == .init(status: 1, output: "", errors: "Error: " + reason))
        #expect(try store().listPersonas(variants: [.templated]) == ["bo"])
        let skipped = await runner.run(base + arguments + ["--skip-failed"])
        #expect(
            skipped
                == .init(
                    status: 0,
                    output: """
                        VARIANT    SAVED  SKIPPED  FAILED
                        templated      0        1       1

                        """, errors: "Warning: " + reason))
    }

    @Test func whereAllFailTheStatusSaysSo() async throws {
        let outcome = await extract(
            "--persona-id", "cy", "--n-train", "1", "--variant", "templated", "--skip-failed")
        #expect(outcome.status == 1)
        #expect(outcome.output.hasSuffix("\ntemplated      0        0       1\n"))
        #expect(outcome.errors.hasPrefix("Warning: Extracting 'cy' (templated) failed"))
    }
}
