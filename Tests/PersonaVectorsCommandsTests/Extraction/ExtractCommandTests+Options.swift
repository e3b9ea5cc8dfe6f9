import Foundation
import PersonaExtraction
import PersonaVectors
import Testing

/// Options of `persona-vectors extract`, one by one.
extension ExtractCommandTests {
    func store(_ folder: String) throws -> PersonaVectorStore {
        try store(.answerMean, model: "tiny", folder)
    }

    @Test func threadsChangeNoByte() async throws {
        for (folder, more) in [("one", ["--threads", "1"]), ("three", ["--threads", "3"])] {
            let outcome = await runner.run(
                [
                    "extract", "--model", "models/tiny", "--personas", Fixtures.path("personas"),
                    "--persona-id", "bo", "--n-train", "1", "--activations-dir", folder,
                ] + more)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        for variant in PromptVariant.defaults {
            let one = try store("one").load(variant, personaID: "bo").floats()
            #expect(try one == store("three").load(variant, personaID: "bo").floats())
        }
    }

    @Test func answersAreSearchedForAsAsked() async throws {
        let outcome = await extract(
            "--persona-id", "bo", "--n-train", "1", "--variant", "templated", "--answer-search",
            "after-generation-prompt")
        #expect(outcome.status == 0)
        let details = try store().load(.templated, personaID: "bo").provenance?.details
        #expect(details?["answer_search"] == "after-generation-prompt")
    }

    @Test func choicesAreAskedForInTheWordsGiven() async throws {
        let words = "Pick one of {labels}."
        func run(_ more: String...) async throws -> VectorProvenance {
            let outcome = await runner.run(
                [
                    "extract", "--model", "models/tiny", "--personas", Fixtures.path("personas"),
                    "--persona-id", "ada", "--variant", "templated", "--force",
                ] + more)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return try #require(store().load(.templated, personaID: "ada").provenance)
        }
        let standard = try await run()
        let other = try await run("--choices-template", words)
        let template = try PromptTemplate(system: PromptTemplate.standard.system, choices: words)
        #expect(other.details["prompt_template_digest"] == template.digest)
        #expect(other.details["prompt_digest"] != standard.details["prompt_digest"])
    }

    @Test func theDateOfATemplateIsKeptAndDecidesWhatIsStored() async throws {
        let file = runner.folder.url.appending(path: "models/tiny/chat_template.jinja")
        let template = try String(contentsOf: file, encoding: .utf8)
        try Data(("{{- strftime_now('%d %b %Y') }}" + template).utf8).write(to: file)
        let arguments = [
            "extract", "--model", "models/tiny", "--personas", Fixtures.path("personas"),
            "--persona-id", "bo", "--n-train", "1", "--variant", "templated", "--quiet",
        ]
        let first = await runner.run(arguments + ["--date", "2024-07-26"])
        #expect(first == .init(status: 0, output: "bo\n", errors: ""))
        let details = try store().load(.templated, personaID: "bo").provenance?.details
        #expect(details?["template_date"] == "2024-07-26")
        let again = await runner.run(arguments + ["--date", "2024-07-26"])
        #expect(again == .init(status: 0, output: "", errors: ""))
        let other = await runner.run(arguments + ["--date", "2024-07-27"])
        #expect(
            other
                == .init(
                    status: 0, output: "bo\n",
                    errors: "Warning: 1 of the vectors saved took the place of others, made with"
                        + " template_date 2024-07-26.\n"))
        let today = await runner.run(arguments)
        #expect(today.output == "bo\n")
        #expect(today.errors.hasPrefix("The chat template writes the date, and 2"))
        #expect(today.errors.contains("to go on with the same prompts another day.\n"))
    }

    @Test func aTemplateWithoutADateHasNone() async throws {
        let outcome = await extract(
            "--persona-id", "bo", "--n-train", "1", "--variant", "templated", "--date",
            "2024-07-26")
        #expect(outcome.errors.isEmpty)
        let details = try store().load(.templated, personaID: "bo").provenance?.details
        #expect(details?["template_date"] == nil)
    }

    @Test func verboseShowsAPersonaOfTheShard() async throws {
        let outcome = await extract(
            "--verbose", "--persona-id", "ada", "bo", "--variant", "biography", "--n-train", "1",
            "--shard", "2/2")
        #expect(outcome.errors.hasPrefix("bo, biography, "))
        #expect(!outcome.errors.contains("ada, biography"))
    }

    @Test func onATerminalWhatTheMaskSelectsIsInColour() async throws {
        var runner = runner
        runner.isTerminal = true
        let outcome = await runner.run([
            "extract", "--model", "models/tiny", "--personas", Fixtures.path("personas"),
            "--verbose", "--persona-id", "bo", "--variant", "biography", "--n-train", "1",
            "--mask-strategy", "answer_last",
        ])
        #expect(
            outcome.errors.contains("\nThe answer of bo\u{1B}[30;42m.\u{1B}[0m<|im_end|>\n"))
        #expect(!outcome.errors.contains("⟦"))
    }

    @Test func verboseShowsWhatTheMaskSelects() async throws {
        let outcome = await extract(
            "--verbose", "--persona-id", "bo", "--variant", "biography", "--n-train", "1",
            "--mask-strategy", "answer_last", "question_last_special")
        let heading = "bo, biography, bo-e2: answer_last selects 1 token of 175\n"
        #expect(outcome.errors.hasPrefix(heading + "<|im_start|>system\nTake the part"))
        #expect(outcome.errors.contains("\nThe answer of bo⟦.⟧<|im_end|>\n\nbo, biography"))
        #expect(outcome.errors.contains("?⟦<|im_end|>⟧\n<|im_start|>assistant\n"))
    }
}
