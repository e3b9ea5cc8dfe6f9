import Foundation

/// How strongly samples belong together: UMAP's fuzzy simplicial set.
struct FuzzyGraph {
    struct Edge {
        let head: Int
        let tail: Int
        let weight: Double
    }

    /// Both directions of every pair, sorted by head and then tail.
    let edges: [Edge]

    /// Each sample belongs fully to its nearest neighbor and less to farther ones, in its own
    /// measure; a pair belongs together when either side thinks so: a + b − ab.
    init(_ neighbors: NearestNeighbors) {
        let sampleCount = neighbors.indices.count / neighbors.countPerSample
        var memberships = [[Int: Double]](repeating: [:], count: sampleCount)
        let meanDistance =
            neighbors.distances.reduce(0, +)
            / Double(sampleCount * (neighbors.countPerSample + 1))
        for sample in 0..<sampleCount {
            let range = neighbors.range(of: sample)
            let scale = NeighborhoodScale(
                Array(neighbors.distances[range]), meanOfAll: meanDistance)
            for position in range {
                memberships[sample][neighbors.indices[position]] = scale.membership(
                    at: neighbors.distances[position])
            }
        }
        var edges: [Edge] = []
        for head in memberships.indices {
            for (tail, own) in memberships[head] {
                let other = memberships[tail][head]
                let weight = own + (other ?? 0) - own * (other ?? 0)
                edges.append(Edge(head: head, tail: tail, weight: weight))
                if other == nil { edges.append(Edge(head: tail, tail: head, weight: weight)) }
            }
        }
        self.edges = edges.sorted { ($0.head, $0.tail) < ($1.head, $1.tail) }
    }
}

/// The measure of one sample's neighborhood: the distance to its nearest neighbor is 0, and the
/// memberships of all sum to log₂ of the neighborhood's size.
struct NeighborhoodScale {
    let nearest: Double
    let width: Double

    /// - Parameters:
    ///   - distances: from the sample to its neighbors, itself left out, in ascending order.
    ///   - meanOfAll: the mean distance in all neighborhoods, for samples that coincide with all
    ///     their neighbors.
    init(_ distances: [Double], meanOfAll: Double) {
        let nearest = distances.first { $0 > 0 } ?? 0
        let size = Double(distances.count + 1)
        var (low, high, middle) = (0.0, Double.infinity, 1.0)
        for _ in 0..<64 {
            let sum = distances.reduce(0) { sum, distance in
                let excess = distance - nearest
                return sum + (excess > 0 ? exp(-excess / middle) : 1)
            }
            if abs(sum - log2(size)) < 1e-5 { break }
            if sum > log2(size) {
                high = middle
                middle = (low + high) / 2
            } else {
                low = middle
                middle = high == .infinity ? middle * 2 : (low + high) / 2
            }
        }
        self.nearest = nearest
        // A width far below the distances themselves would cut all but one neighbor off.
        let mean = nearest > 0 ? distances.reduce(0, +) / size : meanOfAll
        width = max(middle, 1e-3 * mean)
    }

    func membership(at distance: Double) -> Double {
        let excess = distance - nearest
        return excess <= 0 || width == 0 ? 1 : exp(-excess / width)
    }
}
