import Foundation
import PersonaExtraction
import PersonaVectors
import PersonaVectorsTesting
import Testing

/// `persona-vectors extract-trait` on a tiny model and a handful of personas.
struct ExtractTraitCommandTests {
    let runner: CommandRunner

    init() throws {
        runner = try CommandRunner()
        try TinyChatModel.write(to: runner.folder.url.appending(path: "tiny"))
    }

    func extract(_ arguments: String...) async -> CommandRunner.Outcome {
        await runner.run(
            ["extract-trait", "--model", "tiny", "--personas", Fixtures.path("personas")]
                + arguments)
    }

    func store(_ strategy: MaskStrategy = .answerMean) throws -> TraitVectorStore {
        try TraitVectorStore(
            modelName: "tiny",
            rootDirectory: runner.folder.url.appending(path: "artifacts/trait_vectors"),
            maskStrategy: strategy)
    }

    /// The vectors that `extract` computes when the personas' own rows say the same.
    @Test func theTraitIsTheMeanDifferenceOfMinimalPairs() async throws {
        let outcome = await extract("speak_other_language", "--n-train", "2")
        #expect(outcome.status == 0)
        #expect(
            outcome.errors
                == "Warning: 'cy' is left out: No question put to 'cy' is left after the choice of "
                + "questions; at least one is needed.\n")
        let entry = try store().metadata(for: "speak_other_language")
        #expect(entry["value_from"] == .string("No"))
        #expect(entry["value_to"] == .string("Yes"))
        #expect(entry["n_personas"] == .integer(2))
        #expect(entry["auc_by_layer"]?.objectValue?.keys.count == TinyChatModel.layerCount)

        let dataset = try PersonaDataset(folder: Fixtures.url("personas"))
        let (ada, bo) = try (dataset.persona("ada"), dataset.persona("bo"))
        let key = "speak_other_language"
        let (adaNo, boYes) = try (
            ada.swapping(key, to: .string("No")), bo.swapping(key, to: .string("Yes"))
        )
        let no = try await [vector(of: adaNo, "ada"), vector(of: bo, "bo")]
        let yes = try await [vector(of: ada, "ada"), vector(of: boYes, "bo")]
        var delta: [Float] = []
        for index in no[0].indices {
            let first = Double(yes[0][index] - no[0][index])
            let second = Double(yes[1][index] - no[1][index])
            delta.append(Float((first + second) / 2))
        }
        #expect(try store().load(key).floats() == delta)
    }

    /// The mean over two answers of a persona as it is described.
    func vector(of persona: Persona, _ id: String) async throws -> [Float] {
        let folder = runner.folder.url.appending(path: "tiny")
        let (backend, text) = try (NativeBackend(folder: folder), ModelText(folder: folder))
        let pairs = try PersonaDataset(folder: Fixtures.url("personas"))
            .trainTestSplit(for: id, trainCount: 2).train
        let samples = try PersonaPrompt.prompts(
            of: persona, variant: .templated, questions: pairs
        ).map { prompt in
            let tokenized = try TokenizedPrompt(prompt, model: text)
            return PersonaSamples.Sample(
                id: prompt.id, tokens: tokenized.tokenIDs,
                masks: [.answerMean: try tokenized.mask(of: .answerMean)])
        }
        let means = try await backend.meanActivations(
            of: PersonaSamples(samples: samples), strategies: [.answerMean])
        return try #require(means[.answerMean]).vector.floats()
    }

    @Test func everyKindHasItsEndsAndStoredTraitsAreLeftAlone() async throws {
        let arguments = ["--n-train", "1", "--persona-id", "ada", "bo", "--format", "json"]
        let first = await runner.run(
            [
                "extract-trait", "highest_degree_received", "age", "--model", "tiny", "--personas",
                Fixtures.path("personas"), "--mask-strategy", "persona_mean", "answer_last",
            ]
                + arguments)
        #expect(first.status == 0)
        for strategy in [MaskStrategy.personaMean, .answerLast] {
            let store = try store(strategy)
            #expect(try store.listAttributes() == ["age", "highest_degree_received"])
            let age = try store.metadata(for: "age")
            #expect(age["value_from"] == .string("22"))
            #expect(age["value_to"] == .string("70"))
            let degree = try store.metadata(for: "highest_degree_received")
            #expect(degree["value_from"] == .string("High school"))
            #expect(degree["value_to"] == .string("Graduate"))
        }
        let before = try runner.folder.contents()
        let again = await extract(
            "age", "--n-train", "1", "--persona-id", "ada", "bo", "--mask-strategy", "persona_mean")
        #expect(
            again.output
                == """
                TRAIT  MASK          FROM            TO  PERSONAS  FAILED  BEST LAYER  AUC
                age    persona_mean  stored already

                """)
        #expect(try runner.folder.contents() == before)
        let forced = await extract(
            "age", "--n-train", "1", "--persona-id", "ada", "--mask-strategy", "persona_mean",
            "--force", "--from", "30", "--to", "31", "--quiet")
        #expect(forced.output == "age\n")
        #expect(try store(.personaMean).metadata(for: "age")["n_personas"] == .integer(1))
    }

    static let refusals: [([String], Int32, String)] = [
        (["religion"], 1, "No contrast for 'religion': its kind is nominal"),
        (["hair"], 1, "No attribute 'hair' in the personas; there are "),
        (
            ["age", "--from", "old", "--to", "70"], 1,
            "'old' is no number, but the values of 'age' are."
        ),
        (
            ["religion", "--from", "None", "--to", "Jainism"], 1,
            "'Jainism' is no value of 'religion'. There are 'None', 'Buddhism'."
        ),
        (
            ["age", "--persona-id", "cy", "baseline_assistant"], 1,
            "No persona can be shown with both values of 'age'; at least one is needed. The first"
        ),
        (
            ["age", "--persona-id", "baseline_assistant"], 1,
            "No persona can be shown with both values of 'age'; at least one is needed. There"
        ),
        (
            ["mood", "--personas-from", "a"], 64,
            "'--personas-from' and '--personas-to' belong together: give both or none."
        ),
        (
            ["mood", "--personas-from", "a", "--personas-to", "b"], 64,
            "'--personas' and '--personas-from' both name personas: choose one."
        ),
        (["age", "--from", "3"], 64, "'--from' and '--to' belong together: give both or none."),
        (["age", "--from", "3", "--to", "3"], 64, "'--from' and '--to' are both '3'."),
        (
            ["age", "--from", "-3", "--to", "old"], 1,
            "'old' is no number, but the values of 'age' are."
        ),
        (["age", "age"], 64, "The attribute 'age' is named twice."),
        (
            ["age", "--variant", "biography"], 64,
            "'--variant' is for '--personas-from' and '--personas-to': an attribute is"
        ),
        (
            ["age", "sex", "--from", "3", "--to", "4"], 64,
            "'--from' and '--to' are values of one attribute, but 2 are named."
        ),
    ]

    @Test(arguments: refusals)
    func saysWhatIsWrong(_ arguments: [String], _ status: Int32, _ message: String) async throws {
        let outcome = await runner.run(
            ["extract-trait"] + arguments
                + ["--model", "tiny", "--personas", Fixtures.path("personas")])
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("Error: "))
        #expect(outcome.status == status)
        #expect(
            !FileManager.default.fileExists(
                atPath: runner.folder.url.appending(path: "artifacts").path))
    }

    @Test func attributesWithoutEndsDoNotStopTheOthers() async throws {
        let outcome = await extract(
            "religion", "age", "hair", "--n-train", "1", "--persona-id", "ada", "--quiet")
        #expect(outcome.status == 1)
        #expect(outcome.output == "age\n")
        let errors = outcome.errors.split(separator: "\n")
        #expect(errors.count == 2)
        #expect(errors.first?.hasPrefix("Error: No contrast for 'religion': ") == true)
        #expect(errors.last?.hasPrefix("Error: No attribute 'hair' in the personas; ") == true)
        #expect(try store().listAttributes() == ["age"])
    }

    @Test func withoutASchemaTheEndsAreGiven() async throws {
        let people = runner.folder.url.appending(path: "people")
        try FileManager.default.createDirectory(at: people, withIntermediateDirectories: true)
        for name in ["personas.jsonl", "qa.jsonl"] {
            try FileManager.default.copyItem(
                at: Fixtures.url("personas/\(name)"), to: people.appending(path: name))
        }
        let base = ["extract-trait", "city", "--model", "tiny", "--personas", "people"]
        let without = await runner.run(base)
        #expect(
            without.errors
                == "Error: There is no \(people.path)/attribute_schema.json, which names the ends of "
                + "'city'. Give them with --from and --to.\n")
        let given = await runner.run(
            base + ["--from", "Oakland", "--to", "Lima", "--n-train", "1", "--sample-size", "2"])
        #expect(given.status == 0)
        #expect(try store().metadata(for: "city")["value_to"] == .string("Lima"))
    }
}
