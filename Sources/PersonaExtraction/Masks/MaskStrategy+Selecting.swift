public import PersonaVectors

extension MaskStrategy {
    /// Whether the tokens selected are the same for all questions put to a persona, so that one
    /// sample is enough: those of the persona's description.
    public var needsOneSample: Bool { self == .personaMean || self == .personaLast }

    /// The tokens whose hidden states are averaged.
    ///
    /// - Parameters:
    ///   - spans: where the parts of the prompt stand.
    ///   - sample: the id of the question, for messages.
    ///   - isSpecial: whether the token at a position is a special one; false behind the end.
    /// - Returns: positions, rising; at least one.
    /// - Throws: ``ExtractionError`` with code `emptyMask` when there is no such token,
    ///   `invalidArgument` for a strategy of another name.
    public func positions(
        in spans: TokenSpans, sample: String, isSpecial: (Int) -> Bool
    ) throws(ExtractionError) -> [Int] {
        switch self {
        case .personaMean: return Array(spans.system)
        case .personaLast: return [spans.system.upperBound - 1]
        case .questionLast: return [spans.question.upperBound - 1]
        case .questionLastSpecial:
            guard isSpecial(spans.question.upperBound) else {
                throw .noSpecialToken(self, sample: sample)
            }
            return [spans.question.upperBound]
        case .answerPrevious:
            guard spans.answer.lowerBound > 0 else { throw .emptyMask(self, sample: sample) }
            return [spans.answer.lowerBound - 1]
        case .answerFirst: return [spans.answer.lowerBound]
        case .answerLast: return [spans.answer.upperBound - 1]
        case .answerMean: return Array(spans.answer)
        default: throw .unknownMask(self)
        }
    }
}
