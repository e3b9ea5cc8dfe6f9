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

    @Test func aTraitSaysWhatItIsMadeOfAndOtherPromptsMakeAnother() async throws {
        func run(_ more: String...) async -> CommandRunner.Outcome {
            await runner.run(
                [
                    "extract-trait", "age", "--model", "tiny", "--personas",
                    Fixtures.path("personas"), "--mask-strategy", "persona_mean", "answer_mean",
                    "--format", "json",
                ] + more)
        }
        func stored(_ outcome: CommandRunner.Outcome) throws -> [Bool] {
            #expect(outcome.status == 0, "\(outcome.errors)")
            let object = try JSONValue(parsing: Array(outcome.output.utf8)).objectValue
            return object?["traits"]?.arrayValue?.compactMap {
                $0.objectValue?["stored_already"] == .bool(true)
            } ?? []
        }
        #expect(try await stored(run("--n-train", "1", "--persona-id", "ada")) == [false, false])
        let provenance = try #require(try store().load("age").provenance)
        #expect(provenance.modelID == "tiny")
        #expect(provenance.modelRevision?.hasPrefix("sha256:") == true)
        #expect(provenance.details["value_from"] == "22")
        #expect(provenance.details["value_to"] == "70")
        #expect(provenance.details["engine"] == "native")
        for key in [
            "prompt_digest", "prompt_template_digest", "chat_template_digest", "tokenizer_digest",
        ] {
            #expect(provenance.details[key]?.count == 64, "\(key)")
        }
        #expect(try await stored(run("--n-train", "1", "--persona-id", "ada")) == [true, true])
        // Another question is nothing to the description's mean.
        #expect(try await stored(run("--n-train", "2", "--persona-id", "ada")) == [true, false])
        #expect(try await stored(run("--n-train", "2", "--persona-id", "bo")) == [false, false])
        let others = await run(
            "--n-train", "2", "--persona-id", "bo", "--from", "30", "--to", "40")
        #expect(try stored(others) == [false, false])
        #expect(try store().metadata(for: "age")["value_from"] == .string("30"))
    }

    /// Shoe sizes stand in no description, so that no pair differs in them.
    @Test func theOthersAreComputedWhenOneFails() async throws {
        let people = runner.folder.url.appending(path: "people")
        try FileManager.default.copyItem(at: Fixtures.url("personas"), to: people)
        let schema = people.appending(path: "attribute_schema.json")
        let text = """
            {"persona_fields": {
                "shoe_size": {"kind": "ordinal", "ordered_values": ["38", "45"]},
                "age": {"kind": "ordinal", "ordered_values": ["22", "70"]}
            }}
            """
        try Data(text.utf8).write(to: schema)
        let outcome = await runner.run([
            "extract-trait", "shoe_size", "age", "--model", "tiny", "--personas", "people",
            "--persona-id", "ada", "--n-train", "1",
        ])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.hasPrefix(
                "Error: No persona can be shown with both values of 'shoe_size'"),
            "\(outcome.errors)")
        #expect(outcome.output.contains("\nage    answer_mean"), "\(outcome.output)")
        #expect(try store().listAttributes() == ["age"])
    }

    /// Two data sets that differ in one attribute give what the swap of that attribute gives.
    @Test func pairsOfDataSetsAreJoinedById() async throws {
        let dataset = try PersonaDataset(folder: Fixtures.url("personas"))
        for (folder, answer) in [("no", "No"), ("yes", "Yes")] {
            let url = runner.folder.url.appending(path: folder)
            try FileManager.default.copyItem(at: Fixtures.url("personas"), to: url)
            let lines = try ["ada", "bo"].map { id in
                let persona = try dataset.persona(id)
                let key = "speak_other_language"
                let hasValue = persona.attributes[ExactString(key)] == .string(answer)
                let shown = hasValue ? persona : try persona.swapping(key, to: .string(answer))
                let row: [String: String] = ["id": id, "templated_view": shown.templatedView]
                let json = try JSONEncoder().encode(row)
                return String(decoding: json.dropLast(), as: UTF8.self) + #", "persona": {}}"#
            }
            // The second set has one persona less.
            let kept = folder == "no" ? lines : Array(lines.prefix(1))
            try Data((kept.joined(separator: "\n") + "\n").utf8)
                .write(to: url.appending(path: "personas.jsonl"))
        }
        func run(_ arguments: String...) async -> CommandRunner.Outcome {
            await runner.run(["extract-trait", "--model", "tiny", "--n-train", "1"] + arguments)
        }
        let swapped = await run(
            "speak_other_language", "--personas", Fixtures.path("personas"), "--persona-id", "ada")
        #expect(swapped.status == 0, "\(swapped.errors)")
        let paired = await run("language", "--personas-from", "no", "--personas-to", "yes")
        #expect(paired.status == 0)
        #expect(
            paired.errors.hasPrefix(
                "Warning: 'bo' is left out: There is no persona 'bo' among the 1 that were read of "
            ),
            "\(paired.errors)")
        let store = try store()
        #expect(
            try store.load("language").floats() == store.load("speak_other_language").floats())
        let entry = try store.metadata(for: "language")
        #expect(entry["value_from"] == .string("no"))
        #expect(entry["value_to"] == .string("yes"))
        #expect(entry["n_personas"] == .integer(1))
        let again = await run("language", "--personas-from", "no", "--personas-to", "yes")
        #expect(again.output.contains("stored already"))
    }

    @Test func aSchemaThatCannotBeReadIsNamed() async throws {
        let people = runner.folder.url.appending(path: "people")
        try FileManager.default.copyItem(at: Fixtures.url("personas"), to: people)
        let schema = people.appending(path: "attribute_schema.json")
        try FileManager.default.removeItem(at: schema)
        try FileManager.default.createDirectory(at: schema, withIntermediateDirectories: true)
        let outcome = await runner.run([
            "extract-trait", "age", "--model", "tiny", "--personas", "people",
        ])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors == """
                Error: The file \(schema.path), which names the ends of attributes, cannot be read. \
                Make it readable, or take it away and give the ends with --from and --to.

                """)
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
