/// Cuts a template into tokens, as Jinja does with `trim_blocks` and `lstrip_blocks` on.
///
/// Those two are how `transformers` sets Jinja up: the line break behind a block is dropped, and so
/// is the space before a block that begins its line; `{%-`, `-%}`, `{%+` and `+%}` overrule them.
struct Lexer {
    private let source: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private(set) var tokens: [Token] = []
    /// Whether the text that follows begins a line.
    private var startsLine = true

    static func tokens(of source: String) throws(ChatTemplateError) -> [Token] {
        var lexer = Lexer(source)
        try lexer.readTemplate()
        return lexer.tokens
    }

    private init(_ source: String) {
        var scalars = Array(source.unicodeScalars).unifyingLineBreaks()
        // Jinja drops one line break at the end of a template.
        if scalars.last == "\n" { scalars.removeLast() }
        self.source = scalars
    }

    private mutating func readTemplate() throws(ChatTemplateError) {
        while position < source.count {
            let start = position
            while position < source.count, !isTagBegin { position += 1 }
            let text = source[start..<position]
            guard position < source.count else {
                add(text)
                break
            }
            let kind = source[position + 1]
            let sign = position + 2 < source.count ? source[position + 2] : " "
            add(trimmed(text, before: kind, sign: sign))
            position += sign == "-" || sign == "+" && kind != "{" ? 3 : 2
            switch kind {
            case "#": try skipComment()
            case "%": try readBlock()
            default: try readTag(.printBegin, .printEnd, closing: "}")
            }
        }
        tokens.append(Token(kind: .end, line: line))
    }

    private var isTagBegin: Bool {
        source[position] == "{" && position + 1 < source.count
            && (source[position + 1] == "{" || source[position + 1] == "%"
                || source[position + 1] == "#")
    }

    private func trimmed(
        _ text: ArraySlice<Unicode.Scalar>, before kind: Unicode.Scalar, sign: Unicode.Scalar
    ) -> ArraySlice<Unicode.Scalar> {
        if sign == "-" { return text.droppingSpaceAtEnd() }
        guard kind != "{", sign != "+" else { return text }
        let lineStart = text.lastIndex(of: "\n").map { $0 + 1 }
        guard lineStart != nil || startsLine else { return text }
        let start = lineStart ?? text.startIndex
        return text[start...].allSatisfy(\.properties.isWhitespace) ? text[..<start] : text
    }

    private mutating func add(_ text: ArraySlice<Unicode.Scalar>) {
        if !text.isEmpty {
            tokens.append(Token(kind: .text(String(String.UnicodeScalarView(text))), line: line))
        }
        line = 1 + source[..<position].count { $0 == "\n" }
    }

    /// Moves behind the end of a tag and over the space that goes with it.
    private mutating func endTag(sign: Unicode.Scalar?, isBlock: Bool) {
        startsLine = false
        if sign == "-" {
            while position < source.count, source[position].properties.isWhitespace {
                position += 1
            }
            startsLine = source[..<position].last == "\n"
        } else if isBlock, sign != "+", position < source.count, source[position] == "\n" {
            position += 1
            startsLine = true
        }
        line = 1 + source[..<position].count { $0 == "\n" }
    }

    private mutating func skipComment() throws(ChatTemplateError) {
        while position + 1 < source.count {
            if source[position] == "#", source[position + 1] == "}" {
                let sign = source[position - 1]
                position += 2
                endTag(sign: sign, isBlock: true)
                return
            }
            position += 1
        }
        throw .syntax("a comment does not end", line: line)
    }

    private mutating func readBlock() throws(ChatTemplateError) {
        let begin = tokens.count
        try readTag(.blockBegin, .blockEnd, closing: "%")
        guard tokens.count == begin + 3, tokens[begin + 1].kind == .name("raw") else { return }
        tokens.removeLast(3)
        try readRaw()
    }

    /// The text up to `{% endraw %}`.
    private mutating func readRaw() throws(ChatTemplateError) {
        let start = position
        while position < source.count {
            if isTagBegin, source[position + 1] == "%" {
                let textEnd = position
                let sign = position + 2 < source.count ? source[position + 2] : " "
                let begin = tokens.count
                position += sign == "-" || sign == "+" ? 3 : 2
                // What looks like a tag inside raw text need not be one.
                if (try? readTag(.blockBegin, .blockEnd, closing: "%")) != nil,
                    tokens.count == begin + 3, tokens[begin + 1].kind == .name("endraw")
                {
                    tokens.removeLast(3)
                    let text = trimmed(source[start..<textEnd], before: "%", sign: sign)
                    tokens.append(
                        Token(kind: .text(String(String.UnicodeScalarView(text))), line: line))
                    return
                }
                tokens.removeLast(tokens.count - begin)
                position = textEnd
            }
            position += 1
        }
        throw .syntax("raw text does not end", line: line)
    }

    /// Reads the expression tokens of a tag up to its end.
    private mutating func readTag(
        _ begin: Token.Kind, _ end: Token.Kind, closing: Unicode.Scalar
    ) throws(ChatTemplateError) {
        tokens.append(Token(kind: begin, line: line))
        var reader = ExpressionLexer(source: source, position: position, line: line)
        var depth = 0
        while true {
            reader.skipSpace()
            if depth == 0, let sign = reader.closes(with: closing) {
                position = reader.position + (sign == nil ? 2 : 3)
                tokens.append(Token(kind: end, line: reader.line))
                endTag(sign: sign, isBlock: closing == "%")
                return
            }
            guard let kind = try reader.next() else {
                throw .syntax("a tag does not end", line: line)
            }
            if case .symbol(let symbol) = kind {
                if ["(", "[", "{"].contains(symbol) { depth += 1 }
                if [")", "]", "}"].contains(symbol) { depth -= 1 }
            }
            tokens.append(Token(kind: kind, line: reader.line))
        }
    }
}

extension [Unicode.Scalar] {
    /// With `\n` for every `\r\n` and `\r`.
    fileprivate func unifyingLineBreaks() -> [Unicode.Scalar] {
        guard contains("\r") else { return self }
        var result: [Unicode.Scalar] = []
        for (index, scalar) in enumerated() {
            if scalar == "\n", index > 0, self[index - 1] == "\r" { continue }
            result.append(scalar == "\r" ? "\n" : scalar)
        }
        return result
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate func droppingSpaceAtEnd() -> ArraySlice<Unicode.Scalar> {
        var slice = self
        while slice.last?.properties.isWhitespace == true { slice.removeLast() }
        return slice
    }
}
