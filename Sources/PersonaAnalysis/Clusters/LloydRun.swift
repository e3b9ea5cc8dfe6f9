import TensorMath

/// One run of Lloyd's algorithm: samples go to the nearest center, centers to the mean of their
/// samples, until nothing moves.
struct LloydRun: Sendable {
    let labels: [Int]
    let inertia: Double
    private(set) var centers: Matrix<Float>
    private(set) var iterationCount = 0

    init(_ problem: KMeansProblem, start: [Int], tolerance: Double, maximumIterationCount: Int) {
        centers = problem.samples.selectingRows(start)
        var assigned = Self.nearestCenters(problem, centers)
        var isSettled = false
        while !isSettled && iterationCount < maximumIterationCount {
            iterationCount += 1
            let moved = Self.means(problem, assigned, centers)
            let shift = moved.squaredDistance(to: centers)
            centers = moved
            let previous = assigned.labels
            assigned = Self.nearestCenters(problem, centers)
            isSettled = shift <= tolerance || assigned.labels == previous
        }
        labels = assigned.labels
        inertia = assigned.squaredDistances.reduce(0, +)
    }

    private struct Assignment {
        let labels: [Int]
        let squaredDistances: [Double]
    }

    private static func nearestCenters(
        _ problem: KMeansProblem, _ centers: Matrix<Float>
    ) -> Assignment {
        let products = problem.samples.multiplied(byTransposeOf: centers)
        let norms = centers.rowNorms().map { $0 * $0 }
        let count = centers.rowCount
        var labels: [Int] = []
        var distances: [Double] = []
        labels.reserveCapacity(products.rowCount)
        distances.reserveCapacity(products.rowCount)
        for sample in 0..<products.rowCount {
            var (nearest, least) = (0, Double.infinity)
            for center in 0..<count {
                let distance = norms[center] - 2 * Double(products.values[sample * count + center])
                if distance < least { (nearest, least) = (center, distance) }
            }
            labels.append(nearest)
            distances.append(max(0, problem.squaredNorms[sample] + least))
        }
        return Assignment(labels: labels, squaredDistances: distances)
    }

    /// The means of the clusters; an empty one restarts at the sample farthest from its center.
    private static func means(
        _ problem: KMeansProblem, _ assigned: Assignment, _ previous: Matrix<Float>
    ) -> Matrix<Float> {
        var labels = assigned.labels
        var sizes = [Int](repeating: 0, count: previous.rowCount)
        for label in labels { sizes[label] += 1 }
        let empty = sizes.indices.filter { sizes[$0] == 0 }
        if !empty.isEmpty {
            let distances = assigned.squaredDistances
            let farthest = labels.indices.sorted { (distances[$0], $1) > (distances[$1], $0) }
            for (cluster, sample) in zip(empty, farthest) where distances[sample] > 0 {
                sizes[labels[sample]] -= 1
                labels[sample] = cluster
                sizes[cluster] = 1
            }
        }
        let sums = problem.samples.rowSums(by: labels, groupCount: previous.rowCount)
        var means = previous.values
        let width = previous.columnCount
        for (cluster, size) in sizes.enumerated() where size > 0 {
            for index in cluster * width..<(cluster + 1) * width {
                means[index] = Float(sums.values[index] / Double(size))
            }
        }
        return Matrix(rowCount: previous.rowCount, columnCount: width, values: means)
    }
}
