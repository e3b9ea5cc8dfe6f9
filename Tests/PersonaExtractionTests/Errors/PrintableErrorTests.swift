import ChatTemplates
import PersonaVectors
import Testing

@testable import PersonaExtraction

/// What comes from files, the Hub or a worker reaches a terminal without its control characters.
struct PrintableErrorTests {
    static let text = "a\u{1B}[31m\nb"

    static let errors: [ExtractionError] = [
        .workerEnded("p", complaint: text), .workerComplaint("p", text),
        .workerAnswer("p", reason: text),
        .rowMember(text, found: text, needed: "text", place: "line 1", path: "p"),
        .personaNotFound(text, count: 1, path: "p"),
        .unknownVariant(PromptVariant(rawValue: text)),
        .noQuestions(personaID: text, kind: nil),
        .noDescription(PromptVariant(rawValue: text), personaID: text),
        .attributeMissing(text, personaID: text), .viewNotRendered(personaID: text),
        .viewUnchanged(text, value: text, personaID: text),
        .configValue("k", found: text, needed: "text", path: "p"),
        .unknownArchitecture(text, known: ["llama"], path: "p"),
        .unsupportedFeature("k", text, supported: "s", path: "p"), .shardMissing(text, of: "i"),
        .emptyMask(.answerMean, sample: text), .sampleTooLong(2, sample: text, limit: 1),
        .shardText(text),
        .personaFailed(
            ExtractionTask(
                personaID: text, personaName: text, variant: PromptVariant(rawValue: text)),
            ExtractionError.noStrategies()),
        .choiceCount(9, question: text, limit: 7), .correctChoice(9, question: text, count: 2),
        .spanNotFound("answer", sample: text), .spanWithoutTokens("answer", sample: text),
        .noSpecialToken(.answerMean, sample: text),
        .unknownMask(MaskStrategy(rawValue: text)), .noPairs(text, first: nil),
        .noDefaultTemplate("p", names: [text]),
    ]

    @Test(arguments: errors.indices) func isShownEscaped(_ index: Int) {
        let message = Self.errors[index].message
        #expect(message.contains("31m"), "\(message.printable)")
        #expect(
            message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F },
            "\(message.printable)")
    }

    @Test func whatATemplateRaisesIsShownEscaped() throws {
        let template = try ChatTemplate("{{ raise_exception('\u{1B}[31mno') }}")
        let raised = #expect(throws: ChatTemplateError.self) { try template.render([]) }
        let error = ExtractionError.templateRefused("p", try #require(raised))
        #expect(error.message.contains("31mno"))
        #expect(!error.message.contains("\u{1B}"))
    }
}
