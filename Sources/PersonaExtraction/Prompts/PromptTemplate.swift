public import Foundation
import Safetensors

/// The words around a persona's description and below a list of choices.
///
/// They are part of what a vector was computed from: ``digest`` belongs to its provenance. The
/// Python original has words of its own; to get its prompts, give it these.
public struct PromptTemplate: Hashable, Sendable {
    /// What stands for the description in ``system``.
    public static let personaPlaceholder = "{persona}"
    /// What stands for the labels, as in `A, B, C`, in ``choices``.
    public static let labelsPlaceholder = "{labels}"

    /// The system message.
    public let system: String
    /// The last line of a question with choices.
    public let choices: String

    /// The words that are used when none are given.
    public static let standard = PromptTemplate(
        unchecked: """
            Take the part of the person described below and speak as they would.
            Be true to the description, stay in character,
            and never mention that you are a language model.

            ### Person profile:

            {persona}
            """, choices: standardChoices)

    /// The words for an open talk: ``standard`` and, at its end, how to talk.
    public static let conversational = PromptTemplate(
        unchecked: standard.system + """


            Talk naturally, in a few sentences, and answer what is asked before anything else.
            """, choices: standardChoices)

    /// The last line of a question with choices when none is given.
    public static let standardChoices = "Reply with the label of the right choice only: {labels}."

    private init(unchecked system: String, choices: String) {
        self.system = system
        self.choices = choices
    }

    /// A template.
    ///
    /// - Parameters:
    ///   - system: the system message, with ``personaPlaceholder`` for the description.
    ///   - choices: the last line of a question with choices, with or without
    ///     ``labelsPlaceholder``.
    /// - Throws: ``ExtractionError`` with code `invalidArgument` when the description has no place.
    public init(
        system: String, choices: String = PromptTemplate.standardChoices
    ) throws(ExtractionError) {
        guard system.contains(Self.personaPlaceholder) else {
            throw .noPlaceholder(Self.personaPlaceholder, place: "The prompt template", path: nil)
        }
        self.init(unchecked: system, choices: choices)
    }

    /// A template whose system message is the text of a file; the line feed that ends its last line
    /// does not count.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidArgument` when the file cannot be read, is
    ///   not UTF-8, or leaves the description no place.
    public init(
        contentsOf file: URL, choices: String = PromptTemplate.standardChoices
    ) throws(ExtractionError) {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw .templateUnreadable(file.path, error)
        }
        guard var text = String(bytes: data, encoding: .utf8) else {
            throw .templateNotUTF8(file.path)
        }
        if text.last?.isNewline == true { text.removeLast() }
        guard text.contains(Self.personaPlaceholder) else {
            throw .noPlaceholder(
                Self.personaPlaceholder, place: "The prompt template \(file.path)",
                path: file.path)
        }
        self.init(unchecked: text, choices: choices)
    }

    /// A digest of all the words, in hexadecimal digits.
    public var digest: String {
        SHA256Digest(of: Array((system + "\u{0}" + choices).utf8)).hex
    }

    /// The system message for a description.
    public func systemMessage(for description: String) -> String {
        system.split(separator: Self.personaPlaceholder, omittingEmptySubsequences: false)
            .joined(separator: description)
    }
}
