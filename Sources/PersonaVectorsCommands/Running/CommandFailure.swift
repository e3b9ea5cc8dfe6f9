import PersonaVectors

/// Why a command could not do what it was asked, where no library said it already.
struct CommandFailure: Error, Sendable {
    /// What kind of failure it is; new codes may be added.
    struct Code: RawRepresentable, Hashable, Sendable {
        let rawValue: String

        /// A model, mask strategy, variant or persona that the store does not have.
        static let notFound = Code(rawValue: "notFound")
        /// Several things fit and none was named.
        static let ambiguous = Code(rawValue: "ambiguous")
        /// A file that is not what the command needs.
        static let invalidInput = Code(rawValue: "invalidInput")
        /// A command line that lacks something; the exit status is 64 then.
        static let usage = Code(rawValue: "usage")
        /// What is there already with other content.
        static let conflict = Code(rawValue: "conflict")
        /// A file or folder that could not be read or written.
        static let ioFailed = Code(rawValue: "ioFailed")
    }

    let code: Code
    let message: String
    let underlyingError: (any Error)?

    init(_ code: Code, _ message: String, underlyingError: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlyingError = underlyingError
    }
}

extension CommandFailure: CustomStringConvertible {
    var description: String { message }

    /// The exit status: 64 (`EX_USAGE` of sysexits.h) when the command line is at fault.
    var status: Int32 { code == .usage ? 64 : 1 }
}

/// Several failures that have nothing to do with each other; each is reported.
struct CommandFailures: Error, Sendable {
    let failures: [any Error]
}

extension CommandFailure {
    static func unknownCommand(_ word: String, names: [String]) -> CommandFailure {
        CommandFailure(
            .usage,
            "There is no command '\(word.printable)'."
                + hint(word, among: names, command: "--help"))
    }

    static func noModels(in folder: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "There are no persona vectors in \(folder). Name the folder of another store with"
                + " --activations-dir, or fill this one with 'persona-vectors import'.")
    }

    static func severalModels(_ models: [String], in folder: String) -> CommandFailure {
        CommandFailure(
            .ambiguous,
            "\(folder) holds \(models.count) models: \(list(models)). Choose one with --model.")
    }

    static func unknownModel(
        _ model: String, in folder: String, models: [String], command: String = "list"
    ) -> CommandFailure {
        if models.isEmpty { return noModels(in: folder) }
        return CommandFailure(
            .notFound,
            "No model '\(model.printable)' in \(folder)."
                + hint(model, among: models, command: command))
    }

    static func unknownMaskStrategy(
        _ mask: MaskStrategy, model: String, masks: [MaskStrategy]
    ) -> CommandFailure {
        CommandFailure(
            .notFound,
            "'\(model.printable)' has no vectors of the mask strategy '\(mask.rawValue.printable)'."
                + " There are \(list(masks.map(\.rawValue))); choose with --mask-strategy.")
    }

    static func unknownVariant(
        _ variant: PromptVariant, place: String, variants: [PromptVariant],
        command: String = "list --model …"
    ) -> CommandFailure {
        CommandFailure(
            .notFound,
            "No variant '\(variant.rawValue.printable)' in \(place)."
                + hint(
                    variant.rawValue, among: variants.map(\.rawValue), command: command))
    }

    static func severalVariants(_ variants: [PromptVariant], place: String) -> CommandFailure {
        CommandFailure(
            .ambiguous,
            "\(place) has the variants \(list(variants.map(\.rawValue))). Choose one with"
                + " --variant.")
    }

    static func unknownPersona(
        _ id: String, place: String, ids: [String], command: String = "list --variant …"
    ) -> CommandFailure {
        CommandFailure(
            .notFound,
            "No persona '\(id.printable)' in \(place) (\(ids.count) listed)."
                + hint(id, among: ids, command: command))
    }

    private static func hint(
        _ word: String, among candidates: [String], command: String
    ) -> String {
        let distinct = Set(candidates.map { ExactString($0) }).sorted().map(\.string)
        let close = Suggestions.closest(to: word, among: distinct).map { "'\($0.printable)'" }
        guard close.isEmpty else {
            return " Did you mean \(close.joined(separator: " or "))?"
        }
        return " Run 'persona-vectors \(command)' to see what there is."
    }

    /// Names for the middle of a sentence, the first few of many.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "'\($0.printable)'" }.joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}
