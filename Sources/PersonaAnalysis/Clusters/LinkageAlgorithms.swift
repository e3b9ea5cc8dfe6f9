/// Two clusters, each named by one of its samples, and the distance at which they join.
struct ClusterJoin {
    let first: Int
    let second: Int
    let height: Double
}

/// Single linkage: the edges of a minimum spanning tree, grown from sample 0 (Prim's algorithm).
func spanningTreeJoins(_ distances: [Double], count: Int) -> [ClusterJoin] {
    var nearest = [Double](repeating: .infinity, count: count)
    var isInTree = [Bool](repeating: false, count: count)
    var joins: [ClusterJoin] = []
    var current = 0
    for _ in 1..<count {
        isInTree[current] = true
        var (next, height) = (current, Double.infinity)
        for other in 0..<count where !isInTree[other] {
            nearest[other] = min(nearest[other], distances[current * count + other])
            if nearest[other] < height { (next, height) = (other, nearest[other]) }
        }
        joins.append(ClusterJoin(first: current, second: next, height: height))
        current = next
    }
    return joins
}

/// The other methods: follow nearest neighbors until two clusters are each other's.
///
/// F. Murtagh, *A Survey of Recent Advances in Hierarchical Clustering Algorithms*, The Computer
/// Journal 26, 1983; distances to joined clusters by Lance and Williams' formulas.
func neighborChainJoins(
    _ distances: [Double], count: Int, method: LinkageMethod
) -> [ClusterJoin] {
    var state = NeighborChain(distances: distances, count: count, method: method)
    return (1..<count).map { _ in state.joinNext() }
}

private struct NeighborChain {
    let count: Int
    let method: LinkageMethod
    var distances: [Double]
    // A cluster lives under the higher of the numbers it was joined from; the lower has size 0.
    var sizes: [Int]
    var chain: [Int] = []

    init(distances: [Double], count: Int, method: LinkageMethod) {
        self.count = count
        self.method = method
        self.distances = distances
        sizes = Array(repeating: 1, count: count)
    }

    mutating func joinNext() -> ClusterJoin {
        if chain.isEmpty, let first = sizes.firstIndex(where: { $0 > 0 }) { chain = [first] }
        while true {
            let current = chain[chain.count - 1]
            let previous = chain.count > 1 ? chain[chain.count - 2] : nil
            let (nearest, height) = nearestCluster(to: current, preferring: previous)
            if nearest == previous {
                chain.removeLast(2)
                let (lower, upper) = (min(current, nearest), max(current, nearest))
                join(lower, into: upper, height: height)
                return ClusterJoin(first: lower, second: upper, height: height)
            }
            chain.append(nearest)
        }
    }

    /// The cluster before in the chain wins a tie, or the chain would never end.
    private func nearestCluster(to current: Int, preferring previous: Int?) -> (Int, Double) {
        let start = current * count
        var nearest = previous ?? current
        var height = previous.map { distances[start + $0] } ?? .infinity
        for other in 0..<count where distances[start + other] < height {
            if sizes[other] > 0 && other != current {
                (nearest, height) = (other, distances[start + other])
            }
        }
        return (nearest, height)
    }

    private mutating func join(_ lower: Int, into upper: Int, height: Double) {
        let (lowerSize, upperSize) = (Double(sizes[lower]), Double(sizes[upper]))
        sizes[upper] += sizes[lower]
        sizes[lower] = 0
        for other in 0..<count where sizes[other] > 0 && other != upper {
            let toLower = distances[lower * count + other]
            let toUpper = distances[upper * count + other]
            let updated: Double
            switch method {
            case .single: updated = min(toLower, toUpper)
            case .complete: updated = max(toLower, toUpper)
            case .average:
                updated = (lowerSize * toLower + upperSize * toUpper) / (lowerSize + upperSize)
            case .ward:
                let size = Double(sizes[other])
                let scale = 1 / (lowerSize + upperSize + size)
                updated =
                    ((size + lowerSize) * scale * toLower * toLower
                    + (size + upperSize) * scale * toUpper * toUpper
                    - size * scale * height * height).squareRoot()
            }
            distances[upper * count + other] = updated
            distances[other * count + upper] = updated
        }
    }
}

/// Sorts joins by height, equal ones as they came, and numbers clusters as they arise.
func numberedMerges(_ joins: [ClusterJoin], sampleCount: Int) -> [LinkageMerge] {
    var parents = Array(0..<sampleCount + joins.count)
    var sizes = [Int](repeating: 1, count: sampleCount)
    func root(of cluster: Int) -> Int {
        var root = cluster
        while parents[root] != root {
            parents[root] = parents[parents[root]]
            root = parents[root]
        }
        return root
    }
    // Swift's sort is stable, though its documentation does not promise it: the index decides.
    let order = joins.indices.sorted { (joins[$0].height, $0) < (joins[$1].height, $1) }
    return order.enumerated().map { number, index in
        let (one, other) = (root(of: joins[index].first), root(of: joins[index].second))
        parents[one] = sampleCount + number
        parents[other] = sampleCount + number
        sizes.append(sizes[one] + sizes[other])
        return LinkageMerge(
            first: min(one, other), second: max(one, other), height: joins[index].height,
            sampleCount: sizes[sampleCount + number])
    }
}
