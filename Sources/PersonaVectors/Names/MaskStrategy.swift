/// Which tokens the hidden states were averaged over.
///
/// Open on purpose: stores accept any name; the constants are the eight strategies that the
/// Python original extracts.
public struct MaskStrategy: RawRepresentable, Hashable, Sendable, Codable {
    /// The name on disk and in Hub config names.
    public let rawValue: String

    /// A strategy of any name; whether the name can be a folder is checked by the store.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// All tokens of the persona's description.
    public static let personaMean = MaskStrategy(rawValue: "persona_mean")
    /// The last token of the persona's description.
    public static let personaLast = MaskStrategy(rawValue: "persona_last")
    /// The last token of the question.
    public static let questionLast = MaskStrategy(rawValue: "question_last")
    /// The last special token that closes the question's turn.
    public static let questionLastSpecial = MaskStrategy(rawValue: "question_last_special")
    /// The token before the answer.
    public static let answerPrevious = MaskStrategy(rawValue: "answer_previous")
    /// The first token of the answer.
    public static let answerFirst = MaskStrategy(rawValue: "answer_first")
    /// The last token of the answer.
    public static let answerLast = MaskStrategy(rawValue: "answer_last")
    /// All tokens of the answer: what calls use when no strategy is named.
    public static let answerMean = MaskStrategy(rawValue: "answer_mean")

    /// The strategies of the Python original, in its order.
    public static let known: [MaskStrategy] = [
        personaMean, personaLast, questionLast, questionLastSpecial,
        answerPrevious, answerFirst, answerLast, answerMean,
    ]
}

extension MaskStrategy: CustomStringConvertible {
    /// The name on disk and in Hub config names.
    public var description: String { rawValue }
}
