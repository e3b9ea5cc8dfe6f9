extension MersenneTwister {
    /// A number in [0, 1) with 53 random bits: `RandomState.random_sample()`.
    public mutating func randomSample() -> Double {
        let upper = Double(nextUInt32() >> 5)
        let lower = Double(nextUInt32() >> 6)
        return (upper * 67_108_864 + lower) / 9_007_199_254_740_992
    }

    /// Indices drawn with the given chances: `RandomState.choice(n, size, p: weights / sum)`.
    ///
    /// - Parameters:
    ///   - count: how many to draw; an index may come twice.
    ///   - weights: one for each index, not negative, not all zero; anything else traps.
    /// - Returns: `count` indices into `weights`.
    /// - Complexity: O(`weights.count` + `count` log `weights.count`).
    public mutating func choice(count: Int, weights: [Double]) -> [Int] {
        let total = weights.reduce(0, +)
        precondition(total > 0 && total.isFinite, "the weights of a choice must have a finite sum")
        var cumulative: [Double] = []
        cumulative.reserveCapacity(weights.count)
        var sum = 0.0
        for weight in weights {
            precondition(weight >= 0, "the weights of a choice must not be negative")
            sum += weight / total
            cumulative.append(sum)
        }
        // NumPy divides by the last sum, which rounding may have left beside 1.
        let last = sum
        return (0..<count).map { _ in
            let sample = randomSample()
            return cumulative.partitioningIndex { $0 / last > sample }
        }
    }
}

extension Array {
    /// The first index whose element fulfils `predicate`, in an array where all later ones do too.
    package func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
