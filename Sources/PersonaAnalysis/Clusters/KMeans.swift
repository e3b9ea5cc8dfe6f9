public import TensorMath

/// Samples divided into clusters around their means.
public struct KMeansClusters: Sendable {
    /// The cluster of each sample, from 0.
    public let labels: [Int]

    /// The mean of each cluster: `clusterCount` × features.
    public let centers: Matrix<Float>

    /// The sum of the squared distances of all samples to the centers of their clusters.
    public let inertia: Double

    /// The rounds of Lloyd's algorithm that the best run took.
    public let iterationCount: Int

    /// The number of clusters.
    public var clusterCount: Int { centers.rowCount }
}

/// How ``clusterKMeans(_:clusterCount:options:threads:)`` runs.
public struct KMeansOptions: Sendable {
    /// The runs, each from its own first centers; the one with the least inertia wins.
    ///
    /// The Python original makes one.
    public var runCount = 10

    /// Seeds NumPy's generator, which draws first centers as scikit-learn does.
    public var seed: UInt32 = 0

    /// The rounds after which a run ends in any case.
    public var maximumIterationCount = 300

    /// A run ends when the centers move less than this share of the mean variance of a feature.
    public var tolerance = 1e-4

    /// The samples to start from, one a cluster, in place of drawn ones; there is one run then.
    public var initialCenters: [Int]?

    /// The defaults.
    public init() {}
}

/// Divides samples into clusters by k-means.
///
/// First centers by greedy k-means++ (D. Arthur and S. Vassilvitskii, *k-means++: The Advantages of
/// Careful Seeding*, 2007) with scikit-learn's draws, then Lloyd's algorithm with its stopping
/// rules: the same seed and number of runs give scikit-learn's clusters.
///
/// - Parameters:
///   - samples: one sample a row, compared as they are: prepare them first if they should be.
///   - clusterCount: how many clusters.
///   - options: runs, seed and stopping rules.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: the clusters of the best run. A cluster can be empty when samples coincide.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when `clusterCount` is not in
///   1 … samples, or the options do not fit; `invalidData` when an element is not finite.
/// - Complexity: O(runs × rounds × samples × clusters × features).
public func clusterKMeans(
    _ samples: Matrix<Float>, clusterCount: Int, options: KMeansOptions = KMeansOptions(),
    threads: Int? = nil
) throws -> KMeansClusters {
    guard clusterCount >= 1 && clusterCount <= samples.rowCount else {
        throw AnalysisError.clusterCountOutOfRange(clusterCount, sampleCount: samples.rowCount)
    }
    guard options.runCount >= 1 else { throw AnalysisError.runCountTooSmall(options.runCount) }
    try requireFinite(samples)
    let problem = KMeansProblem(samples)
    let starts = try firstCenters(of: problem, clusterCount: clusterCount, options: options)
    let tolerance = options.tolerance * problem.meanVariance
    let runs = ConcurrentLoop.map(count: starts.count, threads: threads) { run in
        LloydRun(
            problem, start: starts[run], tolerance: tolerance,
            maximumIterationCount: options.maximumIterationCount)
    }
    let best = runs.dropFirst().reduce(runs[0]) { $1.inertia < $0.inertia ? $1 : $0 }
    var centers = best.centers
    centers.subtractFromRows(problem.mean.map { -$0 })
    return KMeansClusters(
        labels: best.labels, centers: centers, inertia: best.inertia,
        iterationCount: best.iterationCount)
}

/// All runs draw from one stream, one after the other, before the runs go their ways.
private func firstCenters(
    of problem: KMeansProblem, clusterCount: Int, options: KMeansOptions
) throws -> [[Int]] {
    if let chosen = options.initialCenters {
        let valid = chosen.allSatisfy { (0..<problem.samples.rowCount).contains($0) }
        guard valid, chosen.count == clusterCount, Set(chosen).count == clusterCount else {
            throw AnalysisError.initialCenters(
                chosen, clusterCount: clusterCount, sampleCount: problem.samples.rowCount)
        }
        return [chosen]
    }
    var generator = MersenneTwister(seed: options.seed)
    return (0..<options.runCount).map { _ in
        kMeansPlusPlus(problem, clusterCount: clusterCount, generator: &generator)
    }
}

/// The samples about their mean, where squared distances lose the fewest digits.
struct KMeansProblem: Sendable {
    let samples: Matrix<Float>
    let mean: [Double]
    let squaredNorms: [Double]

    /// The variance of a feature, averaged over the features.
    let meanVariance: Double

    init(_ samples: Matrix<Float>) {
        mean = samples.columnMeans()
        var centered = samples
        centered.subtractFromRows(mean)
        self.samples = centered
        squaredNorms = centered.rowNorms().map { $0 * $0 }
        meanVariance =
            squaredNorms.reduce(0, +) / Double(max(1, samples.rowCount * samples.columnCount))
    }
}
