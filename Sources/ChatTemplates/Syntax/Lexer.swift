/// Cuts a template into tokens, as Jinja does with `trim_blocks` and `lstrip_blocks` on.
///
/// Those two are how `transformers` sets Jinja up: the line break behind a block is dropped, and so
/// is the space before a block that begins its line; `{%-`, `-%}`, `{%+` and `+%}` overrule them.
struct Lexer {
    private let source: [Unicode.Scalar]
    private var position = 0
    /// The line of the place up to which line breaks are counted.
    private var line = 1
    private var counted = 0
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
            if kind == "%", let end = rawTag("raw", at: position) {
                position = end
                try readRaw()
                continue
            }
            position += sign == "-" || sign == "+" && kind != "{" ? 3 : 2
            switch kind {
            case "#": try skipComment()
            case "%": try readTag(.blockBegin, .blockEnd, closing: "%")
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
        countLines()
    }

    /// Brings ``line`` up to the position.
    private mutating func countLines() {
        line += source[counted..<position].count { $0 == "\n" }
        counted = position
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
        countLines()
    }

    private mutating func skipComment() throws(ChatTemplateError) {
        let start = position
        while position + 1 < source.count {
            if source[position] == "#", source[position + 1] == "}" {
                let sign = position > start ? source[position - 1] : nil
                position += 2
                endTag(sign: sign, isBlock: true)
                return
            }
            position += 1
        }
        throw .syntax("a comment does not end", line: line)
    }

    /// The place behind a tag that holds nothing but a name and belongs to raw text, nil when there
    /// is another tag.
    private func rawTag(_ name: String, at start: Int) -> Int? {
        var index = start + 2
        func skipSpace() {
            while index < source.count, source[index].isPythonSpace { index += 1 }
        }
        func take(_ text: String) -> Bool {
            let scalars = Array(text.unicodeScalars)
            guard source[index...].starts(with: scalars) else { return false }
            index += scalars.count
            return true
        }
        if !take("-") { _ = take("+") }
        skipSpace()
        guard take(name) else { return nil }
        skipSpace()
        if take("-%}") {
            skipSpace()
            return index
        }
        // Only the last tag knows a plus, and drops the line break behind it.
        if name == "endraw", take("+%}") { return index }
        guard take("%}") else { return nil }
        if name == "endraw" { _ = take("\n") }
        return index
    }

    /// The text up to `{% endraw %}`.
    private mutating func readRaw() throws(ChatTemplateError) {
        let start = position
        startsLine = source[..<start].last == "\n"
        while position < source.count {
            if isTagBegin, source[position + 1] == "%", let end = rawTag("endraw", at: position) {
                let sign = position + 2 < source.count ? source[position + 2] : " "
                add(trimmed(source[start..<position], before: "%", sign: sign))
                position = end
                countLines()
                startsLine = source[..<end].last == "\n"
                return
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
