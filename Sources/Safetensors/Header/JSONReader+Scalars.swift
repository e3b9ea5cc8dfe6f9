extension JSONReader {
    /// Reads a string and checks that it is Unicode: valid UTF-8, no half of a surrogate pair.
    mutating func readString() throws(SafetensorsError) -> String {
        guard next == UInt8(ascii: "\"") else { throw failure(.expectedString) }
        let start = position
        position += 1
        var unescaped: [UInt8] = []
        var runStart = position
        while true {
            guard let byte = next else { throw failure(.unexpectedEnd) }
            switch byte {
            case UInt8(ascii: "\""):
                let run = bytes[runStart..<position]
                let text =
                    unescaped.isEmpty
                    ? String(validating: run, as: UTF8.self)
                    : String(validating: unescaped + run, as: UTF8.self)
                guard let text else {
                    position = start
                    throw failure(.invalidUTF8)
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                unescaped += bytes[runStart..<position]
                position += 1
                unescaped += try readEscape().utf8
                runStart = position
            case 0..<0x20:
                throw failure(.controlCharacter)
            default:
                position += 1
            }
        }
    }

    /// Reads a number that must be whole, at least 0, and small enough for `Int`.
    mutating func readWholeNumber() throws(SafetensorsError) -> Int {
        let start = position
        guard let first = next, first == UInt8(ascii: "-") || isDigit(first) else {
            throw failure(.expectedWholeNumber)
        }
        try skipNumber()
        var value = 0
        for byte in bytes[start..<position] {
            guard isDigit(byte) else {
                position = start
                throw failure(.expectedWholeNumber)
            }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else {
                position = start
                throw failure(.numberTooLarge)
            }
            value = sum
        }
        return value
    }

    /// Reads a number of any kind; one that a `Double` cannot hold is refused, as in `serde_json`.
    mutating func skipNumber() throws(SafetensorsError) {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        // A leading zero stands alone: `00` and `01` are no JSON.
        if next == UInt8(ascii: "0") {
            position += 1
        } else {
            try skipDigits()
        }
        if next == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        if let byte = next, isDigit(byte) { throw failure(.invalidNumber) }
        // Up to 18 characters cannot overflow without an exponent, and only those are common.
        let isShort = position - start <= 18 && !bytes[start..<position].contains { $0 > 0x40 }
        guard isShort || isFinite(bytes[start..<position]) else {
            position = start
            throw failure(.numberTooLarge)
        }
    }

    private mutating func skipDigits() throws(SafetensorsError) {
        guard let byte = next, isDigit(byte) else { throw failure(.invalidNumber) }
        while let byte = next, isDigit(byte) { position += 1 }
    }

    private func isFinite(_ digits: ArraySlice<UInt8>) -> Bool {
        Double(String(decoding: digits, as: UTF8.self))?.isFinite ?? false
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// Reads what follows a backslash.
    private mutating func readEscape() throws(SafetensorsError) -> String {
        guard let byte = next else { throw failure(.unexpectedEnd) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try readUnicodeEscape()
        default:
            position -= 1
            throw failure(.invalidEscape)
        }
    }

    private mutating func readUnicodeEscape() throws(SafetensorsError) -> String {
        let start = position
        let first = try readHexadecimal()
        if let scalar = Unicode.Scalar(first) { return String(scalar) }
        // Only surrogates are no scalars: a high one must be followed by the escape of a low one.
        guard first < 0xDC00, consume(literal: "\\u") else {
            position = start
            throw failure(.loneSurrogate)
        }
        let second = try readHexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else {
            position = start
            throw failure(.loneSurrogate)
        }
        return String(scalar)
    }

    private mutating func readHexadecimal() throws(SafetensorsError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure(.invalidEscape)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
