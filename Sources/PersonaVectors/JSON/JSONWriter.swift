/// Writes JSON byte for byte as Python's `json.dumps` does, so that a file which both programs
/// rewrite does not change back and forth.
struct JSONWriter {
    /// The layouts of `json.dumps` that the format uses.
    enum Layout {
        /// `json.dumps(value, indent=2)`.
        case indented
        /// `json.dumps(value)`: `", "` and `": "` on one line.
        case singleLine
    }

    private(set) var bytes: [UInt8] = []
    private let layout: Layout

    init(layout: Layout) {
        self.layout = layout
    }

    /// The text of a value that `depth` containers surround, which sets its indentation.
    static func encode(_ value: JSONValue, layout: Layout, depth: Int = 0) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(value, depth: depth)
        return writer.bytes
    }

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .integer(let number): append(String(number))
        case .bigInteger(let digits): append(digits)
        case .double(let number): append(Self.pythonRepresentation(of: number))
        case .string(let text): write(text)
        case .array(let elements):
            write(elements, open: "[", close: "]", depth: depth) { writer, element in
                writer.write(element, depth: depth + 1)
            }
        case .object(let object):
            write(object.members, open: "{", close: "}", depth: depth) { writer, member in
                writer.write(member.key)
                writer.write(colon: member.value, depth: depth + 1)
            }
        }
    }

    /// Writes the value of a member whose key has just been written.
    mutating func write(colon value: JSONValue, depth: Int) {
        append(": ")
        write(value, depth: depth)
    }

    @inline(__always)
    private mutating func write<Item>(
        _ items: [Item], open: String, close: String, depth: Int,
        item: (inout JSONWriter, Item) -> Void
    ) {
        append(open)
        for (index, element) in items.enumerated() {
            if index > 0 { append(layout == .indented ? "," : ", ") }
            breakLine(depth: depth + 1)
            item(&self, element)
        }
        if !items.isEmpty { breakLine(depth: depth) }
        append(close)
    }

    private mutating func breakLine(depth: Int) {
        guard layout == .indented else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A string in quotes, all but printable ASCII escaped (`ensure_ascii`).
    mutating func write(_ text: ExactString) {
        bytes.append(UInt8(ascii: "\""))
        if let units = text.brokenUnits {
            for unit in units { appendEscaped(unit) }
        } else if !appendPlain(text.string) {
            for unit in text.string.utf16 { appendEscaped(unit) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a text that needs no escape, at once; false when it does, or cannot tell.
    private mutating func appendPlain(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard utf8.allSatisfy(Self.needsNoEscape) else { return false }
            bytes.append(contentsOf: utf8)
            return true
        } ?? false
    }

    private static func needsNoEscape(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ unit: UInt16) {
        switch unit {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        case 0x20..<0x7F: bytes.append(UInt8(unit))
        default:
            let digits = String(unit, radix: 16)
            append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        }
    }

    /// What Python's `repr` prints of a float.
    ///
    /// Both print the shortest digits that read back the same; they differ only from 2^53 up to
    /// 1e16, where Swift already writes an exponent.
    static func pythonRepresentation(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if abs(number) >= 0x1p53, abs(number) < 1e16 { return "\(Int(number)).0" }
        return number.description
    }
}
