/// Recognises, in one pass over the bytes, a persona manifest exactly as Python or this package
/// writes it, and finds its entries without decoding them.
///
/// ```text
/// {⏎
/// ··"num_layers": 3,⏎
/// ··"hidden_size": 8,⏎
/// ··"personas": {⏎
/// ····"<id>": {⏎
/// ······"name": "…",⏎
/// ······"sample_ids": [⏎            or  "sample_ids": []
/// ········"…",⏎
/// ········"…"⏎
/// ······]⏎
/// ····},⏎
/// ····…
/// ··}⏎
/// }
/// ```
///
/// Whatever deviates from it in any byte is not an error here: ``scan()`` answers nil, and the
/// general reader decides. What it accepts needs no re-encoding and no further validation.
struct ManifestScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The top-level fields and the entries in order, or nil when the file has another layout.
    static func scan(
        _ bytes: UnsafeRawBufferPointer
    ) -> (layerCount: Int, hiddenSize: Int, entries: [Manifest.Entry])? {
        var scanner = ManifestScanner(bytes)
        return scanner.scan()
    }

    private mutating func scan() -> (Int, Int, [Manifest.Entry])? {
        guard skip("{\n  \"num_layers\": "), let layerCount = readInteger(),
            skip(",\n  \"hidden_size\": "), let hiddenSize = readInteger(),
            skip(",\n  \"personas\": {"), let entries = readEntries(),
            skip("\n}"), position == bytes.count
        else { return nil }
        return (layerCount, hiddenSize, entries)
    }

    private mutating func readEntries() -> [Manifest.Entry]? {
        var entries: [Manifest.Entry] = []
        if skip("}") { return entries }
        repeat {
            guard skip("\n    "), let entry = readEntry() else { return nil }
            entries.append(entry)
        } while skip(",")
        return skip("\n  }") ? entries : nil
    }

    private mutating func readEntry() -> Manifest.Entry? {
        let start = position
        guard skipString() else { return nil }
        let idRange = start..<position
        guard skip(": {\n      \"name\": "), skipString(), skip(",\n      \"sample_ids\": "),
            skipSampleIDs(), skip("\n    }"), let id = decodeString(idRange)
        else { return nil }
        return Manifest.Entry(id: id, range: start..<position)
    }

    private mutating func skipSampleIDs() -> Bool {
        if skip("[]") { return true }
        guard skip("[") else { return false }
        repeat {
            guard skip("\n        "), skipString() else { return false }
        } while skip(",")
        return skip("\n      ]")
    }

    /// Consumes `text` when it comes next.
    @inline(__always)
    private mutating func skip(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        // The texts are short: comparing here beats a call to memcmp.
        for index in 0..<count where text.utf8Start[index] != bytes[position + index] {
            return false
        }
        position += count
        return true
    }

    private mutating func readInteger() -> Int? {
        let start = position
        while position < bytes.count, bytes[position] >= UInt8(ascii: "0"),
            bytes[position] <= UInt8(ascii: "9")
        {
            position += 1
        }
        let digits = bytes[start..<position]
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// Consumes a string that holds only what Python's writer leaves in it.
    @inline(__always)
    private mutating func skipString() -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return false }
        position += 1
        while true {
            skipPlainText()
            guard position < bytes.count else { return false }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"):
                guard skipEscape() else { return false }
            default:
                return false
            }
        }
    }

    /// Moves to the next quote, backslash or byte that is not printable ASCII, 16 at a time.
    @inline(__always)
    private mutating func skipPlainText() {
        typealias Block = SIMD16<UInt8>
        while position + 16 <= bytes.count {
            let block = bytes.loadUnaligned(fromByteOffset: position, as: Block.self)
            let special =
                (block .== Block(repeating: UInt8(ascii: "\"")))
                .| (block .== Block(repeating: UInt8(ascii: "\\")))
                .| (block &- Block(repeating: 0x20) .>= Block(repeating: 0x7F - 0x20))
            if any(special) { break }
            position += 16
        }
        while position < bytes.count, Self.isPlain(bytes[position]) { position += 1 }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Consumes an escape that Python's writer would have written, and no other spelling of it.
    private mutating func skipEscape() -> Bool {
        guard position + 1 < bytes.count else { return false }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "r"),
            UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
            position += 2
            return true
        case UInt8(ascii: "u"):
            guard let unit = hexUnit(at: position + 2), Self.isWrittenInHex(unit) else {
                return false
            }
            position += 6
            return true
        default:
            return false
        }
    }

    private func hexUnit(at start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for index in start..<start + 4 {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                unit = unit << 4 | UInt16(bytes[index] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                unit = unit << 4 | UInt16(bytes[index] - UInt8(ascii: "a") + 10)
            default:
                return nil
            }
        }
        return unit
    }

    private static func isWrittenInHex(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x08, 0x09, 0x0A, 0x0C, 0x0D: false
        case 0x20..<0x7F: false
        default: true
        }
    }

    private func decodeString(_ range: Range<Int>) -> ExactString? {
        let inner = range.lowerBound + 1..<range.upperBound - 1
        let text = UnsafeRawBufferPointer(rebasing: bytes[inner])
        if !text.contains(UInt8(ascii: "\\")) {
            return ExactString(String(decoding: text, as: UTF8.self))
        }
        var reader = JSONReader(bytes, from: range.lowerBound)
        return try? reader.readString()
    }
}
