/// Writes the JSON of a header exactly as the official library does.
struct HeaderEncoder {
    private(set) var bytes: [UInt8] = []

    /// The length field and the padded JSON for tensors that lie in this order.
    ///
    /// Python's compact form, no space anywhere, `__metadata__` first and left out when empty, and
    /// spaces at the end so that the data starts at a multiple of 8. The official library writes
    /// metadata in the order of a hash map; ours sorts the keys, so that equal input gives equal
    /// bytes.
    static func encode(
        _ tensors: [TensorToWrite], metadata: [String: String]
    ) -> [UInt8] {
        var encoder = HeaderEncoder()
        encoder.bytes = Array(repeating: 0, count: 8)
        encoder.append("{")
        encoder.appendMetadata(metadata)
        var offset = 0
        for tensor in tensors {
            encoder.appendSeparator()
            encoder.appendString(tensor.name)
            encoder.append(":{\"dtype\":\"\(tensor.dtype.rawValue)\",\"shape\":[")
            encoder.append(tensor.shape.map(String.init).joined(separator: ","))
            let end = offset + tensor.byteCount
            encoder.append("],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        encoder.append("}")
        return encoder.padded()
    }

    private mutating func appendMetadata(_ metadata: [String: String]) {
        guard !metadata.isEmpty else { return }
        append("\"__metadata__\":{")
        let entries = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (key, value) in entries {
            appendSeparator()
            appendString(key)
            append(":")
            appendString(value)
        }
        append("}")
    }

    /// A comma, unless an object has just been opened.
    private mutating func appendSeparator() {
        if bytes.last != UInt8(ascii: "{") { append(",") }
    }

    /// A JSON string with the escapes that `serde_json` writes: everything from U+0020 on stays.
    private mutating func appendString(_ string: String) {
        let utf8 = Array(string.utf8)
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for (position, byte) in utf8.enumerated() {
            guard let escape = Self.escape(of: byte) else { continue }
            bytes.append(contentsOf: utf8[start..<position])
            append(escape)
            start = position + 1
        }
        bytes.append(contentsOf: utf8[start...])
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(of byte: UInt8) -> String? {
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
            return nil
        }
        return switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        default: (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private consuming func padded() -> [UInt8] {
        let padding = (8 - bytes.count % 8) % 8
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding))
        var length = UInt64(bytes.count - 8)
        for i in 0..<8 {
            bytes[i] = UInt8(truncatingIfNeeded: length)
            length >>= 8
        }
        return bytes
    }
}
