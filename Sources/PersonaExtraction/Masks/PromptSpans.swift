import ChatTemplates

/// Where the parts of a prompt stand in its text, in code points as Python counts them.
public struct PromptSpans: Hashable, Sendable {
    /// The system message.
    public let system: Range<Int>
    /// The question.
    public let question: Range<Int>
    /// The answer.
    public let answer: Range<Int>

    /// Finds the parts of a prompt in the text that a chat template made of it.
    ///
    /// As the Python original does, each part is searched from the end of the one before, as it is
    /// and else without the white space around it, which some templates take away. A short answer
    /// such as `a` or `user` is then found in what stands between question and answer, where that
    /// contains it; `answerStart` prevents that.
    ///
    /// - Parameters:
    ///   - prompt: the parts.
    ///   - text: what the template made of them.
    ///   - answerStart: where the answer is searched from, in code points, when that is known; nil
    ///     means from the end of the question.
    /// - Throws: ``ExtractionError`` with code `spanNotFound` naming the part.
    /// - Complexity: O(n) in the length of the text, usually.
    public init(
        of prompt: PersonaPrompt, in text: String, answerStart: Int? = nil
    ) throws(ExtractionError) {
        let scalars = Array(text.unicodeScalars)
        func find(
            _ part: String, _ name: String, from start: Int
        ) throws(ExtractionError) -> Range<Int> {
            for needle in [part, part.stripped()] where !needle.isEmpty {
                if let found = scalars.firstRange(of: Array(needle.unicodeScalars), from: start) {
                    return found
                }
            }
            throw part.stripped().isEmpty
                ? .partEmpty(name, sample: prompt.id) : .spanNotFound(name, sample: prompt.id)
        }
        system = try find(prompt.system, "system message", from: 0)
        question = try find(prompt.question, "question", from: system.upperBound)
        answer = try find(
            prompt.answer, "answer", from: max(question.upperBound, answerStart ?? 0))
    }
}

extension [Unicode.Scalar] {
    /// The first place at which all of `needle` stands, code point for code point.
    func firstRange(of needle: [Unicode.Scalar], from start: Int) -> Range<Int>? {
        guard let first = needle.first, start <= count else { return nil }
        var position = start
        while let found = self[position...].firstIndex(of: first), found + needle.count <= count {
            if self[found..<found + needle.count].elementsEqual(needle) {
                return found..<found + needle.count
            }
            position = found + 1
        }
        return nil
    }
}
