public import TensorMath

/// Which layers the groups of a layered figure come from.
public enum ClusterMode: String, CaseIterable, Sendable {
    /// One grouping for all layers, from the mean of the prepared layers.
    case meanAcrossLayers = "mean_across_layers"
    /// One grouping for all layers, from the first.
    case firstLayer = "first_layer"
    /// Each layer has its own grouping.
    case perLayer = "per_layer"

    /// The mode that is called `name` on the command line and in Python.
    ///
    /// - Throws: ``AnalysisError`` with code `invalidArgument`, listing the modes, for other names.
    public init(named name: String) throws {
        guard let mode = ClusterMode(rawValue: name) else {
            throw AnalysisError.unknownClusterMode(name)
        }
        self = mode
    }
}

/// The clusters of layered samples.
public struct LayeredClusters: Sendable {
    /// Which layers were grouped.
    public let mode: ClusterMode

    /// The layers that the samples have.
    public let layers: [Int]

    /// One result for all layers, or with ``ClusterMode/perLayer`` one a layer.
    public let results: [KMeansClusters]

    /// The clusters to show with the layer at a position in ``layers``.
    public func clusters(atLayerPosition position: Int) -> KMeansClusters {
        precondition(layers.indices.contains(position), "position outside the layers")
        return results[mode == .perLayer ? position : 0]
    }

    /// The group of each sample, as a legend shows it: "Cluster 0", "Cluster 1", ….
    public func groupNames(atLayerPosition position: Int) -> [String] {
        clusters(atLayerPosition: position).labels.map { "Cluster \($0)" }
    }
}

/// The mean of the layers, each prepared on its own: what clusters over all layers are made of.
///
/// - Parameters:
///   - samples: the samples.
///   - layers: the layers to average; nil means all that were loaded.
///   - centered: whether each layer is centered before.
///   - normalized: whether the rows of each layer are normalized before.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: `samples.count` × `samples.hiddenSize`.
/// - Throws: ``AnalysisError`` with code `notFound` for a layer that was not loaded, `invalidData`,
///   naming sample and layer, when an element is not finite.
/// - Complexity: O(elements).
public func prepareClusterSamples(
    _ samples: LayeredSamples, layers: [Int]? = nil, centered: Bool = true,
    normalized: Bool = true, threads: Int? = nil
) throws -> Matrix<Float> {
    let prepared = try samples.mapLayers(layers, threads: threads) { _, matrix in
        prepareFiniteSamples(matrix, centered: centered, normalized: normalized)
    }
    return Matrix(meanOf: prepared, rowCount: samples.count, columnCount: samples.hiddenSize)
}

/// Groups layered samples by k-means in one of the three modes of the Python original.
///
/// - Parameters:
///   - samples: the samples; every layer is centered and normalized first.
///   - clusterCount: how many clusters.
///   - mode: which layers to group.
///   - options: runs, seed and stopping rules of k-means.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: the clusters for each layer.
/// - Throws: ``AnalysisError`` as ``clusterKMeans(_:clusterCount:options:threads:)`` and
///   ``prepareClusterSamples(_:layers:centered:normalized:threads:)`` do.
/// - Complexity: that of k-means, times the layers with ``ClusterMode/perLayer``.
public func clusterLayers(
    of samples: LayeredSamples, clusterCount: Int, mode: ClusterMode = .meanAcrossLayers,
    options: KMeansOptions = KMeansOptions(), threads: Int? = nil
) throws -> LayeredClusters {
    let results: [KMeansClusters]
    switch mode {
    case .meanAcrossLayers:
        let mean = try prepareClusterSamples(samples, threads: threads)
        results = [
            try clusterKMeans(mean, clusterCount: clusterCount, options: options, threads: threads)
        ]
    case .firstLayer, .perLayer:
        let chosen = mode == .perLayer ? samples.layers : Array(samples.layers.prefix(1))
        results = try samples.mapLayers(chosen, threads: threads) { _, matrix in
            try clusterKMeans(
                prepareFiniteSamples(matrix), clusterCount: clusterCount, options: options,
                threads: 1)
        }
    }
    return LayeredClusters(mode: mode, layers: samples.layers, results: results)
}
