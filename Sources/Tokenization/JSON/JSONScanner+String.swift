extension JSONScanner {
    /// The UTF-8 bytes of a string; a lone surrogate escape becomes U+FFFD.
    package mutating func readString() throws(Failure) -> [UInt8] {
        guard peek() == UInt8(ascii: "\"") else { throw failure("a string is needed") }
        advance(by: 1)
        var text: [UInt8] = []
        var start = position
        while let next = byte() {
            switch next {
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[start..<position])
                advance(by: 1)
                return text
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[start..<position])
                text.append(contentsOf: UTF8.encode(try readEscape()) ?? UTF8.replacement)
                start = position
            case 0..<0x20:
                throw failure("a string holds a control character")
            default:
                advance(by: 1)
            }
        }
        throw failure("a string does not end")
    }

    private mutating func readEscape() throws(Failure) -> Unicode.Scalar {
        guard let letter = byte(at: 1) else { throw failure("a string does not end") }
        if letter == UInt8(ascii: "u") { return try readUnicodeEscape() }
        guard let scalar = Self.escapes[letter] else { throw failure("an escape is unknown") }
        advance(by: 2)
        return scalar
    }

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
        UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    private mutating func readUnicodeEscape() throws(Failure) -> Unicode.Scalar {
        let unit = try readHexadecimal(at: 2)
        advance(by: 6)
        if UTF16.isLeadSurrogate(unit), byte() == UInt8(ascii: "\\"), byte(at: 1) == 0x75 {
            let trail = try readHexadecimal(at: 2)
            if UTF16.isTrailSurrogate(trail) {
                advance(by: 6)
                return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
            }
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private func readHexadecimal(at distance: Int) throws(Failure) -> UInt16 {
        var unit: UInt16 = 0
        for index in distance..<distance + 4 {
            guard
                let digit = byte(at: index).flatMap({ Character(Unicode.Scalar($0)).hexDigitValue })
            else { throw failure("an escape needs four hexadecimal digits") }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}

extension UTF8 {
    fileprivate static let replacement = encodedReplacementCharacter
}
