public import TensorMath

/// A fitted principal component analysis with the coordinates of the samples it was fitted on.
public struct PCAFit: Sendable {
    /// Transforms further samples into the same space.
    public let reducer: PCAReducer

    /// The samples' coordinates: `sampleCount` × `componentCount`.
    public let coordinates: Matrix<Float>
}

/// Fits a principal component analysis.
///
/// Exact, in `Double`, through the eigenvectors of the smaller Gram matrix: the numbers are those
/// of scikit-learn's `PCA(svd_solver="full")`, its sign rule included.
///
/// - Parameters:
///   - samples: one sample a row.
///   - componentCount: how many components to keep.
///   - normalized: whether rows are centered and normalized first, as all analyses do by default.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: reducer and coordinates. Constant samples are not an error: everything is 0.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when `componentCount` is below 1 or
///   above min(samples, features); `invalidData` when there are fewer than 2 samples or an element
///   is not finite; `TensorMathError` when the eigenvectors do not converge.
/// - Complexity: O(samples × features × min(samples, features)).
public func fitPCA(
    _ samples: Matrix<Float>, componentCount: Int = 2, normalized: Bool = true,
    threads: Int? = nil
) throws -> PCAFit {
    try requirePCASamples(samples)
    guard componentCount >= 1 else { throw AnalysisError.componentCountTooSmall(componentCount) }
    guard componentCount <= min(samples.rowCount, samples.columnCount) else {
        throw AnalysisError.tooManyComponents(
            "A PCA", count: componentCount, sampleCount: samples.rowCount,
            featureCount: samples.columnCount)
    }
    let prepared = PCASamples(samples, normalized: normalized)
    let svd = try prepared.centered.thinSVD(leading: componentCount, threads: threads)
    let signs = (0..<componentCount).map { signOfLargestEntry(svd.right.row($0)) }
    let total = prepared.centered.values.reduce(0) { $0 + $1 * $1 }
    var coordinates = Matrix<Float>(rowCount: samples.rowCount, columnCount: componentCount)
    var components = Matrix<Float>(rowCount: componentCount, columnCount: samples.columnCount)
    for component in 0..<componentCount {
        let scale = svd.values[component] * signs[component]
        for row in 0..<samples.rowCount {
            coordinates[row, component] = Float(svd.left[component, row] * scale)
        }
        for column in 0..<samples.columnCount {
            components[component, column] = Float(svd.right[component, column] * signs[component])
        }
    }
    let reducer = PCAReducer(
        preparationMean: prepared.preparationMean, mean: prepared.mean.map(Float.init),
        components: components,
        explainedVarianceRatios: svd.values.map { total > 0 ? $0 * $0 / total : 0 })
    return PCAFit(reducer: reducer, coordinates: coordinates)
}

/// The coordinates of samples along their principal components.
///
/// What ``fitPCA(_:componentCount:normalized:threads:)`` finds, without the reducer; the same
/// parameters, errors and cost.
///
/// - Returns: `samples.rowCount` × `componentCount`.
/// - Throws: ``AnalysisError`` as `fitPCA` does.
public func projectPCA(
    _ samples: Matrix<Float>, componentCount: Int = 2, normalized: Bool = true,
    threads: Int? = nil
) throws -> Matrix<Float> {
    try fitPCA(
        samples, componentCount: componentCount, normalized: normalized, threads: threads
    ).coordinates
}

/// The share of the variance along each principal component, largest first.
///
/// - Parameters:
///   - samples: one sample a row.
///   - componentCount: how many shares; nil, or more than there are, means all of
///     min(samples, features).
///   - normalized: whether rows are centered and normalized first.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: the shares; their sum is 1 when all are asked for. Samples without any variance are
///   not an error: all shares are 0 then (the Python original answers NaN).
/// - Throws: ``AnalysisError`` with code `invalidArgument` when `componentCount` is below 1,
///   `invalidData` when there are fewer than 2 samples or an element is not finite.
/// - Complexity: O(samples × features × min(samples, features)), less than with vectors.
public func pcaExplainedVariance(
    _ samples: Matrix<Float>, componentCount: Int? = nil, normalized: Bool = true,
    threads: Int? = nil
) throws -> [Double] {
    try requirePCASamples(samples)
    if let componentCount, componentCount < 1 {
        throw AnalysisError.componentCountTooSmall(componentCount)
    }
    let prepared = PCASamples(samples, normalized: normalized)
    let squares = try prepared.centered.singularValues(threads: threads).map { $0 * $0 }
    let total = squares.reduce(0, +)
    return squares.prefix(componentCount ?? squares.count).map { total > 0 ? $0 / total : 0 }
}

/// What the first components explain together, for each number of them.
///
/// - Parameter shares: the share of each component, as
///   ``pcaExplainedVariance(_:componentCount:normalized:threads:)`` answers.
/// - Returns: the sums of the first, the first two, …: as many as there are shares.
/// - Complexity: O(`shares.count`).
public func cumulativeShares(_ shares: [Double]) -> [Double] {
    var sum = 0.0
    return shares.map { share in
        sum += share
        return sum
    }
}

/// Samples on their way into a PCA, with what was subtracted from them.
private struct PCASamples {
    let preparationMean: [Float]?
    let mean: [Double]
    let centered: Matrix<Double>

    init(_ samples: Matrix<Float>, normalized: Bool) {
        // Normalized rows have a mean again, so they are centered once more.
        preparationMean = normalized ? samples.columnMeans().map(Float.init) : nil
        let prepared = normalized ? prepareFiniteSamples(samples) : samples
        mean = prepared.columnMeans()
        var centered = prepared.doubles
        centered.subtractFromRows(mean)
        self.centered = centered
    }
}

private func requirePCASamples(_ samples: Matrix<Float>) throws {
    guard samples.rowCount >= 2 else {
        throw AnalysisError.tooFewSamples("A PCA", count: samples.rowCount, needed: 2)
    }
    try requireFinite(samples)
}

/// −1 when the entry of largest magnitude, the first of several, is negative.
func signOfLargestEntry(_ component: [Double]) -> Double {
    let largest = component.reduce(0.0) { abs($1) > abs($0) ? $1 : $0 }
    return largest < 0 ? -1 : 1
}
