/// The symbols of one word while a byte-pair model merges them; reused from word to word.
struct SymbolList {
    private(set) var ids: [Int32] = []
    /// How many bytes of the word each symbol covers; 0 for one that was merged away.
    private(set) var lengths: [Int] = []
    private var previous: [Int] = []
    private var following: [Int] = []
    private var queue = MinimumHeap()

    mutating func removeAll() {
        ids.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
    }

    mutating func append(_ id: Int32, length: Int) {
        ids.append(id)
        lengths.append(length)
    }

    /// Merges pairs, the one earliest in `merges` first and of equal ones the leftmost.
    ///
    /// - Complexity: O(n log n).
    mutating func mergeAll(_ merges: MergeTable) {
        guard ids.count > 1 else { return }
        previous = Array(-1..<ids.count - 1)
        following = Array(1...ids.count)
        for index in 0..<ids.count - 1 { enqueue(index, merges) }
        while let item = queue.popSmallest() {
            let position = Int(truncatingIfNeeded: item & 0xFFFF_FFFF)
            let token = merges.token(at: UInt32(item >> 32))
            guard lengths[position] > 0, following[position] < ids.count else { continue }
            let next = following[position]
            // The pair may have changed since it was put into the queue.
            guard let rank = merges.rank(ids[position], ids[next]),
                merges.token(at: rank) == token
            else { continue }
            ids[position] = token
            lengths[position] += lengths[next]
            lengths[next] = 0
            following[position] = following[next]
            if following[next] < ids.count { previous[following[next]] = position }
            if previous[position] >= 0 { enqueue(previous[position], merges) }
            enqueue(position, merges)
        }
    }

    /// Puts the pair that begins at `position` into the queue, if it merges.
    private mutating func enqueue(_ position: Int, _ merges: MergeTable) {
        guard following[position] < ids.count,
            let rank = merges.rank(ids[position], ids[following[position]])
        else { return }
        queue.insert(UInt64(rank) << 32 | UInt64(position))
    }
}
