public import Foundation

/// What went wrong in an analysis, a probe, a steering vector or a trait.
///
/// Test the ``code``, show the ``message``. The sentences are written by the factories in the files
/// `AnalysisError+….swift`, and nowhere else.
public struct AnalysisError: Error, Sendable {
    /// The kind of failure; open, so that a new one breaks nobody's `switch`.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The code's name.
        public let rawValue: String

        /// A code of any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The code's name.
        public var description: String { rawValue }

        /// A file, persona, layer or attribute that was asked for is not there.
        public static let notFound = Code(rawValue: "notFound")
        /// An argument that no input could make right, for example a share above one.
        public static let invalidArgument = Code(rawValue: "invalidArgument")
        /// Data that the method cannot work on, for example one class where two are needed.
        public static let invalidData = Code(rawValue: "invalidData")
        /// A file that is there but does not hold what its format demands.
        public static let invalidArtifact = Code(rawValue: "invalidArtifact")
        /// A file that the operating system would not let be written.
        public static let notWritten = Code(rawValue: "notWritten")
    }

    /// The kind of failure.
    public let code: Code

    /// One sentence or two: what failed, on which thing, what was found, what to do.
    public let message: String

    /// The file or folder that the failure is about, when it is about one.
    public let path: String?

    /// What the layer below reported, when it reported anything.
    public let underlyingError: (any Error)?

    init(
        _ code: Code, _ message: String, path: String? = nil, underlyingError: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.underlyingError = underlyingError
    }
}

extension AnalysisError: CustomStringConvertible, LocalizedError {
    /// The ``message``.
    public var description: String { message }

    /// The ``message``.
    public var errorDescription: String? { message }
}
