#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a model could not be read or run, or a vector not be extracted.
///
/// The code is for programs, the message for people: one sentence that says what failed, on which
/// file, sample or persona, what was found, what was needed and what to do.
public struct ExtractionError: Error, Sendable {
    /// What kind of failure it is; new codes may be added.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// What kind of failure it is.
    public let code: Code

    /// One sentence for people.
    public let message: String

    /// The file or folder concerned, when there is one.
    public let path: String?

    /// The persona concerned, when there is one.
    public let personaID: String?

    /// What a lower layer said, when it was one that failed.
    public let underlyingError: (any Error)?

    /// Whether the backend that threw this can do nothing more, whatever it is asked: its process is
    /// gone, or no longer understood, or it has no memory to begin with.
    public let isBackendLost: Bool

    init(
        _ code: Code, _ message: String, path: String? = nil, personaID: String? = nil,
        underlyingError: (any Error)? = nil, isBackendLost: Bool = false
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.personaID = personaID
        self.underlyingError = underlyingError
        self.isBackendLost = isBackendLost
    }
}

extension ExtractionError: CustomStringConvertible, LocalizedError {
    /// The message.
    public var description: String { message }

    /// The message.
    public var errorDescription: String? { message }
}
