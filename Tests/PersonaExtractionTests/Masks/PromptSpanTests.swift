import Foundation
import PersonaExtraction
import PersonaVectors
import Testing

/// Finding the parts of a prompt in its text.
struct PromptSpanTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let parts: (system: String, question: String, answer: String)
        let text: String
        let expected: (system: Range<Int>, question: Range<Int>, answer: Range<Int>)
        var answerStart: Int?

        init(
            _ name: String, _ parts: (String, String, String), _ text: String,
            _ expected: (Range<Int>, Range<Int>, Range<Int>), answerStart: Int? = nil
        ) {
            testDescription = name
            self.parts = parts
            self.text = text
            self.expected = expected
            self.answerStart = answerStart
        }
    }

    static let cases = [
        Case("plain", ("S", "Q", "A"), "<S><Q><A>", (1..<2, 4..<5, 7..<8)),
        Case(
            "each behind the one before", ("x", "x", "x"), "x x x x", (0..<1, 2..<3, 4..<5)),
        Case(
            "code points, not characters", ("é🐝", "e\u{301}", "👩‍👩‍👧"), "é🐝|e\u{301}|👩‍👩‍👧",
            (0..<2, 3..<5, 6..<11)),
        Case(
            "no canonical equivalence", ("S", "e\u{301}", "A"), "S é e\u{301} A",
            (0..<1, 4..<6, 7..<8)),
        Case(
            "inside a grapheme", ("S", "e", "A"), "S e\u{301} A", (0..<1, 2..<3, 5..<6)),
        Case(
            "stripped by the template", (" S\n", "\u{1F}Q\u{A0}", "A\u{3000}"), "S Q A",
            (0..<1, 2..<3, 4..<5)),
        Case(
            "as it is before stripped", ("S", " Q ", "A"), "S Q  Q  A", (0..<1, 1..<4, 8..<9)),
        Case(
            "a short answer is found in the header", ("S", "Q", "a"), "S Q assistant: a",
            (0..<1, 2..<3, 4..<5)),
        Case(
            "unless it is known where it starts", ("S", "Q", "a"), "S Q assistant: a",
            (0..<1, 2..<3, 15..<16), answerStart: 15),
        Case(
            "a repeated beginning", ("aab", "ab", "b"), "aaab ab b", (1..<4, 5..<7, 8..<9)),
    ]

    @Test(arguments: cases) func findsEachPart(_ item: Case) throws {
        let prompt = PersonaPrompt(
            id: "q", system: item.parts.system, question: item.parts.question,
            answer: item.parts.answer)
        let spans = try PromptSpans(of: prompt, in: item.text, answerStart: item.answerStart)
        #expect(spans.system == item.expected.system)
        #expect(spans.question == item.expected.question)
        #expect(spans.answer == item.expected.answer)
    }

    @Test(arguments: [
        ("missing", "Q", "A", "S A", "question"),
        ("only before the system message ends", "S", "A", "S A", "question"),
        ("longer than the rest", "Q", "AB", "S Q A", "answer"),
        ("canonically equivalent", "é", "A", "S e\u{301} A", "question"),
    ])
    func namesThePartThatIsNotThere(
        _ name: String, _ question: String, _ answer: String, _ text: String, _ part: String
    ) {
        let prompt = PersonaPrompt(id: "q7", system: "S", question: question, answer: answer)
        let error = #expect(throws: ExtractionError.self) {
            try PromptSpans(of: prompt, in: text)
        }
        #expect(error?.code == .spanNotFound)
        #expect(
            error?.message
                == "The \(part) of sample 'q7' is not found in the text that the chat template "
                + "made of it, behind what comes before it. The template leaves it out or changes "
                + "it; use another, or leave the sample out.")
    }

    @Test(arguments: [("", "A", "question"), ("Q", " \n", "answer")])
    func aPartWithoutTextIsNotTheTemplatesFault(
        _ question: String, _ answer: String, _ part: String
    ) {
        let prompt = PersonaPrompt(id: "q7", system: "S", question: question, answer: answer)
        let error = #expect(throws: ExtractionError.self) {
            try PromptSpans(of: prompt, in: "S Q A")
        }
        #expect(error?.code == .spanNotFound)
        #expect(
            error?.message
                == "The \(part) of sample 'q7' is empty; a mask needs its place in the prompt. Leave "
                + "the sample out of the data set.")
    }
}
