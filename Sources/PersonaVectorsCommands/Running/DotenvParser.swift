/// Steps through the `KEY=value` lines of a `.env` file.
struct DotenvParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The next binding, or nil at the end; a key without `=` has no value.
    mutating func next() -> (key: String, value: String?)? {
        while true {
            while let scalar = current, scalar.properties.isWhitespace { position += 1 }
            guard current != nil else { return nil }
            if let binding = binding() { return binding }
            skip { !Self.isLineEnd($0) }
        }
    }

    private var current: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r"
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace && !isLineEnd(scalar)
    }

    @discardableResult
    private mutating func skip(while condition: (Unicode.Scalar) -> Bool) -> String {
        var text = ""
        while let scalar = current, condition(scalar) {
            text.unicodeScalars.append(scalar)
            position += 1
        }
        return text
    }

    private mutating func binding() -> (key: String, value: String?)? {
        skipExport()
        if current == "#" { return nil }
        guard let key = key() else { return nil }
        skip(while: Self.isSpace)
        var value: String?
        if current == "=" {
            position += 1
            let hasSpace = !skip(while: Self.isSpace).isEmpty
            // `A= # x` has a comment and no value; `A=#x` has a value.
            value = hasSpace && current == "#" ? "" : self.value()
            if value == nil { return nil }
        }
        skip(while: Self.isSpace)
        if current == "#" { skip { !Self.isLineEnd($0) } }
        guard current.map(Self.isLineEnd) ?? true else { return nil }
        return (key, value)
    }

    private mutating func skipExport() {
        let word = Array("export".unicodeScalars)
        let end = position + word.count
        guard end < scalars.count, Array(scalars[position..<end]) == word,
            Self.isSpace(scalars[end])
        else { return }
        position = end
        skip(while: Self.isSpace)
    }

    private mutating func key() -> String? {
        if current == "'" {
            guard let end = scalars[(position + 1)...].firstIndex(of: "'"), end > position + 1
            else { return nil }
            defer { position = end + 1 }
            return string(scalars[(position + 1)..<end])
        }
        let key = skip { $0 != "=" && $0 != "#" && !$0.properties.isWhitespace }
        return key.isEmpty ? nil : key
    }

    private mutating func value() -> String? {
        switch current {
        case "'": return quoted("'", escapes: ["\\": "\\", "'": "'"])
        case "\"":
            return quoted(
                "\"",
                escapes: [
                    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{07}", "b": "\u{08}", "f": "\u{0C}",
                    "n": "\n", "r": "\r", "t": "\t", "v": "\u{0B}",
                ])
        default:
            return unquoted()
        }
    }

    /// The text up to the closing quote, which may be lines away; nil when there is none.
    private mutating func quoted(
        _ quote: Unicode.Scalar, escapes: [Unicode.Scalar: Unicode.Scalar]
    ) -> String? {
        var raw: [Unicode.Scalar] = []
        var index = position + 1
        while index < scalars.count, scalars[index] != quote {
            // A backslash takes the next character with it, so that neither an escaped quote ends
            // the text nor the quote behind an escaped backslash fails to.
            raw.append(scalars[index])
            if scalars[index] == "\\", index + 1 < scalars.count {
                index += 1
                raw.append(scalars[index])
            }
            index += 1
        }
        guard index < scalars.count else { return nil }
        position = index + 1
        return unescaped(raw, escapes)
    }

    private func unescaped(
        _ raw: [Unicode.Scalar], _ escapes: [Unicode.Scalar: Unicode.Scalar]
    ) -> String {
        var text: [Unicode.Scalar] = []
        var index = 0
        while index < raw.count {
            if raw[index] == "\\", index + 1 < raw.count, let meant = escapes[raw[index + 1]] {
                text.append(meant)
                index += 2
            } else {
                text.append(raw[index])
                index += 1
            }
        }
        return string(text[...])
    }

    /// The rest of the line up to a comment, which needs a space before its `#`.
    private mutating func unquoted() -> String {
        let line = Array(skip { !Self.isLineEnd($0) }.unicodeScalars)
        var end =
            line.indices.dropFirst().first {
                line[$0] == "#" && line[$0 - 1].properties.isWhitespace
            } ?? line.count
        while end > 0, line[end - 1].properties.isWhitespace { end -= 1 }
        return string(line[..<end])
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
