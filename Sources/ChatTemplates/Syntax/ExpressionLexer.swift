/// Reads the tokens inside a tag, one at a time.
struct ExpressionLexer {
    let source: [Unicode.Scalar]
    private(set) var position: Int
    private(set) var line: Int

    init(source: [Unicode.Scalar], position: Int, line: Int) {
        self.source = source
        self.position = position
        self.line = line
    }

    private var current: Unicode.Scalar? { scalar(at: position) }

    private func scalar(at index: Int) -> Unicode.Scalar? {
        index < source.count ? source[index] : nil
    }

    mutating func skipSpace() {
        while let scalar = current, scalar.properties.isWhitespace {
            if scalar == "\n" { line += 1 }
            position += 1
        }
    }

    /// Whether the tag ends here: nil if not, else the sign before its end, which may be nil.
    func closes(with closing: Unicode.Scalar) -> Unicode.Scalar?? {
        let hasSign = current == "-" || current == "+" && closing == "%"
        let first = hasSign ? position + 1 : position
        guard scalar(at: first) == closing, scalar(at: first + 1) == "}" else { return nil }
        return .some(hasSign ? current : nil)
    }

    /// The next token, nil at the end of the source.
    mutating func next() throws(ChatTemplateError) -> Token.Kind? {
        guard let scalar = current else { return nil }
        switch scalar {
        case "'", "\"": return .string(try readString(quote: scalar))
        case "0"..."9": return try readNumber()
        case _ where Self.isNameStart(scalar): return .name(readName())
        default: return .symbol(try readSymbol())
        }
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    private mutating func readName() -> String {
        let start = position
        while let scalar = current, Self.isNameStart(scalar) || ("0"..."9").contains(scalar) {
            position += 1
        }
        return text(start..<position)
    }

    private func text(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(source[range]))
    }

    private mutating func readDigits() {
        while let scalar = current, ("0"..."9").contains(scalar) || scalar == "_" { position += 1 }
    }

    private mutating func readNumber() throws(ChatTemplateError) -> Token.Kind {
        let start = position
        readDigits()
        var isFloat = false
        if current == ".", let next = scalar(at: position + 1), ("0"..."9").contains(next) {
            isFloat = true
            position += 1
            readDigits()
        }
        if current == "e" || current == "E" {
            let sign = scalar(at: position + 1)
            let hasSign = sign == "+" || sign == "-"
            let first = position + (hasSign ? 2 : 1)
            if let digit = scalar(at: first), ("0"..."9").contains(digit) {
                isFloat = true
                position = first
                readDigits()
            }
        }
        let digits = text(start..<position).filter { $0 != "_" }
        if isFloat { return .float(Double(digits) ?? .infinity) }
        guard let value = Int(digits) else {
            throw .unsupported("a number beyond 64 bits", line: line)
        }
        return .integer(value)
    }

    private mutating func readSymbol() throws(ChatTemplateError) -> String {
        for length in [2, 1] where position + length <= source.count {
            let candidate = text(position..<position + length)
            if Self.symbols.contains(candidate) {
                position += length
                return candidate
            }
        }
        throw .syntax("the character '\(text(position..<position + 1))' is unexpected", line: line)
    }

    private static let symbols: Set<String> = [
        "+", "-", "*", "/", "//", "%", "~", "[", "]", "(", ")", "{", "}", "==", "!=", ">",
        ">=", "<", "<=", "=", ".", ":", "|", ",",
    ]

    private mutating func readString(quote: Unicode.Scalar) throws(ChatTemplateError) -> String {
        var text = String.UnicodeScalarView()
        position += 1
        while let scalar = current {
            position += 1
            if scalar == quote { return String(text) }
            if scalar == "\n" { line += 1 }
            if scalar == "\\" { try readEscape(into: &text) } else { text.append(scalar) }
        }
        throw .syntax("a string does not end", line: line)
    }

    private static let simpleEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}",
        "b": "\u{8}", "f": "\u{C}", "v": "\u{B}",
    ]

    /// An escape of a Python string literal; an unknown one stands for itself.
    private mutating func readEscape(
        into text: inout String.UnicodeScalarView
    ) throws(ChatTemplateError) {
        guard let letter = current else { return }
        position += 1
        if let scalar = Self.simpleEscapes[letter] {
            text.append(scalar)
        } else if ("0"..."7").contains(letter) {
            text.append(readOctal(letter))
        } else if let count = ["x": 2, "u": 4, "U": 8][letter] {
            text.append(try readHexadecimal(count))
        } else if letter == "N" {
            throw .unsupported("a character by its name", line: line)
        } else if letter == "\n" {
            line += 1
        } else {
            text.append("\\")
            text.append(letter)
        }
    }

    /// Up to three octal digits, of which the first has been read.
    private mutating func readOctal(_ first: Unicode.Scalar) -> Unicode.Scalar {
        var value = first.value - 0x30
        for _ in 0..<2 {
            guard let digit = current, ("0"..."7").contains(digit) else { break }
            value = value * 8 + digit.value - 0x30
            position += 1
        }
        return Unicode.Scalar(value) ?? "\0"
    }

    private mutating func readHexadecimal(
        _ count: Int
    ) throws(ChatTemplateError) -> Unicode.Scalar {
        let digits = position + count <= source.count ? text(position..<position + count) : ""
        guard digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw .syntax("an escape lacks its \(count) hexadecimal digits", line: line) }
        position += count
        return scalar
    }
}
