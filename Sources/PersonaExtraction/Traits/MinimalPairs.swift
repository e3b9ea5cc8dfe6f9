public import PersonaVectors

/// Vectors of personas in two descriptions, what a trait is built from; see ``PersonaPairs``.
public struct MinimalPairs: Sendable {
    /// A persona that could not be shown in both ways.
    public struct Failure: Sendable {
        /// The persona's id.
        public let personaID: String
        /// What was thrown.
        public let error: any Error
    }

    /// The personas, in the order of the vectors.
    public internal(set) var personaIDs: [String] = []
    /// By strategy a vector for each persona in the first description.
    public internal(set) var from: [MaskStrategy: [PersonaVector]] = [:]
    /// By strategy a vector for each persona in the second one.
    public internal(set) var to: [MaskStrategy: [PersonaVector]] = [:]
    /// The personas that were left out.
    public internal(set) var failures: [Failure] = []
}
