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
        case "0"..."9": return readNumber()
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

    private mutating func readNumber() -> Token.Kind {
        let start = position
        readDigits()
        var isFloat = false
        if current == ".", let next = scalar(at: position + 1), ("0"..."9").contains(next) {
            isFloat = true
            position += 1
            readDigits()
        }
        let digits = text(start..<position).filter { $0 != "_" }
        if !isFloat, let value = Int(digits) { return .integer(value) }
        return .float(Double(digits) ?? .infinity)
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
            if scalar == "\\" { readEscape(into: &text) } else { text.append(scalar) }
        }
        throw .syntax("a string does not end", line: line)
    }

    /// An escape of a Python string literal; an unknown one stands for itself.
    private mutating func readEscape(into text: inout String.UnicodeScalarView) {
        guard let letter = current else { return }
        position += 1
        let simple: [Unicode.Scalar: Unicode.Scalar] = [
            "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}",
            "b": "\u{8}", "f": "\u{C}", "v": "\u{B}", "0": "\0",
        ]
        if let scalar = simple[letter] {
            text.append(scalar)
        } else if let count = ["x": 2, "u": 4, "U": 8][letter],
            position + count <= source.count,
            let value = UInt32(self.text(position..<position + count), radix: 16),
            let scalar = Unicode.Scalar(value)
        {
            position += count
            text.append(scalar)
        } else if letter != "\n" {
            text.append("\\")
            text.append(letter)
        }
    }
}
