/// How one variant of two stores differs; ids are sorted by code point.
public struct VariantComparison: Sendable {
    /// A persona that both stores have, but not with the same content.
    public struct Difference: Sendable {
        /// The persona.
        public let personaID: String

        /// How the vectors differ.
        public let vectors: VectorComparison

        /// Whether the names differ.
        public let hasOtherName: Bool

        /// Whether the sample ids differ.
        public let hasOtherSamples: Bool
    }

    /// The variant.
    public let variant: PromptVariant

    /// The personas that only the first store has.
    public internal(set) var onlyLeft: [String] = []

    /// The personas that only the second store has.
    public internal(set) var onlyRight: [String] = []

    /// The personas that both have with other content.
    public internal(set) var differences: [Difference] = []

    /// The number of personas that both have with the same content.
    public internal(set) var equalCount = 0

    /// Whether both hold the same.
    public var isEqual: Bool { onlyLeft.isEmpty && onlyRight.isEmpty && differences.isEmpty }
}

extension PersonaVectorStore {
    /// Compares a variant with the same variant of another store.
    ///
    /// - Parameters:
    ///   - variant: the variant; one that a store does not have is empty there, not an error.
    ///   - other: the other store.
    ///   - personaIDs: the personas to compare; nil means all, the baseline included.
    ///   - tolerance: the largest difference of two values that is none; with 0 bytes and dtypes
    ///     must be the same too.
    /// - Returns: the differences.
    /// - Throws: ``ArtifactError`` when a manifest or tensor file cannot be read.
    /// - Complexity: reads every vector that both have.
    public func compare(
        _ variant: PromptVariant, with other: PersonaVectorStore, personaIDs: [String]? = nil,
        tolerance: Double = 0
    ) throws -> VariantComparison {
        let left = try listPersonas(variants: [variant], includingBaseline: true)
        let right = try other.listPersonas(variants: [variant], includingBaseline: true)
        let wanted = personaIDs.map { Set($0.map { ExactString($0) }) }
        let leftIDs = Set(left.map { ExactString($0) })
        let rightIDs = Set(right.map { ExactString($0) })
        var comparison = VariantComparison(variant: variant)
        for id in leftIDs.union(rightIDs).sorted() where wanted?.contains(id) ?? true {
            switch (leftIDs.contains(id), rightIDs.contains(id)) {
            case (true, false): comparison.onlyLeft.append(id.string)
            case (false, true): comparison.onlyRight.append(id.string)
            default:
                if let found = try difference(id.string, variant, other, tolerance) {
                    comparison.differences.append(found)
                } else {
                    comparison.equalCount += 1
                }
            }
        }
        return comparison
    }

    private func difference(
        _ id: String, _ variant: PromptVariant, _ other: PersonaVectorStore, _ tolerance: Double
    ) throws -> VariantComparison.Difference? {
        let vectors = try load(variant, personaID: id)
            .compared(to: other.load(variant, personaID: id))
        let names = try [self, other].map {
            try $0.personaNames(for: [id], variants: [variant])[id].map { ExactString($0) }
        }
        let samples = try [self, other].map {
            try $0.personaSampleIDs(variant, personaID: id)?.map { ExactString($0) }
        }
        let difference = VariantComparison.Difference(
            personaID: id, vectors: vectors, hasOtherName: names[0] != names[1],
            hasOtherSamples: samples[0] != samples[1])
        let areVectorsEqual =
            tolerance > 0 ? vectors.agrees(within: tolerance) : vectors.isIdentical
        let isEqual =
            areVectorsEqual && !difference.hasOtherName && !difference.hasOtherSamples
        return isEqual ? nil : difference
    }
}
