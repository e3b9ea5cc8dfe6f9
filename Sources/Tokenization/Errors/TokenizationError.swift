#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a tokenizer could not be loaded: a code to act on and a sentence to show.
///
/// Encoding and decoding never fail: what a loaded tokenizer does not know becomes its unknown
/// token, or nothing when it has none, as in the `tokenizers` library.
public struct TokenizationError: Error, Sendable {
    /// The kind of failure; open, so that a new kind breaks no `switch`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// There is no such file.
        public static let notFound = Code(rawValue: "notFound")
        /// The operating system would not read the file.
        public static let ioFailed = Code(rawValue: "ioFailed")
        /// The file is not JSON, or not JSON of the form a tokenizer has.
        public static let invalidFile = Code(rawValue: "invalidFile")
        /// The tokenizer uses a component that this package does not imitate.
        public static let unsupportedComponent = Code(rawValue: "unsupportedComponent")
        /// Vocabulary, merges and added tokens contradict each other.
        public static let inconsistentVocabulary = Code(rawValue: "inconsistentVocabulary")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence or two: what failed, on which file, what was found, what was needed.
    public let message: String
    /// The file concerned.
    public let path: String
    /// What a lower layer said, when it was one that failed.
    public let underlyingError: (any Error)?

    private init(
        _ code: Code, _ message: String, path: String, underlyingError: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.underlyingError = underlyingError
    }
}

extension TokenizationError: CustomStringConvertible, LocalizedError {
    /// ``message``.
    public var description: String { message }
    /// ``message``.
    public var errorDescription: String? { message }
}

extension TokenizationError {
    static func notFound(_ path: String) -> Self {
        Self(
            .notFound,
            """
            Cannot read the tokenizer '\(path)': there is no such file. Give a model folder that \
            has a tokenizer.json.
            """, path: path)
    }

    static func cannotRead(_ path: String, _ error: any Error) -> Self {
        Self(
            .ioFailed, "Cannot read '\(path)': the operating system refused.", path: path,
            underlyingError: error)
    }

    static func invalidJSON(_ path: String, reason: String, offset: Int) -> Self {
        Self(.invalidFile, "'\(path)' is not valid JSON: \(reason) at byte \(offset).", path: path)
    }

    static func invalidPart(_ path: String, part: String, _ error: (any Error)? = nil) -> Self {
        Self(
            .invalidFile,
            """
            '\(path)' cannot be used: its '\(part)' is missing or not of the form that the \
            tokenizers library writes.
            """, path: path, underlyingError: error)
    }

    static func unsupported(_ path: String, part: String, found: String, needed: String) -> Self {
        Self(
            .unsupportedComponent,
            """
            The tokenizer '\(path)' is not supported: its \(part) is \(shortened(found)), needed \
            is \(needed).
            """, path: path)
    }

    static func idOutOfRange(_ path: String, token: String, id: Int) -> Self {
        Self(
            .inconsistentVocabulary,
            """
            The vocabulary of '\(path)' gives \(shortened(token)) the id \(id); ids from 0 to \
            \(Vocabulary.maximumID) can be used.
            """, path: path)
    }

    static func tokenMissing(_ path: String, token: String, neededBy part: String) -> Self {
        Self(
            .inconsistentVocabulary,
            "The vocabulary of '\(path)' lacks \(shortened(token)), which its \(part) needs.",
            path: path)
    }

    /// `text` in quotes and of bearable length, whatever a file put into it.
    private static func shortened(_ text: String) -> String {
        text.count > 80 ? "'\(text.prefix(80))…'" : "'\(text)'"
    }
}
