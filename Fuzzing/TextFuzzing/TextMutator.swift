import SafetensorsFuzzing

/// Damages templates and tokenizer files where damage hurts.
public enum TextMutator {
    /// What templates and JSON are made of, what nests, and what breaks arithmetic.
    private static let tokens: [[UInt8]] =
        [
            "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "~", "*", "//", "%", "(", ")", "[", "]",
            "{", "}", ",", ":", "\"", "'", "\\", "\n", " ", "|", ".a", "[0]", "[::-1]", "()",
            "{% for x in messages %}", "{% endfor %}", "{% if ", "{% else %}", "{% endif %}",
            "{% set x = x ~ x %}", "{% set n = namespace() %}", "{% set n.a = [n.a] %}",
            "{% raw %}",
            "{% endraw %}", "{% macro f() %}", "{% endmacro %}", "{{ f() }}", "{% break %}",
            "|tojson(indent=9)", "|indent(-1)", "|sort", "|list", "|map('list')", "*99999",
            ".split('')", "range(99999)", "not ", " is ", " in ", " or ", "null", "true", "-1",
            "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e999",
            "\"start\":", "\"type\":\"Sequence\"", "\\ud800", "\\u0000", "\u{1F98A}", "e\u{301}",
            "[[[[[[[[[[[[[[[[", "<0xE2>", "\u{2581}",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

    /// `bytes` with damage number `index` of the run with `seed`; the same numbers do the same.
    public static func damaged(_ bytes: [UInt8], _ index: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed &+ UInt64(index) &* 0xD134_2543_DE82_EF95)
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            damage(&bytes, using: &random)
        }
        return bytes
    }

    private static func damage(_ bytes: inout [UInt8], using random: inout SplitMix64) {
        let position = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, position + Int.random(in: 0...40, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where position < bytes.count:
            bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes.removeSubrange(position..<end)
        case 2: bytes.insert(contentsOf: bytes[position..<end], at: position)
        case 3 where position < bytes.count:
            bytes.replaceSubrange(
                position..<end, with: tokens.randomElement(using: &random) ?? [])
        default:
            bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: position)
        }
    }
}
