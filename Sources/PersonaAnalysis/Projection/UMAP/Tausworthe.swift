import TensorMath

/// A small generator for the samples to push away, one for each sample so that neither order nor
/// number of the others' draws matters.
///
/// P. L'Ecuyer, *Maximally Equidistributed Combined Tausworthe Generators*, Mathematics of
/// Computation 65, 1996: the one that umap-learn uses.
struct Tausworthe {
    private var first: UInt32
    private var second: UInt32
    private var third: UInt32

    init(seededBy generator: inout MersenneTwister) {
        // The least seeds for which no component gets stuck at zero.
        first = generator.nextUInt32() | 2
        second = generator.nextUInt32() | 8
        third = generator.nextUInt32() | 16
    }

    /// A number in `0 ..< bound`.
    mutating func next(below bound: Int) -> Int {
        first = (first & 0xFFFF_FFFE) << 12 ^ ((first << 13) ^ first) >> 19
        second = (second & 0xFFFF_FFF8) << 4 ^ ((second << 2) ^ second) >> 25
        third = (third & 0xFFFF_FFF0) << 17 ^ ((third << 3) ^ third) >> 11
        return Int((UInt64(first ^ second ^ third) * UInt64(bound)) >> 32)
    }
}
