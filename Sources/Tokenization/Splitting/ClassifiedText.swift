/// A piece of text as the split patterns see it: scalars with their classes and byte positions.
struct ClassifiedText {
    private(set) var scalars: [Unicode.Scalar] = []
    private(set) var classes: [CharacterClass] = []
    /// Where each scalar begins, and behind the last one where the text ends.
    private(set) var positions: [Int] = []

    init(_ bytes: [UInt8], in range: Range<Int>) {
        scalars.reserveCapacity(range.count)
        classes.reserveCapacity(range.count)
        positions.reserveCapacity(range.count + 1)
        var position = range.lowerBound
        while position < range.upperBound {
            let scalar = Self.scalar(in: bytes, at: position)
            scalars.append(scalar)
            classes.append(CharacterClass(scalar))
            positions.append(position)
            position += UTF8.width(scalar)
        }
        positions.append(range.upperBound)
    }

    /// How many scalars there are.
    var count: Int { scalars.count }

    /// The first index from `start` on whose class does not satisfy `belongs`.
    func run(from start: Int, while belongs: (CharacterClass) -> Bool) -> Int {
        var index = start
        while index < count, belongs(classes[index]) { index += 1 }
        return index
    }

    /// Whether there is a scalar at `index` whose class satisfies `belongs`.
    func has(_ index: Int, _ belongs: (CharacterClass) -> Bool) -> Bool {
        index < count && belongs(classes[index])
    }

    /// Whether the scalar at `index` is `scalar`.
    func has(_ index: Int, _ scalar: Unicode.Scalar) -> Bool {
        index < count && scalars[index] == scalar
    }

    /// The scalar that begins at `position` of bytes that are known to be UTF-8.
    private static func scalar(in bytes: [UInt8], at position: Int) -> Unicode.Scalar {
        let lead = bytes[position]
        if lead < 0x80 { return Unicode.Scalar(lead) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for byte in bytes[position + 1..<position + length] {
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
