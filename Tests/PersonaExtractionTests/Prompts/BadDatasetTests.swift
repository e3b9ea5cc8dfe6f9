import Foundation
import PersonaExtraction
import Testing

/// What is said of data sets that cannot be used.
struct BadDatasetTests {
    static let personas =
        #"{"id": "p", "persona": {}, "templated_view": "I am P."}"# + "\n"
    static let questions = #"""
        {"id": "p", "qid": "q", "type": "explicit", "item_type": "frq", "scope": "shared", \#
        "question": "Who?", "answer": "P."}

        """#

    /// Writes a data set and runs `body` in it; a nil file is left out.
    func withDataset<R>(
        personas: String? = BadDatasetTests.personas,
        questions: String? = BadDatasetTests.questions,
        more: [String: String] = [:], _ body: (URL) throws -> R
    ) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "dataset-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var files = more
        files["personas.jsonl"] = personas
        files["dataset_qa.jsonl"] = questions
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        return try body(folder)
    }

    func message(_ folder: URL, _ body: () throws -> Void) -> String? {
        let error = #expect(throws: ExtractionError.self) { try body() }
        return error?.message.replacing(folder.path, with: "F")
    }

    @Test func namesTheFilesThatAreMissing() throws {
        try withDataset(personas: nil) { folder in
            #expect(
                message(folder) { _ = try PersonaDataset(folder: folder) }
                    == "The folder F has no dataset_personas.jsonl and no personas.jsonl; one of "
                    + "them is needed. Name the folder of a personas data set.")
        }
        try withDataset(questions: nil) { folder in
            let error = #expect(throws: ExtractionError.self) {
                try PersonaDataset(folder: folder)
            }
            #expect(error?.code == .datasetNotFound)
            #expect(error?.message.contains("no dataset_qa.jsonl and no qa.jsonl") == true)
        }
    }

    @Test func aRegistryWithoutQuestionsIsNoRegistry() throws {
        try withDataset(more: ["question_registry.jsonl": "\n"]) { folder in
            let dataset = try PersonaDataset(folder: folder)
            #expect(try dataset.questions(for: "p").count == 1)
            for filter in [QAFilter(topicGroupID: "t"), QAFilter(questionSet: "s")] {
                #expect(
                    message(folder) { _ = try dataset.questions(for: "p", matching: filter) }
                        == "The file F/question_registry.jsonl names no question, so that no topic "
                        + "and no set can be chosen. Choose questions without these.")
            }
        }
    }

    /// Ids that differ only in normalization are those of different questions.
    @Test func equivalentIDsAreNotTheSame() throws {
        func row(_ id: String, _ type: String, _ scope: String, _ more: String) -> String {
            #"{"id": "p", "qid": "\#(id)", "type": "explicit", "item_type": "\#(type)", "#
                + #""scope": "\#(scope)", "question": "Who?", "answer": "P."\#(more)}"# + "\n"
        }
        let shared = #", "bank_id": "b\u00e9""#
        let questions =
            row("m", "mcq", "shared", shared)
            + row("q\u{e9}", "frq", "individual", "") + row("qe\u{301}", "frq", "individual", "")
            + row("c", "frq", "individual", #", "bank_id": "be\u0301""#)
            + row("d", "frq", "individual", shared)
        let bank =
            #"{"items": [{"bank_id": "b\u00e9", "related_frq_qids": ["q\u00e9"]}, "#
            + #"{"bank_id": "be\u0301", "related_frq_qids": ["qe\u0301"]}]}"#
        try withDataset(
            questions: questions, more: ["implicit_shared_mc_bank.json": bank]
        ) { folder in
            let dataset = try PersonaDataset(folder: folder)
            let split = try dataset.trainTestSplit(for: "p", seed: nil)
            #expect(split.train.map { Array($0.id.utf8) } == [Array("qe\u{301}".utf8), [0x63]])
        }
    }

    @Test func theBaselineIsKnownByItsID() throws {
        let row = #"{"id": "baseline_assistant", "persona": {}, "templated_view": "I help."}"#
        try withDataset { folder in
            let baseline = try PersonaDataset(folder: folder).baseline
            #expect(baseline == nil)
        }
        try withDataset(personas: Self.personas + row + "\n") { folder in
            let baseline = try PersonaDataset(folder: folder).baseline
            #expect(baseline?.templatedView == "I help.")
        }
    }

    @Test func theHubsNamesCountBeforeTheShortOnes() throws {
        let other = Self.personas.replacing("\"p\"", with: "\"hub\"")
        try withDataset(more: ["dataset_personas.jsonl": other]) { folder in
            let dataset = try PersonaDataset(folder: folder)
            #expect(dataset.personaIDs == ["hub"])
        }
    }

    @Test(arguments: [
        ("nonsense\n", "'id' in line 2 of F/personas.jsonl is nothing; a string is needed."),
        ("[1]\n", "'id' in line 2 of F/personas.jsonl is nothing; a string is needed."),
        (#"{"id": 7}"#, "'id' in line 2 of F/personas.jsonl is 7; a string is needed."),
        (#"{"name": "x"}"#, "'id' in line 2 of F/personas.jsonl is nothing; a string is needed."),
        (#"{"id": "x}"#, "There is no JSON object in line 2 of F/personas.jsonl: "),
    ])
    func aLineWithoutAnIDIsNamedAtOnce(_ line: String, _ expected: String) throws {
        try withDataset(personas: Self.personas + line) { folder in
            let message = message(folder) { _ = try PersonaDataset(folder: folder) }
            #expect(message?.contains(expected) == true, "\(message ?? "")")
        }
    }

    @Test(arguments: [
        (
            #"{"id": "x", "persona": {}}"#,
            "'templated_view' in line 3 of F/personas.jsonl is nothing; a string is needed."
        ),
        (
            #"{"id": "x", "templated_view": ""}"#,
            "'persona' in line 3 of F/personas.jsonl is nothing; an object is needed."
        ),
        (
            #"{"id": "x", "persona": 1, "templated_view": ""}"#,
            "'persona' in line 3 of F/personas.jsonl is 1; an object is needed."
        ),
        (
            #"{"id": "x", "persona": {}, "templated_view": "", "statements": ["I swim."]}"#,
            "'statements' in line 3 of F/personas.jsonl is [\"I swim.\"]; an array of objects is needed."
        ),
        (
            #"{"id": "x", "persona": {}, "templated_view": "", "statements": [{"sid": "s"}]}"#,
            "'category' in line 3 of F/personas.jsonl is nothing; a string is needed."
        ),
        (#"{"id": "x", "persona""#, "There is no JSON object in line 3 of F/personas.jsonl: "),
    ])
    func aBrokenPersonaIsNamedWhenItIsAskedFor(_ line: String, _ expected: String) throws {
        try withDataset(personas: Self.personas + "\n" + line) { folder in
            let dataset = try PersonaDataset(folder: folder)
            #expect(try dataset.persona("p").templatedView == "I am P.")
            let message = message(folder) { _ = try dataset.persona("x") }
            #expect(message?.hasPrefix(expected) == true, "\(message ?? "")")
        }
    }

    @Test(arguments: [
        ("\"qid\": \"q\"", "\"qid\": 3", "'qid' in line 1 of Q is 3; a string is needed."),
        (
            "explicit", "vague",
            "'type' in line 1 of Q is \"vague\"; 'explicit' or 'implicit' is needed."
        ),
        ("frq", "essay", "'item_type' in line 1 of Q is \"essay\"; 'mcq' or 'frq' is needed."),
        ("shared", "all", "'scope' in line 1 of Q is \"all\"; 'individual' or 'shared' is needed."),
        (
            "\"answer\"", "\"choices\": [1], \"answer\"",
            "'choices' in line 1 of Q is [1]; an array of strings is needed."
        ),
        (
            "\"answer\"", "\"correct_choice_index\": \"A\", \"answer\"",
            "'correct_choice_index' in line 1 of Q is \"A\"; an integer or null is needed."
        ),
        (
            "\"answer\": \"P.\"", "\"a\": 1",
            "'answer' in line 1 of Q is nothing; a string is needed."
        ),
    ])
    func aBrokenQuestionIsNamedWhenItIsAskedFor(
        _ old: String, _ new: String, _ expected: String
    ) throws {
        try withDataset(questions: Self.questions.replacing(old, with: new)) { folder in
            let dataset = try PersonaDataset(folder: folder)
            let message = message(folder) { _ = try dataset.questions(for: "p") }
            #expect(message?.replacing("F/dataset_qa.jsonl", with: "Q") == expected)
        }
    }

    @Test(arguments: [
        (
            "implicit_shared_mc_bank.json", "{}",
            "'items' in F/implicit_shared_mc_bank.json is nothing; an array is needed."
        ),
        (
            "implicit_shared_mc_bank.json", "{",
            "There is no JSON object in F/implicit_shared_mc_bank.json: "
        ),
        (
            "implicit_shared_mc_bank.json", "{\"items\": [3]}",
            "'bank_id' in F/implicit_shared_mc_bank.json is nothing; a string is needed."
        ),
        (
            "question_registry.jsonl", "{\"qid\": 1}",
            "'qid' in line 1 of F/question_registry.jsonl is 1; a string or null is needed."
        ),
        (
            "question_registry.jsonl", "{\"question_sets\": \"all\"}",
            "'question_sets' in line 1 of F/question_registry.jsonl is \"all\"; an array of strings is needed."
        ),
    ])
    func brokenExtrasAreNamed(_ file: String, _ text: String, _ expected: String) throws {
        try withDataset(more: [file: text]) { folder in
            let message = message(folder) { _ = try PersonaDataset(folder: folder) }
            #expect(message?.hasPrefix(expected) == true, "\(message ?? "")")
        }
    }

    @Test func saysWhoAndWhatIsNotThere() throws {
        try withDataset { folder in
            let dataset = try PersonaDataset(folder: folder)
            #expect(
                message(folder) { _ = try dataset.questions(for: "x") }
                    == "There is no persona 'x' among the 1 that were read of F/personas.jsonl.")
            #expect(
                message(folder) {
                    _ = try dataset.questions(for: "p", matching: QAFilter(topicGroupID: "work"))
                }
                    == "The folder F has no question_registry.jsonl, which says what topic and what "
                    + "sets a question belongs to. Choose questions without these.")
        }
    }
}
