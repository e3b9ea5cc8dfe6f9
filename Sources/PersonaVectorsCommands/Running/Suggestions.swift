/// Words that somebody may have meant.
enum Suggestions {
    /// The candidates nearest to a word by edit distance: at most three, all equally near, and near
    /// enough that a slip of the finger explains the difference.
    static func closest(to word: String, among candidates: [String]) -> [String] {
        let limit = max(1, word.unicodeScalars.count / 3)
        var best = limit
        var found: [String] = []
        for candidate in candidates {
            let distance = distance(
                word.lowercased(), candidate.lowercased(), atMost: best)
            guard let distance else { continue }
            if distance < best { found.removeAll() }
            best = distance
            found.append(candidate)
        }
        return Array(found.prefix(3))
    }

    /// The number of insertions, deletions, substitutions and swaps of neighbours between two words
    /// (optimal string alignment), or nil when there are more than `limit`.
    static func distance(_ left: String, _ right: String, atMost limit: Int) -> Int? {
        let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        guard abs(a.count - b.count) <= limit else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in 0..<b.count {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            guard row.contains(where: { $0 <= limit }) else { return nil }
            (beforeLast, last) = (last, row)
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }
}
