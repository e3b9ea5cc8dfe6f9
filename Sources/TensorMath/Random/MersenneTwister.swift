/// NumPy's legacy generator: `numpy.random.RandomState(seed)`, draw for draw.
///
/// scikit-learn seeds its splits and its k-means++ with it, so the same seed has to give the same
/// indices here. The generator is MT19937 (M. Matsumoto and T. Nishimura, *Mersenne Twister*,
/// ACM TOMACS 8, 1998, doi:10.1145/272991.272995); NumPy promised never to change the draws on top
/// of it (NEP 19).
///
/// A value: a copy continues on its own from the same point.
public struct MersenneTwister: NumPyBitGenerator {
    private static let wordCount = 624
    private static let middle = 397

    private var words: [UInt32]
    private var position = Self.wordCount

    /// The generator of `numpy.random.RandomState(seed)`.
    ///
    /// - Complexity: O(1), 624 words.
    public init(seed: UInt32) {
        words = [UInt32](repeating: seed, count: Self.wordCount)
        for index in 1..<Self.wordCount {
            let previous = words[index - 1]
            words[index] = 1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(index)
        }
    }

    /// The generator of an array of numbers: `init_by_array` of the authors' program.
    init(key: [UInt32]) {
        precondition(!key.isEmpty, "a key needs a word")
        self.init(seed: 19_650_218)
        var index = 1
        func mixed(_ factor: UInt32) -> UInt32 {
            let previous = words[index - 1]
            return words[index] ^ (previous ^ previous >> 30) &* factor
        }
        func next(_ words: inout [UInt32], _ index: inout Int) {
            index += 1
            if index == Self.wordCount {
                words[0] = words[Self.wordCount - 1]
                index = 1
            }
        }
        for step in 0..<max(Self.wordCount, key.count) {
            let place = step % key.count
            words[index] = mixed(1_664_525) &+ key[place] &+ UInt32(truncatingIfNeeded: place)
            next(&words, &index)
        }
        for _ in 1..<Self.wordCount {
            words[index] = mixed(1_566_083_941) &- UInt32(index)
            next(&words, &index)
        }
        words[0] = 0x8000_0000
    }

    /// The next 32 random bits.
    ///
    /// - Complexity: O(1) amortised: every 624th draw makes the next 624 words.
    public mutating func nextUInt32() -> UInt32 {
        if position == Self.wordCount { twist() }
        var word = words[position]
        position += 1
        word ^= word >> 11
        word ^= word << 7 & 0x9D2C_5680
        word ^= word << 15 & 0xEFC6_0000
        return word ^ word >> 18
    }

    /// The next 64 random bits, the upper half drawn first.
    public mutating func nextUInt64() -> UInt64 {
        let upper = UInt64(nextUInt32())
        return upper << 32 | UInt64(nextUInt32())
    }

    private mutating func twist() {
        for index in 0..<Self.wordCount {
            let next = words[(index + 1) % Self.wordCount]
            let joined = words[index] & 0x8000_0000 | next & 0x7FFF_FFFF
            let magic: UInt32 = joined & 1 == 0 ? 0 : 0x9908_B0DF
            words[index] = words[(index + Self.middle) % Self.wordCount] ^ joined >> 1 ^ magic
        }
        position = 0
    }
}
