public import PersonaVectors
public import Tokenization

/// A prompt as the model reads it, and where its parts stand among the tokens.
public struct TokenizedPrompt: Sendable {
    /// The question's id.
    public let id: String
    /// What the chat template made of the messages.
    public let text: String
    /// The tokens of the text.
    public let tokens: TokenizedText
    /// Where the parts stand.
    public let spans: TokenSpans

    private let isSpecial: @Sendable (Int) -> Bool

    /// How the beginning of the answer is found in the text.
    public enum AnswerSearch: String, CaseIterable, Sendable {
        /// The first place behind the question where its words stand, as the Python original finds
        /// it: of a short answer perhaps within the words that announce the answer.
        case firstMatch = "first-match"
        /// The first place where the model would have begun to answer.
        case afterGenerationPrompt = "after-generation-prompt"
    }

    /// Renders and tokenizes a prompt.
    ///
    /// - Parameters:
    ///   - prompt: the messages.
    ///   - model: its template and tokenizer.
    ///   - answerSearch: how the beginning of the answer is found.
    /// - Throws: ``ExtractionError`` with code `templateRefused` or `spanNotFound`.
    /// - Complexity: O(n) in the length of the text.
    public init(
        _ prompt: PersonaPrompt, model: ModelText, answerSearch: AnswerSearch = .firstMatch
    ) throws(ExtractionError) {
        let text = try model.render(prompt.messages)
        var answerStart: Int?
        if answerSearch == .afterGenerationPrompt {
            let beginning = try model.render(
                prompt.messages.dropLast(), addingGenerationPrompt: true)
            answerStart =
                zip(text.unicodeScalars, beginning.unicodeScalars)
                .prefix { $0 == $1 }.count
        }
        id = prompt.id
        self.text = text
        tokens = model.tokenizer.encode(text)
        spans = try TokenSpans(
            PromptSpans(of: prompt, in: text, answerStart: answerStart), offsets: tokens.offsets,
            sample: prompt.id)
        isSpecial = { model.specialIDs.contains($0) || model.tokenizer.isSpecial($0) }
    }

    /// The ids of the tokens: what the model reads.
    public var tokenIDs: [Int] { tokens.ids }

    /// The tokens that a strategy averages.
    ///
    /// - Returns: positions, rising; at least one.
    /// - Throws: ``ExtractionError`` with code `emptyMask` or `invalidArgument`.
    public func mask(of strategy: MaskStrategy) throws(ExtractionError) -> [Int] {
        try strategy.positions(in: spans, sample: id) { position in
            tokens.ids.indices.contains(position) && isSpecial(tokens.ids[position])
        }
    }

    /// The text cut into stretches that a mask selects and stretches that it does not, in order.
    ///
    /// - Complexity: O(n) in the length of the text.
    public func preview(of mask: [Int]) -> [(text: String, isSelected: Bool)] {
        var selected = [Bool](repeating: false, count: text.unicodeScalars.count)
        for position in mask where tokens.offsets.indices.contains(position) {
            for index in tokens.offsets[position] { selected[index] = true }
        }
        var stretches: [(text: String, isSelected: Bool)] = []
        for (scalar, isSelected) in zip(text.unicodeScalars, selected) {
            if stretches.last?.isSelected != isSelected { stretches.append(("", isSelected)) }
            stretches[stretches.count - 1].text.unicodeScalars.append(scalar)
        }
        return stretches
    }
}
