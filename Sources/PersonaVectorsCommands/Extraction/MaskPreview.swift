import PersonaExtraction
import PersonaVectors

/// Shows what the masks select in the first sample of an extraction.
enum MaskPreview {
    /// Writes the prompt to standard error, once a strategy, with the tokens selected in colour on a
    /// terminal and in brackets elsewhere.
    ///
    /// A sample that cannot be prepared shows nothing: the run will say why.
    static func show(_ task: ExtractionTask?, of source: PersonaSampleSource) {
        let context = CommandContext.current
        guard let task, let prompt = try? source.prompts(of: task).first,
            let tokenized = try? TokenizedPrompt(
                prompt, model: source.model, answerSearch: source.options.answerSearch)
        else { return }
        for strategy in source.strategies {
            guard let mask = try? tokenized.mask(of: strategy) else { continue }
            let text = tokenized.preview(of: mask).map { stretch in
                stretch.isSelected
                    ? marked(lines(stretch.text), inColor: context.isTerminal)
                    : lines(stretch.text)
            }.joined()
            let count = mask.count == 1 ? "1 token" : "\(mask.count) tokens"
            context.complain(
                "\(task.personaID.printable), \(task.variant), \(prompt.id.printable): \(strategy) "
                    + "selects \(count) of \(tokenized.tokenIDs.count)\n\(text)"
                    + (text.hasSuffix("\n") ? "\n" : "\n\n"))
        }
    }

    private static func marked(_ text: String, inColor: Bool) -> String {
        inColor ? "\u{1B}[30;42m\(text)\u{1B}[0m" : "⟦\(text)⟧"
    }

    /// The text with control characters but line feeds as escapes.
    private static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).printable }.joined(separator: "\n")
    }
}
