extension [UInt8] {
    /// The little-endian number of `count` bytes at an offset; outside the array it is nil.
    func littleEndian(at offset: Int, count: Int) -> UInt64? {
        guard offset >= 0, offset <= self.count - count else { return nil }
        return self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Appends a number as `count` little-endian bytes.
    mutating func append(littleEndian number: Int, count: Int) {
        for position in 0..<count {
            append(UInt8(truncatingIfNeeded: number >> (8 * position)))
        }
    }
}
