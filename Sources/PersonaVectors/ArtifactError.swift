/// What went wrong with a store.
public struct ArtifactError: Error, Sendable {
    /// The sentence.
    public let message: String
}
