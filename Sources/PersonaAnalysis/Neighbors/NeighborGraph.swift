public import TensorMath

/// Two samples of which at least one is among the nearest neighbors of the other.
public struct NeighborEdge: Hashable, Sendable {
    /// The lower of the two sample indices.
    public let first: Int
    /// The higher of the two sample indices.
    public let second: Int
}

/// The edges between each sample and its nearest neighbors, to be drawn over a projection.
///
/// The Python original leaves out every sample's nearest neighbor and takes one more instead; here
/// the neighbors are 1 … `neighborCount`.
///
/// - Parameters:
///   - samples: one sample a row, compared as they are: prepare them first if they should be.
///   - neighborCount: how many neighbors each sample is joined to; more than there are other
///     samples means all of them.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: each pair once, in ascending order.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when `neighborCount` is below 1, and
///   `invalidData` when there are fewer than 2 samples or an element is not finite.
/// - Complexity: O(`rowCount`² × `columnCount`).
public func nearestNeighborEdges(
    of samples: Matrix<Float>, neighborCount: Int = 5, threads: Int? = nil
) throws -> [NeighborEdge] {
    guard neighborCount >= 1 else { throw AnalysisError.neighborCountTooSmall(neighborCount) }
    guard samples.rowCount >= 2 else {
        throw AnalysisError.tooFewSamples(
            "A neighbor graph", count: samples.rowCount, needed: 2)
    }
    try requireFinite(samples)
    let neighbors = NearestNeighbors(
        squaredDistances: samples.pairwiseSquaredDistances(threads: threads),
        count: min(neighborCount, samples.rowCount - 1))
    var edges: Set<NeighborEdge> = []
    for sample in 0..<samples.rowCount {
        for neighbor in neighbors.indices[neighbors.range(of: sample)] {
            edges.insert(
                NeighborEdge(first: min(sample, neighbor), second: max(sample, neighbor)))
        }
    }
    return edges.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
}
