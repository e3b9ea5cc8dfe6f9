public import TensorMath

/// Projects samples with UMAP.
///
/// L. McInnes, J. Healy and J. Melville, *UMAP: Uniform Manifold Approximation and Projection for
/// Dimension Reduction*, 2018, arXiv:1802.03426.
///
/// Follows umap-learn step by step with exact neighbors and random first positions; the picture has
/// its quality, not its coordinates. One layout runs on one thread, so that a seed gives the same
/// bits everywhere on a machine; layers run side by side in ``LayeredSamples/mapLayers(_:threads:_:)``.
///
/// - Parameters:
///   - samples: one sample a row.
///   - options: neighborhood, distance, seed and rounds.
///   - normalized: whether rows are centered and normalized first, as all analyses do by default.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: `samples.rowCount` × `options.componentCount`.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when an option is out of range;
///   `invalidData` when there are fewer than 3 samples or an element is not finite.
/// - Complexity: O(n² × features + rounds × n × `neighborCount`) for n samples.
public func projectUMAP(
    _ samples: Matrix<Float>, options: UMAPOptions = UMAPOptions(), normalized: Bool = true,
    threads: Int? = nil
) throws -> Matrix<Float> {
    let count = samples.rowCount
    guard count >= 3 else {
        throw AnalysisError.tooFewSamples("UMAP", count: count, needed: 3)
    }
    guard options.componentCount >= 1 else {
        throw AnalysisError.componentCountTooSmall(options.componentCount)
    }
    guard options.neighborCount >= 1 else {
        throw AnalysisError.neighborCountTooSmall(options.neighborCount)
    }
    guard (0...1).contains(options.minimumDistance) else {
        throw AnalysisError.minimumDistanceOutOfRange(options.minimumDistance)
    }
    if let epochCount = options.epochCount, epochCount < 0 {
        throw AnalysisError.epochCountTooSmall(epochCount)
    }
    try requireFinite(samples)
    let prepared = normalized ? prepareFiniteSamples(samples) : samples
    let neighborhood = max(2, min(options.neighborCount, count - 1))
    let neighbors = NearestNeighbors(
        squaredDistances: prepared.pairwiseSquaredDistances(threads: threads),
        count: neighborhood - 1)
    let epochCount = options.epochCount ?? (count <= 10_000 ? 500 : 200)
    var layout = UMAPLayout(
        graph: FuzzyGraph(neighbors), sampleCount: count, options: options,
        epochCount: epochCount)
    layout.run()
    return Matrix(
        rowCount: count, columnCount: options.componentCount, values: layout.positions)
}
