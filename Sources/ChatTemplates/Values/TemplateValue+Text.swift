extension TemplateValue {
    /// What printing the value gives: Python's `str`, and nothing for what does not exist.
    var printed: String {
        switch self {
        case .undefined: ""
        case .string(let text): text
        default: representation
        }
    }

    /// Python's `repr`.
    var representation: String {
        switch self {
        case .undefined: return "Undefined"
        case .none: return "None"
        case .bool(let value): return value ? "True" : "False"
        case .integer(let value): return String(value)
        case .double(let value): return Self.python(value)
        case .string(let text): return Self.quoted(text)
        case .list(let items):
            return "[" + items.map(\.representation).joined(separator: ", ") + "]"
        case .dictionary(let dictionary):
            let members = dictionary.members.map { member in
                "\(Self.quoted(member.key)): \(member.value.representation)"
            }
            return "{" + members.joined(separator: ", ") + "}"
        case .namespace(let namespace):
            return "<Namespace \(TemplateValue.dictionary(namespace.variables).representation)>"
        case .macro(let macro, _): return "<Macro \(Self.quoted(macro.name))>"
        case .function(let name), .method(_, let name): return "<function \(name)>"
        }
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
            case "\0"..<" ", "\u{7F}"..<"\u{A1}": result += "\\x" + hexadecimal(scalar, digits: 2)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + String(quote)
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// JSON as `json.dumps(value, ensure_ascii=False)` writes it, the form of `tojson` here.
    ///
    /// - Parameters:
    ///   - indent: how many spaces a level is indented by; nil writes one line.
    ///   - sortsKeys: whether keys are sorted by code point.
    ///   - depth: how many levels surround the value.
    /// - Returns: the text.
    /// - Throws: ``ChatTemplateError`` for values that JSON does not have.
    func json(
        indent: Int? = nil, sortsKeys: Bool = false, depth: Int = 0
    ) throws(ChatTemplateError) -> String {
        switch self {
        case .none: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .double(let value):
            if value.isNaN { return "NaN" }
            return value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : Self.python(value)
        case .string(let text): return Self.jsonString(text)
        case .list(let items):
            var parts: [String] = []
            for item in items {
                parts.append(
                    try item.json(indent: indent, sortsKeys: sortsKeys, depth: depth + 1))
            }
            return Self.enclosed(parts, "[", "]", indent: indent, depth: depth)
        case .dictionary(let dictionary):
            var parts: [String] = []
            let members =
                sortsKeys
                ? dictionary.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                : dictionary.members
            for (key, value) in members {
                let text = try value.json(indent: indent, sortsKeys: sortsKeys, depth: depth + 1)
                parts.append("\(Self.jsonString(key)): \(text)")
            }
            return Self.enclosed(parts, "{", "}", indent: indent, depth: depth)
        default:
            throw .operation("'tojson'", on: kind)
        }
    }

    private static func enclosed(
        _ parts: [String], _ open: String, _ close: String, indent: Int?, depth: Int
    ) -> String {
        guard let indent, !parts.isEmpty else {
            return open + parts.joined(separator: ", ") + close
        }
        let inner = "\n" + String(repeating: " ", count: indent * (depth + 1))
        let outer = "\n" + String(repeating: " ", count: indent * depth)
        return open + inner + parts.joined(separator: "," + inner) + outer + close
    }

    private static func jsonString(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\0"..<" ": result += "\\u" + hexadecimal(scalar, digits: 4)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
