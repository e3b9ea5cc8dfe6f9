#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a chat template could not be read or rendered: a code to act on and a sentence to show.
public struct ChatTemplateError: Error, Hashable, Sendable {
    /// The kind of failure; open, so that a new kind breaks no `switch`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The template is not valid Jinja.
        public static let invalidSyntax = Code(rawValue: "invalidSyntax")
        /// The template uses a part of Jinja that chat templates do not need.
        public static let unsupportedFeature = Code(rawValue: "unsupportedFeature")
        /// The template itself refused the messages, with `raise_exception`.
        public static let raised = Code(rawValue: "raised")
        /// Something that does not exist was used for more than printing or testing it.
        public static let undefined = Code(rawValue: "undefined")
        /// An operation that its values do not have.
        public static let invalidOperation = Code(rawValue: "invalidOperation")
        /// More work, text or depth than any chat needs.
        public static let limitExceeded = Code(rawValue: "limitExceeded")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence; of ``Code/raised`` the template's own words.
    public let message: String
    /// The line of the template, counted from 1, where it is known.
    public let line: Int?

    private init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }
}

extension ChatTemplateError: CustomStringConvertible, LocalizedError {
    /// ``message``.
    public var description: String { message }
    /// ``message``.
    public var errorDescription: String? { message }
}

extension ChatTemplateError {
    static func syntax(_ problem: String, line: Int) -> Self {
        Self(
            .invalidSyntax, "The chat template is not valid in line \(line): \(problem).",
            line: line)
    }

    static func unsupported(_ feature: String, line: Int) -> Self {
        Self(
            .unsupportedFeature,
            "The chat template needs \(feature) in line \(line), which is not supported.",
            line: line)
    }

    static func raised(_ message: String) -> Self { Self(.raised, message) }

    static func undefined(_ hint: String) -> Self { Self(.undefined, hint) }

    static let notANamespace = Self(
        .invalidOperation, "cannot assign attribute on non-namespace object")

    static func unsupported(_ feature: String) -> Self {
        Self(
            .unsupportedFeature, "The chat template needs \(feature), which is not supported.")
    }

    static func unknown(_ kind: String, _ name: String) -> Self {
        unsupported("the \(kind) '\(name)'")
    }

    static func operation(_ operation: String, on kinds: String...) -> Self {
        Self(
            .invalidOperation,
            "The chat template cannot be rendered: \(operation) does not apply to "
                + kinds.joined(separator: " and ") + ".")
    }

    static func missingArgument(_ name: String, of function: String) -> Self {
        Self(
            .invalidOperation,
            "The chat template cannot be rendered: '\(function)' needs the argument '\(name)'.")
    }

    static func tooManyArguments(of function: String, limit: Int) -> Self {
        Self(
            .invalidOperation,
            """
            The chat template cannot be rendered: '\(function)' takes no more than \(limit) \
            arguments.
            """)
    }

    static func unknownArgument(_ name: String, of function: String) -> Self {
        Self(
            .invalidOperation,
            """
            The chat template cannot be rendered: '\(function)' takes no argument '\(name)', or \
            has it already.
            """)
    }

    static func tooMuch(_ what: String, limit: Int) -> Self {
        Self(
            .limitExceeded,
            "The chat template cannot be rendered: \(what) is limited to \(limit).")
    }

    static func noThread(_ status: Int32) -> Self {
        Self(
            .limitExceeded,
            """
            The chat template cannot be used: the system gives no thread to read or render it on \
            (error \(status)). Try again when fewer threads run.
            """)
    }

    static func tooManyBytes(_ what: String) -> Self {
        tooMuch("the size of \(what) in bytes", limit: Limit.bytes)
    }
}
