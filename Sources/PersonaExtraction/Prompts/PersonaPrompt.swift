public import ChatTemplates
public import PersonaVectors

/// A persona's description, a question and its answer: the messages of one sample.
public struct PersonaPrompt: Hashable, Sendable {
    /// The question's id.
    public let id: String
    /// The system message, with the description.
    public let system: String
    /// The user's turn.
    public let question: String
    /// The assistant's turn.
    public let answer: String

    /// A prompt.
    public init(id: String, system: String, question: String, answer: String) {
        self.id = id
        self.system = system
        self.question = question
        self.answer = answer
    }

    /// The prompts of a persona under a variant, one a question.
    ///
    /// - Parameters:
    ///   - persona: the persona.
    ///   - variant: which of its descriptions is shown.
    ///   - questions: the questions, in the order of the answer.
    ///   - template: the words around them.
    /// - Returns: as many prompts as there are questions.
    /// - Throws: ``ExtractionError`` with code `invalidArgument` or `invalidDataset`.
    public static func prompts(
        of persona: Persona, variant: PromptVariant, questions: [QAPair],
        template: PromptTemplate = .standard
    ) throws(ExtractionError) -> [PersonaPrompt] {
        let system = template.systemMessage(for: try persona.description(for: variant))
        var prompts: [PersonaPrompt] = []
        for pair in questions {
            let turns = try template.turns(for: pair)
            prompts.append(
                PersonaPrompt(
                    id: pair.id, system: system, question: turns.question, answer: turns.answer))
        }
        return prompts
    }

    /// All turns, the answer included.
    public var messages: [ChatMessage] {
        [.system(system), .user(question), .assistant(answer)]
    }
}
