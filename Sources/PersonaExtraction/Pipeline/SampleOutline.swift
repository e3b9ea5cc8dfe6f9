import PersonaVectors

/// What a vector will be made of, known before its texts are tokenized: enough to tell whether it is
/// stored already.
public struct SampleOutline: Hashable, Sendable {
    /// The ids of all questions, in order.
    public var sampleIDs: [String]
    /// The same facts as those of ``PersonaSamples``.
    public var details: [String: String]
    /// What replaces some of ``details`` for strategies that need the first sample only, such as the
    /// digest of its prompt.
    public var firstSampleDetails: [String: String]

    /// An outline.
    public init(
        sampleIDs: [String], details: [String: String] = [:],
        firstSampleDetails: [String: String] = [:]
    ) {
        self.sampleIDs = sampleIDs
        self.details = details
        self.firstSampleDetails = firstSampleDetails
    }

    /// The facts about a strategy's vector.
    func details(for strategy: MaskStrategy) -> [String: String] {
        strategy.needsOneSample ? details.merging(firstSampleDetails) { $1 } : details
    }

    /// The ids of the samples that will count towards a strategy.
    func sampleIDs(for strategy: MaskStrategy) -> [String] {
        strategy.needsOneSample ? Array(sampleIDs.prefix(1)) : sampleIDs
    }
}
