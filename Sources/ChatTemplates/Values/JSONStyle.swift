/// How `tojson` writes.
struct JSONStyle {
    /// What a level is indented by; nil writes one line.
    var indent: String?
    /// Whether keys are sorted by code point.
    var sortsKeys = false
    var itemSeparator: String
    var keySeparator = ": "

    /// The style of `json.dumps`, which drops the space behind commas when it breaks lines.
    init(indent: String? = nil) {
        self.indent = indent
        itemSeparator = indent == nil ? ", " : ","
    }

    /// JSON as `json.dumps(value, ensure_ascii=False)` writes it, the form of `tojson` here.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - depth: how many levels surround it.
    /// - Returns: the text.
    /// - Throws: ``ChatTemplateError`` for values that JSON does not have.
    func text(of value: TemplateValue, depth: Int = 0) throws(ChatTemplateError) -> String {
        switch value {
        case .none: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .double(let value):
            if value.isNaN { return "NaN" }
            if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
            return TemplateValue.python(value)
        case .string(let text): return Self.quoted(text)
        case .list(let list) where list.isPlain:
            var parts: [String] = []
            for item in list.items { parts.append(try text(of: item, depth: depth + 1)) }
            return enclosed(parts, "[", "]", depth: depth)
        case .dictionary(let dictionary):
            var parts: [String] = []
            for (key, value) in sorted(dictionary.members) {
                let text = try text(of: value, depth: depth + 1)
                parts.append(Self.quoted(key) + keySeparator + text)
            }
            return enclosed(parts, "{", "}", depth: depth)
        default:
            throw .operation("'tojson'", on: value.kind)
        }
    }

    /// More bytes than the text of `value` can have.
    func largestSize(of value: TemplateValue) -> Int {
        // A control character becomes six bytes; each value weighs 64 and more, and so does a key.
        let parts = value.weight / TemplateValue.baseWeight + 1
        let perPart =
            (indent?.utf8.count ?? 0) * (value.depth + 1) + itemSeparator.utf8.count
            + keySeparator.utf8.count + 8
        return 6 * value.weight + parts * perPart
    }

    private func sorted(
        _ members: [(key: String, value: TemplateValue)]
    ) -> [(key: String, value: TemplateValue)] {
        guard sortsKeys else { return members }
        return members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private func enclosed(
        _ parts: [String], _ open: String, _ close: String, depth: Int
    ) -> String {
        guard let indent, !parts.isEmpty else {
            return open + parts.joined(separator: itemSeparator) + close
        }
        let inner = "\n" + String(repeating: indent, count: depth + 1)
        let outer = "\n" + String(repeating: indent, count: depth)
        return open + inner + parts.joined(separator: itemSeparator + inner) + outer + close
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\0"..<" ": result += "\\u" + TemplateValue.hexadecimal(scalar, digits: 4)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
