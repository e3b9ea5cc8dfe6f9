extension TemplateValue {
    /// What printing the value gives: Python's `str`, and nothing for what does not exist.
    ///
    /// - Throws: ``ChatTemplateError`` for what Python shows by its address, and for a namespace
    ///   inside another value, where it could hold itself.
    /// - Complexity: O(n) in ``weight``; of a namespace in that of its variables.
    func printed() throws(ChatTemplateError) -> String {
        switch self {
        case .undefined: return ""
        case .string(let text): return text
        case .namespace(let namespace):
            let variables = TemplateValue.dictionary(namespace.variables)
            return "<Namespace \(try variables.representation())>"
        default: return try representation()
        }
    }

    /// Python's `repr`.
    func representation() throws(ChatTemplateError) -> String {
        // A character can become ten: the bytes of a text are bounded before it is made.
        guard weight <= Limit.bytes / 4 else { throw .tooManyBytes("a text") }
        switch self {
        case .undefined: return "Undefined"
        case .none: return "None"
        case .bool(let value): return value ? "True" : "False"
        case .integer(let value): return String(value)
        case .double(let value): return Self.python(value)
        case .string(let text): return Self.quoted(text)
        case .macro(let macro, _): return "<Macro \(Self.quoted(macro.name))>"
        case .list(let list) where list.isPlain: return try Self.representation(of: list)
        case .dictionary(let dictionary):
            var parts: [String] = []
            for (key, value) in dictionary.members {
                parts.append("\(Self.quoted(key)): \(try value.representation())")
            }
            return "{" + parts.joined(separator: ", ") + "}"
        case .namespace: throw .unsupported("the text of a namespace inside another value")
        case .list, .function, .method: throw .unsupported("the text of \(kind)")
        }
    }

    private static func representation(
        of list: TemplateList
    ) throws(ChatTemplateError) -> String {
        var parts: [String] = []
        for item in list.items { parts.append(try item.representation()) }
        let text = parts.joined(separator: ", ")
        if list.kind == .list { return "[\(text)]" }
        return parts.count == 1 ? "(\(text),)" : "(\(text))"
    }

    /// A float as Python prints it; the two differ only from 2^53 up to 1e16.
    static func python(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if abs(value) >= 0x1p53, abs(value) < 1e16 { return "\(Int(value)).0" }
        return value.description
    }

    private static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar =
            text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var result = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.isPythonPrintable: result.unicodeScalars.append(scalar)
            case "\0"..."\u{FF}": result += "\\x" + hexadecimal(scalar, digits: 2)
            case "\u{100}"..."\u{FFFF}": result += "\\u" + hexadecimal(scalar, digits: 4)
            default: result += "\\U" + hexadecimal(scalar, digits: 8)
            }
        }
        return result + String(quote)
    }

    static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
