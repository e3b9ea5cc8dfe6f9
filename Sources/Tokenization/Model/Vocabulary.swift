/// Tokens and their ids.
///
/// A hash table with open addressing over one block of bytes: no string is made for a token, and
/// tokens that are canonically equivalent, which strings would merge, stay apart.
struct Vocabulary: Sendable {
    /// Larger ids would need tables that no real vocabulary fills.
    static let maximumID = 1 << 24

    private var text: [UInt8] = []
    private var ranges: [Range<Int>] = []
    private var ids: [Int32] = []
    /// Positions in `ranges` plus one, at the place of each token's hash; 0 is free.
    private var slots: [Int32] = [Int32](repeating: 0, count: 1 << 10)
    /// Positions in `ranges` plus one by id; 0 for ids without a token.
    private var entryOfID: [Int32] = []

    /// How many tokens there are.
    var count: Int { ranges.count }

    /// Adds a token; of a token that comes twice the last id wins.
    ///
    /// `id` must lie between 0 and ``maximumID``.
    mutating func insert(_ token: some Collection<UInt8>, id: Int) {
        precondition((0...Self.maximumID).contains(id), "the caller checks ids")
        let start = text.count
        text.append(contentsOf: token)
        let slot = slot(of: text[start...])
        if slots[slot] != 0 {
            ids[Int(slots[slot]) - 1] = Int32(id)
            text.removeSubrange(start...)
        } else {
            ranges.append(start..<text.count)
            ids.append(Int32(id))
            slots[slot] = Int32(ranges.count)
        }
        if id >= entryOfID.count {
            entryOfID.append(
                contentsOf: repeatElement(
                    0, count: max(id + 1, 2 * entryOfID.count) - entryOfID.count))
        }
        entryOfID[id] = slots[slot]
        if ranges.count * 2 > slots.count { grow() }
    }

    /// The id of a token, nil when it is not in the vocabulary.
    func id(of token: ArraySlice<UInt8>) -> Int32? {
        let entry = slots[slot(of: token)]
        return entry == 0 ? nil : ids[Int(entry) - 1]
    }

    /// The bytes of the token with an id, nil when there is none.
    func token(for id: Int) -> ArraySlice<UInt8>? {
        guard entryOfID.indices.contains(id), entryOfID[id] != 0 else { return nil }
        return text[ranges[Int(entryOfID[id]) - 1]]
    }

    /// Where `token` is, or where it would go.
    private func slot(of token: ArraySlice<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(token)) & mask
        while slots[slot] != 0, !text[ranges[Int(slots[slot]) - 1]].elementsEqual(token) {
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 4)
        for (entry, range) in ranges.enumerated() {
            slots[slot(of: text[range])] = Int32(entry + 1)
        }
    }

    /// FNV-1a by Fowler, Noll and Vo, with its high bits mixed into the low ones.
    private static func hash(_ token: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ hash >> 29
    }
}
