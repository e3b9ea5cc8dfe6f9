import ByteSearch

/// Texts that can become much longer than what they are made of: their size is known before they
/// are made.
extension Renderer {
    mutating func join(_ texts: [String], by separator: String) throws(ChatTemplateError) -> String
    {
        let size = texts.reduce(0) { min($0 + $1.utf8.count, Limit.bytes + 1) }
        try Self.check(size: size)
        try Self.check(size: separator.utf8.count, times: texts.count)
        try charge(size)
        return texts.joined(separator: separator)
    }

    mutating func replaced(
        _ text: String, _ old: String, _ new: String, limit: Int?
    ) throws(ChatTemplateError) -> TemplateValue {
        let matches =
            old.isEmpty
            ? text.unicodeScalars.count + 1
            : Array(text.utf8).ranges(of: Array(old.utf8), limit: limit).count
        let count = limit.map { $0 < 0 ? matches : min($0, matches) } ?? matches
        try Self.check(size: new.utf8.count, times: count)
        return .string(text.replacing(old, with: new, limit: limit))
    }

    /// Jinja's `indent`.
    mutating func indented(
        _ text: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        let width = arguments.value(0, "width") ?? .integer(4)
        let indent = try Self.indentation(width, of: "indent")
        let first = arguments.value(1, "first")?.isTrue ?? false
        let blank = arguments.value(2, "blank")?.isTrue ?? false
        let lines = (text + "\n").pythonLines
        try Self.check(size: indent.utf8.count + 1, times: lines.count)
        let indented = lines.enumerated().map { index, line in
            let isIndented = index == 0 ? first : blank || !line.isEmpty
            return isIndented ? indent + line : line
        }
        return .string(indented.joined(separator: "\n"))
    }

    /// So many spaces, or a text of its own.
    private static func indentation(
        _ value: TemplateValue, of name: String
    ) throws(ChatTemplateError) -> String {
        if let text = value.text { return text }
        guard let width = value.integer else { throw .operation("'\(name)'", on: value.kind) }
        guard width <= Limit.indentation else {
            throw .tooMuch("the width of an indentation", limit: Limit.indentation)
        }
        return String(repeating: " ", count: max(0, width))
    }

    /// `tojson` as `transformers` provides it.
    mutating func json(
        _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        guard arguments.value(0, "ensure_ascii")?.isTrue != true else {
            throw .unsupported("'tojson' with 'ensure_ascii'")
        }
        var indent: String?
        if let width = arguments.value(1, "indent") {
            if case .none = width {} else { indent = try Self.indentation(width, of: "tojson") }
        }
        var style = JSONStyle(indent: indent)
        style.sortsKeys = arguments.value(3, "sort_keys")?.isTrue ?? false
        if case .list(let separators)? = arguments.value(2, "separators") {
            let texts = separators.items.compactMap(\.text)
            guard texts.count == 2, separators.items.count == 2 else {
                throw .operation("'tojson'", on: "these separators")
            }
            style.itemSeparator = texts[0]
            style.keySeparator = texts[1]
        }
        try charge(value.weight)
        try Self.check(size: style.largestSize(of: value))
        return .string(try style.text(of: value))
    }
}
