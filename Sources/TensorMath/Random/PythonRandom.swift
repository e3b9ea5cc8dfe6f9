/// Python's own generator: `random.Random(seed)`, draw for draw.
///
/// It is the Mersenne Twister of NumPy's legacy generator, seeded and drawn from in another way
/// (CPython's `Lib/random.py` and `Modules/_randommodule.c`, the same since Python 3.2).
///
/// A value: a copy continues on its own from the same point.
public struct PythonRandom: Sendable {
    private var generator: MersenneTwister

    /// The generator of `random.Random(seed)`; the sign of a seed does not matter there either.
    ///
    /// - Complexity: O(1), 1,248 steps.
    public init(seed: Int) {
        let magnitude = seed.magnitude
        let lower = UInt32(truncatingIfNeeded: magnitude)
        let upper = UInt32(truncatingIfNeeded: magnitude >> 32)
        generator = MersenneTwister(key: upper == 0 ? [lower] : [lower, upper])
    }

    /// The next 32 random bits: `getrandbits(32)`.
    public mutating func nextUInt32() -> UInt32 {
        generator.nextUInt32()
    }

    /// A number in `0 ..< bound`: `randrange(bound)`.
    ///
    /// A bound below 1, or of more than 32 bits, is a programmer's mistake and traps.
    public mutating func randomInteger(below bound: Int) -> Int {
        precondition(bound > 0 && bound <= UInt32.max, "a bound must have 1 to 32 bits")
        let bitCount = Int.bitWidth - bound.leadingZeroBitCount
        while true {
            let value = Int(generator.nextUInt32() >> UInt32(32 - bitCount))
            if value < bound { return value }
        }
    }

    /// Puts the elements in random order: `shuffle(elements)`.
    ///
    /// - Complexity: O(`elements.count`).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for index in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(index, randomInteger(below: index + 1))
        }
    }
}
