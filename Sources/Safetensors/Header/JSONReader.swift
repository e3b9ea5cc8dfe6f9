/// A strict pull reader of the JSON in a header (RFC 8259).
///
/// Foundation's readers hide what has to be refused here: a key given twice, a lone surrogate, a
/// number written as `2.0`. This one also never recurses deeper than ``maximumDepth`` and works on a
/// checked array, so that a hostile header can neither exhaust the stack nor lead out of bounds.
struct JSONReader {
    /// How deep lists and objects may nest: as deep as `serde_json` lets the official library go.
    static let maximumDepth = 127

    /// The file the bytes come from, for messages.
    let path: String
    /// The tensor whose description is being read, for messages.
    var tensorName: String?

    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// The next byte, nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Reads an object; `member` is called after each key and must read exactly its value.
    mutating func readObject(
        _ member: (inout JSONReader, String) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        try open(UInt8(ascii: "{"), orFailWith: .expectedObject)
        var keys = KeySet()
        guard !consume(UInt8(ascii: "}")) else {
            depth -= 1
            return
        }
        repeat {
            skipWhitespace()
            let key = try readString()
            guard keys.insert(key) else {
                throw .duplicateKey(key, tensor: tensorName, path: path)
            }
            guard consume(UInt8(ascii: ":")) else { throw failure(.expectedColon) }
            skipWhitespace()
            try member(&self, key)
        } while try hasMore(before: UInt8(ascii: "}"))
        depth -= 1
    }

    /// Reads a list; `element` is called before each element and must read exactly that.
    mutating func readArray(
        _ element: (inout JSONReader) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        try open(UInt8(ascii: "["), orFailWith: .expectedArray)
        guard !consume(UInt8(ascii: "]")) else {
            depth -= 1
            return
        }
        repeat {
            skipWhitespace()
            try element(&self)
        } while try hasMore(before: UInt8(ascii: "]"))
        depth -= 1
    }

    /// Reads any value and forgets it, as strictly as if it were used.
    mutating func skipValue() throws(SafetensorsError) {
        guard let byte = next else { throw failure(.unexpectedEnd) }
        switch byte {
        case UInt8(ascii: "{"):
            try readObject { (reader, _) throws(SafetensorsError) in try reader.skipValue() }
        case UInt8(ascii: "["):
            try readArray { (reader) throws(SafetensorsError) in try reader.skipValue() }
        case UInt8(ascii: "\""):
            _ = try readString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try skipNumber()
        default:
            guard consume(literal: "true") || consume(literal: "false") || consume(literal: "null")
            else {
                throw failure(.expectedValue)
            }
        }
    }

    /// Consumes `literal` if it stands here.
    mutating func consume(literal: String) -> Bool {
        let end = position + literal.utf8.count
        guard end <= bytes.count, bytes[position..<end].elementsEqual(literal.utf8) else {
            return false
        }
        position = end
        return true
    }

    /// Fails unless only white space is left.
    mutating func finish() throws(SafetensorsError) {
        skipWhitespace()
        guard position == bytes.count else { throw failure(.trailingCharacters) }
    }

    mutating func skipWhitespace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    /// The error for `problem` at the current position.
    func failure(_ problem: JSONProblem) -> SafetensorsError {
        .invalidJSON(
            position == bytes.count ? .unexpectedEnd : problem,
            at: position, tensor: tensorName, path: path)
    }

    private mutating func open(
        _ bracket: UInt8, orFailWith problem: JSONProblem
    ) throws(SafetensorsError) {
        guard next == bracket else { throw failure(problem) }
        depth += 1
        guard depth <= Self.maximumDepth else { throw failure(.tooDeep) }
        position += 1
    }

    /// Consumes `byte` and the white space before it, if it comes next.
    private mutating func consume(_ byte: UInt8) -> Bool {
        skipWhitespace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func hasMore(before closing: UInt8) throws(SafetensorsError) -> Bool {
        if consume(UInt8(ascii: ",")) { return true }
        guard consume(closing) else { throw failure(.expectedCommaOrEnd) }
        return false
    }
}
