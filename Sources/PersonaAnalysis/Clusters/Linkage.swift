public import TensorMath

/// How the distance of two clusters follows from the distances of their samples.
public enum LinkageMethod: String, CaseIterable, Sendable {
    /// The growth of the sum of squares that joining them causes.
    case ward
    /// The mean over all pairs.
    case average
    /// The farthest pair.
    case complete
    /// The closest pair.
    case single
}

/// Two clusters joined into one.
public struct LinkageMerge: Equatable, Sendable {
    /// The cluster with the lower number: below the sample count a sample, otherwise the merge of
    /// that number less the sample count.
    public let first: Int
    /// The cluster with the higher number.
    public let second: Int
    /// The distance at which they were joined.
    public let height: Double
    /// How many samples the new cluster has.
    public let sampleCount: Int
}

/// A hierarchy of clusters: what a dendrogram draws.
public struct Linkage: Sendable {
    /// The merges from the lowest to the highest, one fewer than there are samples.
    public let merges: [LinkageMerge]

    /// The samples from left to right in a dendrogram in which no lines cross: within each merge
    /// first the cluster with the lower number.
    public var leafOrder: [Int] {
        guard !merges.isEmpty else { return [0] }
        let sampleCount = merges.count + 1
        var (leaves, waiting) = ([Int](), [sampleCount + merges.count - 1])
        while let cluster = waiting.popLast() {
            if cluster < sampleCount {
                leaves.append(cluster)
            } else {
                let merge = merges[cluster - sampleCount]
                waiting.append(merge.second)
                waiting.append(merge.first)
            }
        }
        return leaves
    }
}

/// Joins samples step by step into one hierarchy, by Euclidean distance.
///
/// The merges are those of SciPy's `linkage`, in its order and numbering.
///
/// - Parameters:
///   - samples: one sample a row, compared as they are: prepare them first if they should be.
///   - method: how clusters are compared.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: the hierarchy.
/// - Throws: ``AnalysisError`` with code `invalidData` when there are fewer than 2 samples or an
///   element is NaN or infinite.
/// - Complexity: O(n² × features) for n samples.
public func hierarchicalLinkage(
    of samples: Matrix<Float>, method: LinkageMethod = .ward, threads: Int? = nil
) throws -> Linkage {
    guard samples.rowCount >= 2 else {
        throw AnalysisError.tooFewSamples("A linkage", count: samples.rowCount, needed: 2)
    }
    try requireFinite(samples)
    var distances = samples.pairwiseSquaredDistances(threads: threads).values
    for index in distances.indices { distances[index] = distances[index].squareRoot() }
    let joins =
        method == .single
        ? spanningTreeJoins(distances, count: samples.rowCount)
        : neighborChainJoins(distances, count: samples.rowCount, method: method)
    return Linkage(merges: numberedMerges(joins, sampleCount: samples.rowCount))
}
