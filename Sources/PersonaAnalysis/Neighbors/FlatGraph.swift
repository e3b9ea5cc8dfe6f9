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
    ///
    /// A node enters the queue each time a shorter path to it is found; entries that a still
    /// shorter one has overtaken are dropped when they come up.
    func distances(from source: Int) -> [Double] {
        var distances = [Double](repeating: .infinity, count: starts.count - 1)
        var queue = DistanceQueue()
        distances[source] = 0
        queue.insert(source, at: 0)
        while let nearest = queue.popNearest() {
            guard nearest.distance == distances[nearest.node] else { continue }
            for position in starts[nearest.node]..<starts[nearest.node + 1] {
                let target = targets[position]
                let distance = nearest.distance + lengths[position]
                guard distance < distances[target] else { continue }
                distances[target] = distance
                queue.insert(target, at: distance)
            }
        }
        return distances
    }
}

/// A binary heap of nodes with their distances, the nearest on top.
private struct DistanceQueue {
    struct Entry {
        let distance: Double
        let node: Int
    }

    private var entries: [Entry] = []

    mutating func insert(_ node: Int, at distance: Double) {
        let entry = Entry(distance: distance, node: node)
        var place = entries.count
        entries.append(entry)
        while place > 0 {
            let parent = (place - 1) / 2
            guard distance < entries[parent].distance else { break }
            entries[place] = entries[parent]
            place = parent
        }
        entries[place] = entry
    }

    mutating func popNearest() -> Entry? {
        guard let nearest = entries.first, let last = entries.popLast() else { return nil }
        let count = entries.count
        guard count > 0 else { return nearest }
        entries.withUnsafeMutableBufferPointer { entries in
            var place = 0
            while true {
                var child = 2 * place + 1
                guard child < count else { break }
                if child + 1 < count, entries[child + 1].distance < entries[child].distance {
                    child += 1
                }
                guard entries[child].distance < last.distance else { break }
                entries[place] = entries[child]
                place = child
            }
            entries[place] = last
        }
        return nearest
    }
}
