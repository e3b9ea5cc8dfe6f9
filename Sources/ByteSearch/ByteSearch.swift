extension [UInt8] {
    /// Where `pattern` occurs, from left to right without overlaps; nowhere when it is empty.
    ///
    /// - Parameters:
    ///   - pattern: what is looked for.
    ///   - bounds: the positions that are searched; nil means all.
    ///   - limit: how many places at most; nil and numbers below 0 mean all.
    /// - Returns: the places.
    /// - Complexity: O(n) in the length of both, whatever they hold (Knuth, Morris and Pratt, 1977,
    ///   doi:10.1137/0206024).
    package func ranges(
        of pattern: [UInt8], in bounds: Range<Int>? = nil, limit: Int? = nil
    ) -> [Range<Int>] {
        let bounds = bounds ?? indices
        guard !pattern.isEmpty, pattern.count <= bounds.count, limit != 0 else { return [] }
        let borders = pattern.borders()
        var found: [Range<Int>] = []
        var matched = 0
        for position in bounds {
            let byte = self[position]
            while matched > 0, pattern[matched] != byte { matched = borders[matched - 1] }
            if pattern[matched] == byte { matched += 1 }
            guard matched == pattern.count else { continue }
            found.append(position + 1 - matched..<position + 1)
            if found.count == limit { break }
            matched = 0
        }
        return found
    }

    /// For each beginning how many of its first bytes are also its last.
    private func borders() -> [Int] {
        var borders = [Int](repeating: 0, count: count)
        var matched = 0
        for position in indices.dropFirst() {
            while matched > 0, self[matched] != self[position] { matched = borders[matched - 1] }
            if self[matched] == self[position] { matched += 1 }
            borders[position] = matched
        }
        return borders
    }
}
