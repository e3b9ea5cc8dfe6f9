public import TensorMath

/// Samples laid out so that straight distances follow the distances along the data.
public struct IsomapProjection: Sendable {
    /// `sampleCount` × `componentCount`; the sign of a component means nothing.
    public let coordinates: Matrix<Float>

    /// The eigenvalues that belong to the components, largest first.
    public let eigenvalues: [Double]

    /// The parts that the neighbor graph fell into before they were joined; 1 when it was whole.
    ///
    /// With more than one, distances between the parts rest on single edges and say little.
    public let connectedPartCount: Int
}

/// Projects samples with Isomap.
///
/// J. Tenenbaum et al., *A Global Geometric Framework for Nonlinear Dimensionality Reduction*,
/// Science 290, 2000, doi:10.1126/science.290.5500.2319.
///
/// Nearest neighbors by Euclidean distance, shortest paths through them, classical scaling: the
/// numbers are those of scikit-learn's `Isomap`, up to the sign of each component. When the
/// neighbor graph falls apart, every two parts are joined at their closest pair, as there.
///
/// - Parameters:
///   - samples: one sample a row.
///   - componentCount: how many dimensions to project into.
///   - neighborCount: the neighbors of a sample; more than there are others means all of them.
///   - normalized: whether rows are centered and normalized first, as all analyses do by default.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: coordinates and what to judge them by. A direction without extent is not an error:
///   its coordinates are 0.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when a count is below 1 or there are
///   fewer samples than components; `invalidData` when there are fewer than 3 samples or an element
///   is not finite; `TensorMathError` when the eigenvectors do not converge.
/// - Complexity: O(n² × (features + `neighborCount` + log n) + n³) for n samples.
public func projectIsomap(
    _ samples: Matrix<Float>, componentCount: Int = 2, neighborCount: Int = 8,
    normalized: Bool = true, threads: Int? = nil
) throws -> IsomapProjection {
    let count = samples.rowCount
    guard count >= 3 else {
        throw AnalysisError.tooFewSamples("Isomap", count: count, needed: 3)
    }
    guard componentCount >= 1 else { throw AnalysisError.componentCountTooSmall(componentCount) }
    guard neighborCount >= 1 else { throw AnalysisError.neighborCountTooSmall(neighborCount) }
    guard componentCount <= count else {
        throw AnalysisError.tooManyComponents(
            "Isomap", count: componentCount, sampleCount: count, featureCount: nil)
    }
    try requireFinite(samples)
    let prepared = normalized ? prepareFiniteSamples(samples) : samples
    let squares = prepared.pairwiseSquaredDistances(threads: threads)
    var graph = WeightedGraph(
        neighbors: NearestNeighbors(
            squaredDistances: squares, count: min(neighborCount, count - 1)))
    let parts = graph.connectedParts()
    graph.join(parts, squaredDistances: squares)

    let kernel = centeredKernel(graph.shortestPaths(threads: threads))
    let eigen = try kernel.symmetricEigen(leading: componentCount)
    var coordinates = Matrix<Float>(rowCount: count, columnCount: componentCount)
    for component in 0..<componentCount {
        let scale = max(0, eigen.values[component]).squareRoot()
        for row in 0..<count {
            coordinates[row, component] = Float(eigen.vectors[component, row] * scale)
        }
    }
    return IsomapProjection(
        coordinates: coordinates, eigenvalues: eigen.values, connectedPartCount: parts.count)
}

/// −½ D² with the means of rows and columns taken out: the dot products about the common centre.
private func centeredKernel(_ distances: Matrix<Double>) -> Matrix<Double> {
    let count = distances.rowCount
    var values = distances.values.map { $0 * $0 * -0.5 }
    let means = (0..<count).map { row in
        values[distances.rowRange(row)].reduce(0, +) / Double(count)
    }
    let mean = means.reduce(0, +) / Double(count)
    for row in 0..<count {
        for column in 0..<count {
            values[row * count + column] += mean - means[row] - means[column]
        }
    }
    return Matrix(rowCount: count, columnCount: count, values: values)
}
