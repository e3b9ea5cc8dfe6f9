/// The merges of a byte-pair model: which pairs of tokens become which, in order of preference.
///
/// A hash table with open addressing, because every step of every word asks it twice.
struct MergeTable: Sendable {
    private var keys: [UInt64]
    private var ranks: [UInt32]
    private var merged: [Int32] = []
    private let mask: Int

    /// An empty table with room for `capacity` merges.
    init(capacity: Int) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        keys = [UInt64](repeating: .max, count: size)
        ranks = [UInt32](repeating: 0, count: size)
        merged.reserveCapacity(capacity)
        mask = size - 1
    }

    /// Adds the next merge in order; of a pair that comes twice the last place counts.
    mutating func append(_ left: Int32, _ right: Int32, into token: Int32) {
        precondition(merged.count * 2 < keys.count, "more merges than the table has room for")
        let slot = slot(of: Self.key(left, right))
        keys[slot] = Self.key(left, right)
        ranks[slot] = UInt32(merged.count)
        merged.append(token)
    }

    /// The place of a pair's merge in the order, nil when the pair does not merge.
    func rank(_ left: Int32, _ right: Int32) -> UInt32? {
        let key = Self.key(left, right)
        let slot = slot(of: key)
        return keys[slot] == key ? ranks[slot] : nil
    }

    /// What the pair of the merge at `rank` becomes.
    func token(at rank: UInt32) -> Int32 { merged[Int(rank)] }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    private func slot(of key: UInt64) -> Int {
        // Fibonacci hashing (Knuth, TAOCP 3, 6.4).
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while keys[slot] != key, keys[slot] != .max { slot = (slot + 1) & mask }
        return slot
    }
}
