import ArgumentParser
import PersonaExtraction
import PersonaVectors

/// Where an answer begins, as the command line names it.
enum AnswerSearchArgument: String, ExpressibleByArgument, CaseIterable {
    case firstMatch = "first-match"
    case afterGenerationPrompt = "after-generation-prompt"

    /// What the library is told.
    var search: TokenizedPrompt.AnswerSearch {
        switch self {
        case .firstMatch: .firstMatch
        case .afterGenerationPrompt: .afterGenerationPrompt
        }
    }
}

/// How prompts are written, and which of their tokens are averaged.
struct PromptOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The tokens to average over; several in one pass.", valueName: "name"),
        completion: .list(MaskStrategy.known.map(\.rawValue)))
    var maskStrategy = [MaskStrategy.answerMean.rawValue]

    @Option(
        help: ArgumentHelp(
            "A file with the system message, {persona} where the description goes.",
            valueName: "file"),
        completion: .file())
    var promptTemplate: String?

    @Option(
        help: ArgumentHelp(
            "The last line of a question with choices, {labels} for 'A, B, C'.",
            valueName: "text"))
    var choicesTemplate: String?

    @Option(
        help: """
            Where an answer begins: at the first match behind the question, as the original has it, \
            or only behind the words that announce an answer.
            """)
    var answerSearch = AnswerSearchArgument.firstMatch

    func validate() throws {
        var seen: Set<String> = []
        for name in maskStrategy {
            guard MaskStrategy.known.contains(MaskStrategy(rawValue: name)) else {
                throw ValidationError(
                    "There is no mask strategy '\(name.printable)'. There are "
                        + MaskStrategy.known.map(\.rawValue).joined(separator: ", ") + ".")
            }
            if !seen.insert(name).inserted {
                throw ValidationError("The mask strategy '\(name)' is named twice.")
            }
        }
    }

    /// The strategies, in the order given.
    var strategies: [MaskStrategy] {
        maskStrategy.map { MaskStrategy(rawValue: $0) }
    }

    /// The words around descriptions and choices.
    func template() throws -> PromptTemplate {
        let choices = choicesTemplate ?? PromptTemplate.standardChoices
        guard let promptTemplate else {
            return try PromptTemplate(system: PromptTemplate.standard.system, choices: choices)
        }
        return try PromptTemplate(
            contentsOf: CommandContext.current.url(promptTemplate), choices: choices)
    }
}
