extension JSONReader {
    /// A string whose opening quote is the current byte.
    mutating func readString() throws(Failure) -> ExactString {
        position += 1
        let start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return ExactString(try text(start..<position))
            case UInt8(ascii: "\\"):
                return try readEscapedString(prefix: start..<position)
            case 0..<0x20:
                throw failure("a control character inside a string")
            default:
                position += 1
            }
        }
        throw failure("a string does not end")
    }

    /// Consumes a string that is known to be valid.
    mutating func skipValidString() {
        position += 1
        while let byte = current, byte != UInt8(ascii: "\"") {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }

    private func text(_ range: Range<Int>) throws(Failure) -> String {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw Failure(reason: "a string is not UTF-8", offset: range.lowerBound)
        }
        return text
    }

    /// The rest of a string with escapes, collected as UTF-16 because escapes are UTF-16.
    private mutating func readEscapedString(prefix: Range<Int>) throws(Failure) -> ExactString {
        var units = Array(try text(prefix).utf16)
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return ExactString(utf16: units)
            case UInt8(ascii: "\\"):
                units.append(try readEscape())
            case 0..<0x20:
                throw failure("a control character inside a string")
            default:
                let start = position
                while let next = current, next >= 0x20, next != UInt8(ascii: "\""),
                    next != UInt8(ascii: "\\")
                {
                    position += 1
                }
                units.append(contentsOf: try text(start..<position).utf16)
            }
        }
        throw failure("a string does not end")
    }

    private mutating func readEscape() throws(Failure) -> UInt16 {
        position += 1
        guard let letter = current else { throw failure("a string does not end") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(letter)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"): return try readHexUnit()
        default:
            position -= 2
            throw failure("an escape that JSON does not have")
        }
    }

    private mutating func readHexUnit() throws(Failure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Self.hexDigit(byte) else {
                throw failure("\\u needs four hexadecimal digits")
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
