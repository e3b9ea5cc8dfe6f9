public import PersonaVectors

/// Several variants over the same personas in the same order: one aligned bundle for analysis.
public struct AnalysisDataset: Sendable {
    /// The model's id as the source was given it.
    public let modelName: String

    /// The tokens that the vectors were averaged over.
    public let maskStrategy: MaskStrategy

    /// The variants loaded, in the order asked for.
    public let variants: [PromptVariant]

    /// The personas, in the order of every variant's samples.
    public let personaIDs: [String]

    /// A name for each persona over all variants; the id where it has none.
    public let personaNames: [String]

    /// The layers that every variant has, as the model counts its blocks.
    public let layers: [Int]

    let samplesByVariant: [PromptVariant: LayeredSamples]

    /// The samples of a variant: as many as there are ``personaIDs``, in their order.
    ///
    /// - Parameter variant: one of ``variants``.
    /// - Returns: the samples.
    /// - Throws: `ArtifactError` with code `notFound` when the variant was not loaded.
    public func samples(for variant: PromptVariant) throws -> LayeredSamples {
        guard let samples = samplesByVariant[variant] else {
            throw ArtifactError.variantNotLoaded(variant, loaded: variants)
        }
        return samples
    }
}
