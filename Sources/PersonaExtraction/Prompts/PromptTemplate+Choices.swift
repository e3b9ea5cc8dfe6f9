extension PromptTemplate {
    private static let labels = ["A", "B", "C", "D", "E", "F", "G"]

    /// What is asked and what is answered: for a multiple-choice question whose right choice is
    /// known the choices with their labels and a label, else question and answer as they are.
    ///
    /// - Parameter pair: the question.
    /// - Returns: the user's and the assistant's turn.
    /// - Throws: ``ExtractionError`` with code `invalidDataset` when there are no choices or more
    ///   than seven, or the right one is none of them.
    public func turns(
        for pair: QAPair
    ) throws(ExtractionError) -> (question: String, answer: String) {
        guard pair.itemType == .multipleChoice, let correct = pair.correctChoiceIndex else {
            return (pair.question, pair.answer)
        }
        guard (1...Self.labels.count).contains(pair.choices.count) else {
            throw .choiceCount(pair.choices.count, question: pair.id, limit: Self.labels.count)
        }
        guard pair.choices.indices.contains(correct) else {
            throw .correctChoice(correct, question: pair.id, count: pair.choices.count)
        }
        return (choiceQuestion(pair), Self.labels[correct])
    }

    private func choiceQuestion(_ pair: QAPair) -> String {
        let lines = zip(Self.labels, pair.choices).map { "\($0). \($1)" }.joined(separator: "\n")
        let labels = Self.labels.prefix(pair.choices.count).joined(separator: ", ")
        let ending = choices.split(
            separator: Self.labelsPlaceholder, omittingEmptySubsequences: false
        ).joined(separator: labels)
        return "\(pair.question)\n\n\(lines)\n\n\(ending)"
    }
}
