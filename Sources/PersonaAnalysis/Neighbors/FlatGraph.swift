/// A graph with all its edges in a row, for many searches.
struct FlatGraph: Sendable {
    private let starts: [Int]
    private let targets: [Int]
    private let lengths: [Double]

    init(_ edges: [[WeightedGraph.Edge]]) {
        var starts = [0]
        for own in edges { starts.append((starts.last ?? 0) + own.count) }
        self.starts = starts
        targets = edges.flatMap { $0.map(\.target) }
        lengths = edges.flatMap { $0.map(\.length) }
    }

    /// The length of the shortest path from one node to each by Dijkstra's algorithm; infinite
    /// where there is none.
    func distances(from source: Int) -> [Double] {
        var distances = [Double](repeating: .infinity, count: starts.count - 1)
        var queue = NodeQueue(nodeCount: distances.count)
        distances[source] = 0
        queue.insertOrDecrease(source, distances)
        while let node = queue.popNearest(distances) {
            for position in starts[node]..<starts[node + 1] {
                let target = targets[position]
                let length = distances[node] + lengths[position]
                guard length < distances[target] else { continue }
                distances[target] = length
                queue.insertOrDecrease(target, distances)
            }
        }
        return distances
    }
}

/// A binary heap of nodes by distance that knows where each node stands, so that a shorter path
/// moves the node up instead of inserting it again.
private struct NodeQueue {
    private var heap: [Int] = []
    private var places: [Int]

    init(nodeCount: Int) {
        places = Array(repeating: -1, count: nodeCount)
        heap.reserveCapacity(nodeCount)
    }

    mutating func insertOrDecrease(_ node: Int, _ distances: [Double]) {
        if places[node] < 0 {
            places[node] = heap.count
            heap.append(node)
        }
        var place = places[node]
        while place > 0 {
            let parent = (place - 1) / 2
            guard distances[node] < distances[heap[parent]] else { break }
            move(heap[parent], to: place)
            place = parent
        }
        move(node, to: place)
    }

    mutating func popNearest(_ distances: [Double]) -> Int? {
        guard let nearest = heap.first, let last = heap.popLast() else { return nil }
        places[nearest] = -1
        guard !heap.isEmpty else { return nearest }
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, distances[heap[child + 1]] < distances[heap[child]] {
                child += 1
            }
            guard distances[heap[child]] < distances[last] else { break }
            move(heap[child], to: place)
            place = child
        }
        move(last, to: place)
        return nearest
    }

    private mutating func move(_ node: Int, to place: Int) {
        heap[place] = node
        places[node] = place
    }
}
