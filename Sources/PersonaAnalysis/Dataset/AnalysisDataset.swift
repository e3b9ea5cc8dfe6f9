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

    /// A name for each persona; the id where it has none.
    public let personaNames: [String]

    /// The layers loaded, as the model counts its blocks.
    public let layers: [Int]

    let samplesByVariant: [PromptVariant: LayeredSamples]
}
