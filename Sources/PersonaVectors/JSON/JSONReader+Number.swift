extension JSONReader {
    /// A number by JSON's grammar: integers stay exact, everything else becomes a `Double`.
    mutating func readNumber() throws(Failure) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        try readIntegerDigits(start: start)
        var isInteger = true
        if current == UInt8(ascii: "."), isDigit(at: position + 1) {
            isInteger = false
            position += 1
            skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E"), readExponent() {
            isInteger = false
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return try number(text, isInteger: isInteger)
    }

    private func number(_ text: String, isInteger: Bool) throws(Failure) -> JSONValue {
        if isInteger {
            return Int(text).map { .integer($0) } ?? .bigInteger(text)
        }
        // Out of range becomes infinity or zero, as in Python; `Double` reads all JSON numbers.
        guard let value = Double(text) else { throw failure("a number cannot be read") }
        return .double(value)
    }

    private mutating func readIntegerDigits(start: Int) throws(Failure) {
        guard isDigit(at: position) else {
            position = start
            throw failure("expected a value")
        }
        if bytes[position] == UInt8(ascii: "0") {
            // JSON has no leading zeros: what follows a zero is not part of the number.
            position += 1
        } else {
            skipDigits()
        }
    }

    /// Consumes an exponent when a whole one is there; Python leaves a broken one unread too.
    private mutating func readExponent() -> Bool {
        var next = position + 1
        if next < bytes.count,
            bytes[next] == UInt8(ascii: "+") || bytes[next] == UInt8(ascii: "-")
        {
            next += 1
        }
        guard isDigit(at: next) else { return false }
        position = next
        skipDigits()
        return true
    }

    private func isDigit(at index: Int) -> Bool {
        index < bytes.count && bytes[index] >= UInt8(ascii: "0")
            && bytes[index] <= UInt8(ascii: "9")
    }

    private mutating func skipDigits() {
        while isDigit(at: position) { position += 1 }
    }
}
