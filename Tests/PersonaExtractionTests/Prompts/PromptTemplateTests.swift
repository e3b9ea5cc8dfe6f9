import Foundation
import PersonaExtraction
import PersonaVectors
import Testing

/// The words around descriptions and choices.
struct PromptTemplateTests {
    @Test func theDescriptionGoesWhereTheTemplateSays() throws {
        let template = try PromptTemplate(system: "You: {persona}!")
        #expect(template.systemMessage(for: "I am {persona}.") == "You: I am {persona}.!")
        #expect(PromptTemplate.standard.systemMessage(for: "X").hasSuffix("profile:\n\nX"))
    }

    /// As in the original, a blank line and one closing line more.
    @Test func aTalkEndsWithHowToTalk() {
        let standard = PromptTemplate.standard.systemMessage(for: "I am X.")
        let talk = PromptTemplate.conversational.systemMessage(for: "I am X.")
        #expect(talk.hasPrefix(standard + "\n\n"))
        #expect(talk.dropFirst(standard.count + 2).split(separator: "\n").count == 1)
        #expect(talk.last?.isNewline == false)
        #expect(PromptTemplate.conversational.digest != PromptTemplate.standard.digest)
    }

    @Test func choicesLookAsInTheOriginal() throws {
        let dataset = try PersonaFixture.dataset()
        let template = try PromptTemplate(system: "{persona}", choices: "of {labels}")
        let expected = try PersonaFixture.load().choices
        let pairs = try dataset.questions(
            for: "ada", matching: QAFilter(itemType: .multipleChoice))
        for pair in pairs {
            let turns = try template.turns(for: pair)
            guard let choice = expected[pair.id] else {
                #expect(turns == (pair.question, pair.answer))
                continue
            }
            #expect(turns.answer == choice.letter)
            let labels = ["A", "B", "C", "D", "E", "F", "G"].prefix(pair.choices.count)
            #expect(
                turns.question == choice.text + "\nof " + labels.joined(separator: ", "))
        }
        #expect(pairs.count == expected.count + 1)
    }

    @Test func freeQuestionsStayAsTheyAre() throws {
        let pair = QAPair(
            id: "q", kind: .explicit, itemType: .freeResponse, scope: .individual,
            question: " Why? ", answer: "So.", choices: ["a"], correctChoiceIndex: 0)
        #expect(try PromptTemplate.standard.turns(for: pair) == (" Why? ", "So."))
    }

    @Test(arguments: [
        (
            0, 0,
            "The question 'q' has 0 choices; 1 to 7 are needed, for there are labels from A to G."
        ),
        (
            8, 0,
            "The question 'q' has 8 choices; 1 to 7 are needed, for there are labels from A to G."
        ),
        (
            2, 2,
            "The right choice of the question 'q' has the index 2; there are 2 choices, counted from 0."
        ),
        (
            2, -1,
            "The right choice of the question 'q' has the index -1; there are 2 choices, counted from 0."
        ),
    ])
    func refusesChoicesThatCannotBeLabelled(_ count: Int, _ correct: Int, _ expected: String) {
        let pair = QAPair(
            id: "q", kind: .explicit, itemType: .multipleChoice, scope: .shared, question: "?",
            answer: "!", choices: Array(repeating: "x", count: count), correctChoiceIndex: correct)
        let error = #expect(throws: ExtractionError.self) {
            try PromptTemplate.standard.turns(for: pair)
        }
        #expect(error?.code == .invalidDataset)
        #expect(error?.message == expected)
    }

    @Test func aFileIsTakenWithoutItsLastLineFeed() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "template-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("Du bist:\n{persona}\n".utf8).write(to: file)
        let template = try PromptTemplate(contentsOf: file)
        #expect(template.system == "Du bist:\n{persona}")
        #expect(try template == PromptTemplate(system: "Du bist:\n{persona}"))
        #expect(template.digest != PromptTemplate.standard.digest)
        #expect(try template.digest != PromptTemplate(contentsOf: file, choices: "x").digest)
        try Data("no place".utf8).write(to: file)
        #expect(
            error { try PromptTemplate(contentsOf: file) }
                == "The prompt template \(file.path) has no {persona}; it is needed where the "
                + "persona's description goes.")
        try Data([0xFF, 0xFE]).write(to: file)
        #expect(
            error { try PromptTemplate(contentsOf: file) }
                == "The prompt template \(file.path) is not text in UTF-8.")
        try FileManager.default.removeItem(at: file)
        #expect(
            error { try PromptTemplate(contentsOf: file) }?
                .hasPrefix("The prompt template \(file.path) cannot be read. Check ") == true)
    }

    func error(_ body: () throws -> PromptTemplate) -> String? {
        #expect(throws: ExtractionError.self) { try body() }?.message
    }
}
