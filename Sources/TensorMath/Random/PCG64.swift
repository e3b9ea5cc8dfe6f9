/// NumPy's current generator: `numpy.random.default_rng(seed)`, draw for draw.
///
/// The shuffled-label control of probes is seeded with it. PCG XSL-RR 128/64 is M. O'Neill's
/// (*PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms*, 2014); the seed is
/// spread by NumPy's `SeedSequence`. ``NumPyBitGenerator/permutation(of:)`` is that of the current
/// generator too; ``NumPyBitGenerator/randomInteger(below:)`` is not its `integers`, which draws in
/// another way.
public struct PCG64: NumPyBitGenerator {
    private static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645

    private var state: UInt128
    private let increment: UInt128
    // A 32-bit draw takes the lower half of 64 bits and leaves the upper half for the next one.
    private var spareHalf: UInt32?

    /// The generator of `numpy.random.default_rng(seed)`.
    public init(seed: UInt32) {
        var sequence = SeedSequence(entropy: seed)
        let words = (0..<4).map { _ in sequence.nextUInt64() }
        let initialState = UInt128(words[0]) << 64 | UInt128(words[1])
        increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
        state = (increment &+ initialState) &* Self.multiplier &+ increment
    }

    /// The next 64 random bits.
    public mutating func nextUInt64() -> UInt64 {
        state = state &* Self.multiplier &+ increment
        let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
        let rotation = UInt64(state >> 122)
        return folded >> rotation | folded << ((64 &- rotation) & 63)
    }

    /// The next 32 random bits.
    public mutating func nextUInt32() -> UInt32 {
        if let half = spareHalf {
            spareHalf = nil
            return half
        }
        let bits = nextUInt64()
        spareHalf = UInt32(bits >> 32)
        return UInt32(truncatingIfNeeded: bits)
    }
}

/// NumPy's `SeedSequence` for one word of entropy: four mixed words, then a stream of hashes.
private struct SeedSequence {
    private var pool: [UInt32]
    private var position = 0
    private var outputHash = Hash(constant: 0x8B51_F9DD, multiplier: 0x58F3_8DED)

    init(entropy: UInt32) {
        var hash = Hash(constant: 0x43B0_D7E5, multiplier: 0x931E_8875)
        pool = [entropy, 0, 0, 0].map { hash($0) }
        for source in pool.indices {
            for target in pool.indices where target != source {
                pool[target] = Self.mix(pool[target], hash(pool[source]))
            }
        }
    }

    mutating func nextUInt64() -> UInt64 {
        let lower = UInt64(nextUInt32())
        return UInt64(nextUInt32()) << 32 | lower
    }

    private mutating func nextUInt32() -> UInt32 {
        defer { position = (position + 1) % pool.count }
        return outputHash(pool[position])
    }

    private static func mix(_ left: UInt32, _ right: UInt32) -> UInt32 {
        let mixed = left &* 0xCA01_F9DD &- right &* 0x4973_F715
        return mixed ^ mixed >> 16
    }

    private struct Hash {
        var constant: UInt32
        let multiplier: UInt32

        mutating func callAsFunction(_ word: UInt32) -> UInt32 {
            let masked = word ^ constant
            constant = constant &* multiplier
            let product = masked &* constant
            return product ^ product >> 16
        }
    }
}
