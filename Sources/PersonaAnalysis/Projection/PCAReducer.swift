public import TensorMath

/// A principal component analysis that was fitted once and transforms further samples.
///
/// It remembers the whole way: the preparation (mean of the fitted samples, row length), the mean
/// of the prepared samples, and the components. New personas so land in the same picture.
public struct PCAReducer: Sendable, Equatable {
    /// What is subtracted from samples before their rows are normalized, one value a feature; nil
    /// when the reducer was fitted on samples as they are.
    public let preparationMean: [Float]?

    /// The mean of the prepared samples, one value a feature.
    public let mean: [Float]

    /// The components: `componentCount` × features, unit rows, in each the entry of largest
    /// magnitude is positive.
    public let components: Matrix<Float>

    /// The share of the variance that lies along each component; 0 for constant samples.
    public let explainedVarianceRatios: [Double]

    /// The number of components.
    public var componentCount: Int { components.rowCount }

    /// The number of features that samples must have.
    public var featureCount: Int { components.columnCount }

    /// Whether rows are centered and normalized before they are projected.
    public var isNormalized: Bool { preparationMean != nil }

    /// The coordinates of samples, which need not be those that the reducer was fitted on.
    ///
    /// - Parameter samples: one sample a row, as many features as ``featureCount``.
    /// - Returns: `samples.rowCount` × ``componentCount``.
    /// - Throws: ``AnalysisError`` with code `invalidData` when the features differ in number or
    ///   an element is not finite.
    /// - Complexity: O(elements × ``componentCount``).
    public func transform(_ samples: Matrix<Float>) throws -> Matrix<Float> {
        guard samples.columnCount == featureCount else {
            throw AnalysisError.featuresDoNotMatch(
                found: samples.columnCount, needed: featureCount)
        }
        try requireFinite(samples)
        var prepared = samples
        if let preparationMean {
            prepared.subtractFromRows(preparationMean.map(Double.init))
            prepared.normalizeRows()
        }
        prepared.subtractFromRows(mean.map(Double.init))
        return prepared.multiplied(byTransposeOf: components)
    }
}
