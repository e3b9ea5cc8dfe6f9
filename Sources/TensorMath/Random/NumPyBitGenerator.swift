/// The random bits of one of NumPy's generators; the draws on top of them are the same for all.
public protocol NumPyBitGenerator: Sendable {
    /// The next 32 random bits.
    mutating func nextUInt32() -> UInt32

    /// The next 64 random bits.
    mutating func nextUInt64() -> UInt64
}

extension NumPyBitGenerator {
    /// A number in `0 ..< bound`: `RandomState.randint(bound)`, and the step of `shuffle`.
    ///
    /// Drawn by masking and rejecting, as NumPy does here; a bound of 1 draws nothing.
    /// A bound below 1 is a programmer's mistake and traps.
    public mutating func randomInteger(below bound: Int) -> Int {
        precondition(bound > 0, "the bound of a random integer must be positive")
        let largest = UInt64(bound - 1)
        guard largest > 0 else { return 0 }
        let mask = UInt64.max >> UInt64(largest.leadingZeroBitCount)
        while true {
            let bits = largest <= UInt64(UInt32.max) ? UInt64(nextUInt32()) : nextUInt64()
            if bits & mask <= largest { return Int(bits & mask) }
        }
    }

    /// Puts the elements in random order: `shuffle`.
    ///
    /// - Complexity: O(`elements.count`).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for index in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(index, randomInteger(below: index + 1))
        }
    }

    /// The elements in random order: `permutation(elements)`.
    public mutating func permutation<Element>(of elements: [Element]) -> [Element] {
        var result = elements
        shuffle(&result)
        return result
    }

    /// The numbers `0 ..< count` in random order: `permutation(count)`.
    public mutating func permutation(count: Int) -> [Int] {
        permutation(of: Array(0..<count))
    }
}
