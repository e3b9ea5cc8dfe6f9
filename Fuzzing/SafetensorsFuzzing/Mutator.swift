/// Makes hostile files: random valid ones, damaged where damage hurts.
public enum Mutator {
    /// What a header is made of, what breaks readers of JSON, and what breaks arithmetic.
    private static let tokens: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "\t", "\u{0}", "null", "true",
            "NaN",
            "\"dtype\":", "\"shape\":", "\"data_offsets\":", "\"__metadata__\":", "\"F4\"",
            "\"F32\"",
            "\"X\"", "\\ud800", "\\udc00", "\\u0000", "\\u00", "\u{FEFF}", "\u{1F98A}", "e\u{301}",
            "[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\"x\":1,", ",\"x\":{\"y\":[]}",
            "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    private static let numbers = [
        "0", "1", "-1", "-0", "00", "2.0", "1e0", "1e999", "-1e999", "2147483648", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616", "4611686018427387904", "3", "8", "16", "24", "64", ".5", "1.", "1e",
    ].map { Array($0.utf8) }

    /// Input number `index` of the run with `seed`; the same two numbers give the same bytes.
    public static func input(_ index: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed &+ UInt64(index) &* 0xD134_2543_DE82_EF95)
        var file = SplitFile.randomValid(using: &random)
        // One in sixteen stays valid: to accept nothing would be a failure, too.
        let damage = random.chance(oneIn: 16) ? 0 : Int.random(in: 1...4, using: &random)
        for _ in 0..<damage {
            if random.chance(oneIn: 8) {
                damageBytes(&file.data, using: &random)
            } else {
                damageHeader(&file.header, using: &random)
            }
        }
        return joined(file, using: &random)
    }

    private static func joined(_ file: SplitFile, using random: inout SplitMix64) -> [UInt8] {
        var length = UInt64(file.header.count)
        switch Int.random(in: 0..<32, using: &random) {
        case 0: length = random.next()
        case 1: length &+= UInt64.random(in: 0...3, using: &random)
        case 2: length &-= UInt64.random(in: 0...3, using: &random)
        default: break
        }
        var bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        bytes += file.header + file.data
        if random.chance(oneIn: 32) {
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
        }
        return bytes
    }

    private static func damageHeader(_ header: inout [UInt8], using random: inout SplitMix64) {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: replaceNumber(in: &header, using: &random)
        case 1: insert(tokens, into: &header, using: &random)
        case 2: replaceWord(in: &header, using: &random)
        default: damageBytes(&header, using: &random)
        }
    }

    private static func damageBytes(_ bytes: inout [UInt8], using random: inout SplitMix64) {
        let position = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, position + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where position < bytes.count:
            bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where position < bytes.count:
            bytes[position] = UInt8.random(in: .min ... .max, using: &random)
        case 2: bytes.removeSubrange(position..<end)
        case 3: bytes.insert(contentsOf: bytes[position..<end], at: position)
        default: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: position)
        }
    }

    private static func insert(
        _ choices: [[UInt8]], into bytes: inout [UInt8], using random: inout SplitMix64
    ) {
        let position = Int.random(in: 0...bytes.count, using: &random)
        bytes.insert(contentsOf: choices.randomElement(using: &random) ?? [], at: position)
    }

    private static func replaceNumber(in bytes: inout [UInt8], using random: inout SplitMix64) {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard let digit = bytes.indices.filter({ isDigit(bytes[$0]) }).randomElement(using: &random)
        else { return }
        var end = digit
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        bytes.replaceSubrange(digit..<end, with: numbers.randomElement(using: &random) ?? [])
    }

    /// Replaces what stands between two quotes, be it a name, a key or a dtype.
    private static func replaceWord(in bytes: inout [UInt8], using random: inout SplitMix64) {
        let quotes = bytes.indices.filter { bytes[$0] == 0x22 }
        guard quotes.count > 1 else { return }
        let first = Int.random(in: 0..<quotes.count - 1, using: &random)
        let words = [
            "dtype", "shape", "data_offsets", "__metadata__", "a", "F64", "F6_E2M3", "BF16",
        ]
        let word = words.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(quotes[first] + 1..<quotes[first + 1], with: word.utf8)
    }
}
