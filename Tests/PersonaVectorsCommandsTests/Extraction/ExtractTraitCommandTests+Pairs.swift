import Foundation
import PersonaExtraction
import PersonaVectors
import Testing

/// What pairs of personas are made of, and which of them are stored already.
extension ExtractTraitCommandTests {
    /// Writes a data set whose personas all say whether they speak another language.
    func writePeople(_ ids: [String], speaking answer: String, to folder: String) throws {
        let dataset = try PersonaDataset(folder: Fixtures.url("personas"))
        let key = "speak_other_language"
        let url = runner.folder.url.appending(path: folder)
        try FileManager.default.copyItem(at: Fixtures.url("personas"), to: url)
        let lines = try ids.map { id in
            let persona = try dataset.persona(id)
            let hasValue = persona.attributes[ExactString(key)] == .string(answer)
            let shown = hasValue ? persona : try persona.swapping(key, to: .string(answer))
            let row: [String: String] = ["id": id, "templated_view": shown.templatedView]
            let json = try JSONEncoder().encode(row)
            return String(decoding: json.dropLast(), as: UTF8.self) + #", "persona": {}}"#
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8)
            .write(to: url.appending(path: "personas.jsonl"))
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
        // The second set has one persona less.
        try writePeople(["ada", "bo"], speaking: "No", to: "no")
        try writePeople(["ada"], speaking: "Yes", to: "yes")
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
        let alike = await run("language", "--personas-from", "no", "--personas-to", "no", "--force")
        #expect(alike.status == 1)
        #expect(
            alike.errors == """
                Error: No persona can be shown with both values of 'language'; at least one is \
                needed. The first says: The persona 'ada' has the same prompts on both sides of \
                'language'; there is no difference to measure.

                """)
        let again = await run("language", "--personas-from", "no", "--personas-to", "yes")
        #expect(again.output.contains("stored already"))
    }

    /// Sets that differ in their biographies alone differ in nothing else.
    @Test func pairsAreShownInTheDescriptionNamed() async throws {
        for (folder, mood) in [("calm", "calm"), ("angry", "angry")] {
            let url = runner.folder.url.appending(path: folder)
            try FileManager.default.copyItem(at: Fixtures.url("personas"), to: url)
            let row = #"""
                {"id": "ada", "persona": {}, "templated_view": "I am Ada.", \#
                "biography_view": "Ada is \#(mood)."}

                """#
            try Data(row.utf8).write(to: url.appending(path: "personas.jsonl"))
        }
        let arguments = [
            "extract-trait", "mood", "--model", "tiny", "--n-train", "1", "--personas-from",
            "calm", "--personas-to", "angry",
        ]
        let templated = await runner.run(arguments)
        #expect(templated.errors.contains("'ada' has the same prompts on both sides of 'mood'"))
        let biography = await runner.run(arguments + ["--variant", "biography"])
        #expect(biography.status == 0, "\(biography.errors)")
        #expect(try store().listAttributes(variant: .biography) == ["mood"])
        #expect(try store().load("mood", variant: .biography).floats().contains { $0 != 0 })
        let again = await runner.run(arguments + ["--variant", "biography"])
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
}
