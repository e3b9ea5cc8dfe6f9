import TensorMath

/// Samples joined by edges with lengths, in both directions.
struct WeightedGraph {
    struct Edge {
        let target: Int
        let length: Double
    }

    private(set) var edges: [[Edge]]

    /// Joins each sample with its nearest neighbors; being neighbor one way is enough.
    init(neighbors: NearestNeighbors) {
        edges = Array(repeating: [], count: neighbors.indices.count / neighbors.countPerSample)
        for sample in edges.indices {
            for position in neighbors.range(of: sample) {
                let (neighbor, length) = (
                    neighbors.indices[position], neighbors.distances[position]
                )
                if neighbor < sample, edges[neighbor].contains(where: { $0.target == sample }) {
                    continue
                }
                connect(sample, neighbor, length: length)
            }
        }
    }

    private mutating func connect(_ first: Int, _ second: Int, length: Double) {
        edges[first].append(Edge(target: second, length: length))
        edges[second].append(Edge(target: first, length: length))
    }

    /// The samples that can reach each other, part by part, each in ascending order.
    func connectedParts() -> [[Int]] {
        var partOfSample = [Int?](repeating: nil, count: edges.count)
        var parts: [[Int]] = []
        for start in edges.indices where partOfSample[start] == nil {
            var (part, waiting) = ([Int](), [start])
            partOfSample[start] = parts.count
            while let sample = waiting.popLast() {
                part.append(sample)
                for edge in edges[sample] where partOfSample[edge.target] == nil {
                    partOfSample[edge.target] = parts.count
                    waiting.append(edge.target)
                }
            }
            parts.append(part.sorted())
        }
        return parts
    }

    /// Joins every two parts by an edge between their closest samples.
    mutating func join(_ parts: [[Int]], squaredDistances: Matrix<Double>) {
        for (number, part) in parts.enumerated() {
            for other in parts[..<number] {
                let pairs = other.lazy.flatMap { first in part.lazy.map { (first, $0) } }
                let closest = pairs.min {
                    squaredDistances[$0.0, $0.1] < squaredDistances[$1.0, $1.1]
                }
                if let (first, second) = closest {
                    connect(
                        first, second, length: squaredDistances[first, second].squareRoot())
                }
            }
        }
    }

    /// The length of the shortest path between every two samples of a connected graph, by
    /// Dijkstra's algorithm from each sample.
    func shortestPaths(threads: Int?) -> Matrix<Double> {
        let flat = FlatGraph(edges)
        let block = 16
        let blockCount = (edges.count + block - 1) / block
        let rows = ConcurrentLoop.map(count: blockCount, threads: threads) { number in
            (number * block..<min((number + 1) * block, edges.count)).flatMap {
                flat.distances(from: $0)
            }
        }
        return Matrix(
            rowCount: edges.count, columnCount: edges.count, values: rows.flatMap { $0 })
    }
}
