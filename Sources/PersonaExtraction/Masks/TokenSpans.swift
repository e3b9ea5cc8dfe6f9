import Tokenization

/// Where the parts of a prompt stand among its tokens.
public struct TokenSpans: Hashable, Sendable {
    /// The tokens of the system message.
    public let system: Range<Int>
    /// The tokens of the question.
    public let question: Range<Int>
    /// The tokens of the answer.
    public let answer: Range<Int>

    /// Spans that are known.
    public init(system: Range<Int>, question: Range<Int>, answer: Range<Int>) {
        self.system = system
        self.question = question
        self.answer = answer
    }

    /// The tokens that cover the parts of a text: from the first that ends behind the start of a
    /// part to the last that starts before its end.
    ///
    /// - Parameters:
    ///   - spans: the parts, in code points.
    ///   - offsets: the code points of each token.
    ///   - sample: the id of the question, for messages.
    /// - Throws: ``ExtractionError`` with code `spanNotFound` when no token covers a part.
    init(
        _ spans: PromptSpans, offsets: [Range<Int>], sample: String
    ) throws(ExtractionError) {
        func tokens(
            of span: Range<Int>, _ name: String
        ) throws(ExtractionError) -> Range<Int> {
            guard let first = offsets.firstIndex(where: { $0.upperBound > span.lowerBound }),
                let last = offsets.lastIndex(where: { $0.lowerBound < span.upperBound }),
                first <= last
            else { throw .spanWithoutTokens(name, sample: sample) }
            return first..<last + 1
        }
        system = try tokens(of: spans.system, "system message")
        question = try tokens(of: spans.question, "question")
        answer = try tokens(of: spans.answer, "answer")
    }
}
