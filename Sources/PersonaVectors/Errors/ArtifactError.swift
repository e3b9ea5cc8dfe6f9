#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a store could not do what it was asked.
///
/// The code is for programs, the message for people: one sentence that says what failed, on which
/// file or id, what was found, what was needed and what to do. A store that throws has changed
/// nothing, unless the code says so.
public struct ArtifactError: Error, Sendable {
    /// What kind of failure it is; new codes may be added.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A persona, attribute, variant or tensor that is not there.
        public static let notFound = Code(rawValue: "notFound")
        /// An id or name that cannot be a file or folder of its own.
        public static let invalidName = Code(rawValue: "invalidName")
        /// A tensor or number of values that is not `num_layers` × `hidden_size`.
        public static let invalidShape = Code(rawValue: "invalidShape")
        /// A dtype that cannot be widened to `Float`.
        public static let unsupportedDType = Code(rawValue: "unsupportedDType")
        /// A `manifest.json` that is not one.
        public static let invalidManifest = Code(rawValue: "invalidManifest")
        /// A tensor file that is not one.
        public static let invalidTensorFile = Code(rawValue: "invalidTensorFile")
        /// A layer that the model does not have.
        public static let layerOutOfRange = Code(rawValue: "layerOutOfRange")
        /// An item that is there already and was not to be replaced.
        public static let conflict = Code(rawValue: "conflict")
        /// An argument that makes no sense by itself.
        public static let invalidArgument = Code(rawValue: "invalidArgument")
        /// A file that the operating system would not read or write.
        public static let ioFailed = Code(rawValue: "ioFailed")
    }

    /// What kind of failure it is.
    public let code: Code

    /// One sentence for people.
    public let message: String

    /// The file or folder concerned, when there is one.
    public let path: String?

    /// The persona or attribute concerned, when there is one.
    public let personaID: String?

    /// What a lower layer said, when it was one that failed.
    public let underlyingError: (any Error)?

    /// A failure; only for factories, which write the sentence.
    package init(
        _ code: Code, _ message: String, path: String? = nil, personaID: String? = nil,
        underlyingError: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.personaID = personaID
        self.underlyingError = underlyingError
    }
}

extension ArtifactError: CustomStringConvertible, LocalizedError {
    /// The message.
    public var description: String { message }

    /// The message.
    public var errorDescription: String? { message }
}
