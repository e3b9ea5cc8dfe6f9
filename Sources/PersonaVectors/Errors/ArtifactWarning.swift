/// Something a caller may want to know and need not act on.
///
/// Stores never print; they hand warnings to the handler that they were made with.
public struct ArtifactWarning: Hashable, Sendable, CustomStringConvertible {
    /// What is being warned of; new codes may be added.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Personas were left out of a list because not every variant has them.
        public static let personasSkipped = Code(rawValue: "personasSkipped")
    }

    /// Receives warnings, on the thread of the call that they come from.
    public typealias Handler = @Sendable (ArtifactWarning) -> Void

    /// What is being warned of.
    public let code: Code

    /// One sentence for people.
    public let message: String

    /// The message.
    public var description: String { message }

    /// Some personas are not in every variant.
    package static func personasSkipped(_ count: Int) -> ArtifactWarning {
        ArtifactWarning(
            code: .personasSkipped,
            message: "Skipping \(count) persona(s) missing one or more requested variants.")
    }
}
