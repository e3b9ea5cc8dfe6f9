import TensorMath

/// The nearest other samples of each sample, nearest first; among equals the lower index.
struct NearestNeighbors {
    /// The neighbors of each sample.
    let countPerSample: Int

    /// Row after row of `countPerSample` sample indices.
    let indices: [Int]

    /// The Euclidean distances that belong to ``indices``.
    let distances: [Double]

    /// The exact neighbors, from all squared distances.
    ///
    /// - Complexity: O(n²) for neighbor counts that are small beside n.
    init(squaredDistances: Matrix<Double>, count: Int) {
        let sampleCount = squaredDistances.rowCount
        precondition(count < sampleCount, "a sample has one neighbor fewer than there are samples")
        var indices: [Int] = []
        var distances: [Double] = []
        indices.reserveCapacity(sampleCount * count)
        distances.reserveCapacity(sampleCount * count)
        for sample in 0..<sampleCount {
            let row = Array(squaredDistances.values[squaredDistances.rowRange(sample)])
            let nearest = Self.smallest(count, of: row, without: sample)
            indices += nearest
            distances += nearest.map { row[$0].squareRoot() }
        }
        self.countPerSample = count
        self.indices = indices
        self.distances = distances
    }

    /// Where the neighbors of a sample lie in ``indices`` and ``distances``.
    func range(of sample: Int) -> Range<Int> {
        sample * countPerSample..<(sample + 1) * countPerSample
    }

    /// The positions of the smallest values, by insertion into a short sorted list: most values
    /// are larger than its last one and cost a single comparison.
    private static func smallest(_ count: Int, of row: [Double], without own: Int) -> [Int] {
        var best: [Int] = []
        best.reserveCapacity(count + 1)
        for (index, value) in row.enumerated() where index != own {
            if best.count == count, let last = best.last, value >= row[last] { continue }
            var place = best.count
            while place > 0, value < row[best[place - 1]] { place -= 1 }
            best.insert(index, at: place)
            if best.count > count { best.removeLast() }
        }
        return best
    }
}
