import PersonaExtraction
import PersonaVectors
import Testing

/// What the strategies select, and what is said when that is nothing.
struct MaskTests {
    static let spans = TokenSpans(system: 1..<4, question: 5..<8, answer: 10..<13)

    @Test(arguments: [
        ("persona_mean", [1, 2, 3]), ("persona_last", [3]), ("question_last", [7]),
        ("question_last_special", [8]), ("answer_previous", [9]), ("answer_first", [10]),
        ("answer_last", [12]), ("answer_mean", [10, 11, 12]),
    ])
    func everyStrategySelectsItsTokens(_ name: String, _ expected: [Int]) throws {
        let found = try MaskStrategy(rawValue: name).positions(in: Self.spans, sample: "q") {
            $0 == 8
        }
        #expect(found == expected)
    }

    @Test func strategiesOfTheDescriptionNeedOneSample() {
        #expect(MaskStrategy.known.filter(\.needsOneSample) == [.personaMean, .personaLast])
    }

    @Test(arguments: [
        (
            "question_last_special", Self.spans,
            """
            The mask 'question_last_special' selects no token of sample 'q': behind the question \
            stands no special token. Choose 'question_last' for this model.
            """
        ),
        (
            "answer_previous", TokenSpans(system: 1..<2, question: 2..<3, answer: 0..<1),
            "The mask 'answer_previous' selects no token of sample 'q'; nothing can be averaged."
        ),
        (
            "answer_median", Self.spans,
            """
            There is no mask strategy 'answer_median' to extract with; there are persona_mean, \
            persona_last, question_last, question_last_special, answer_previous, answer_first, \
            answer_last, answer_mean.
            """
        ),
    ])
    func saysWhyAMaskSelectsNothing(
        _ name: String, _ spans: TokenSpans, _ expected: String
    ) {
        let error = #expect(throws: ExtractionError.self) {
            try MaskStrategy(rawValue: name).positions(in: spans, sample: "q") { _ in false }
        }
        #expect(error?.message == expected)
    }
}
