/// The keys of one JSON object, to find the one that is given twice.
///
/// Keys are compared by their bytes: Swift's `==` holds two strings equal that differ only in
/// normalisation. Most objects have three keys, for which hashing costs more than looking.
struct KeySet {
    private static let fewest = 8

    private var few: [String] = []
    private var many: Set<[UInt8]> = []

    /// Adds `key`; false if it was there.
    mutating func insert(_ key: String) -> Bool {
        guard many.isEmpty else { return many.insert(Array(key.utf8)).inserted }
        guard !few.contains(where: { $0.utf8.elementsEqual(key.utf8) }) else { return false }
        few.append(key)
        if few.count > Self.fewest { many = Set(few.map { Array($0.utf8) }) }
        return true
    }
}
