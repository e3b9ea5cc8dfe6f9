/// A strict reader of JSON that accepts what Python's `json.loads` accepts of UTF-8 text.
///
/// `NaN`, `Infinity` and lone surrogate escapes are read, as Python reads them; a byte order mark,
/// comments, raw control characters in strings and anything after the value are refused. Nesting
/// deeper than ``maximumDepth`` is refused, where Python raises `RecursionError`.
struct JSONReader {
    /// Deep enough for any real file, shallow enough for any thread's stack.
    static let maximumDepth = 512

    /// What is wrong and at which byte.
    struct Failure: Error, Equatable {
        let reason: String
        let offset: Int
    }

    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The one value that all of `bytes` is.
    static func parse(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.readDocument()
        return value
    }

    private mutating func readDocument() throws(Failure) -> JSONValue {
        skipWhitespace()
        let value = try readValue(depth: 0)
        skipWhitespace()
        guard position == bytes.count else { throw failure("text after the JSON value") }
        return value
    }

    func failure(_ reason: String) -> Failure {
        Failure(reason: reason, offset: position)
    }

    var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    mutating func skipWhitespace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    /// Consumes `byte` or says that it is missing.
    mutating func expect(_ byte: UInt8) throws(Failure) {
        guard current == byte else {
            throw failure("expected '\(Character(UnicodeScalar(byte)))'")
        }
        position += 1
    }

    mutating func readValue(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
        switch current {
        case UInt8(ascii: "{"): return .object(try readObject(depth: depth))
        case UInt8(ascii: "["): return .array(try readArray(depth: depth))
        case UInt8(ascii: "\""): return .string(try readString())
        case nil: throw failure("the text ends where a value is needed")
        default: return try readScalar()
        }
    }

    private mutating func readObject(depth: Int) throws(Failure) -> JSONObject {
        var object = JSONObject()
        position += 1
        skipWhitespace()
        if current == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            skipWhitespace()
            guard current == UInt8(ascii: "\"") else { throw failure("expected a key in quotes") }
            let key = try readString()
            skipWhitespace()
            try expect(UInt8(ascii: ":"))
            skipWhitespace()
            object[key] = try readValue(depth: depth + 1)
            skipWhitespace()
            guard current == UInt8(ascii: ",") else { break }
            position += 1
        }
        try expect(UInt8(ascii: "}"))
        return object
    }

    /// The value of the first member called `key` of the object that begins here, or nil.
    ///
    /// What follows the member is not read.
    mutating func readMember(_ key: ExactString) throws(Failure) -> JSONValue? {
        guard current == UInt8(ascii: "{") else { return nil }
        repeat {
            position += 1
            skipWhitespace()
            guard current == UInt8(ascii: "\"") else { return nil }
            let isFound = try readKey(key)
            skipWhitespace()
            try expect(UInt8(ascii: ":"))
            skipWhitespace()
            let value = try readValue(depth: 1)
            if isFound { return value }
            skipWhitespace()
        } while current == UInt8(ascii: ",")
        return nil
    }

    /// Consumes a key and tells whether it is `key`; the usual one, which is, without making a
    /// string of it.
    private mutating func readKey(_ key: ExactString) throws(Failure) -> Bool {
        let text = key.string.utf8
        let end = position + 1 + text.count
        if end < bytes.count, bytes[end] == UInt8(ascii: "\""),
            bytes[position + 1..<end].elementsEqual(text)
        {
            position = end + 1
            return true
        }
        return try readString() == key
    }

    private mutating func readArray(depth: Int) throws(Failure) -> [JSONValue] {
        var elements: [JSONValue] = []
        position += 1
        skipWhitespace()
        if current == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            skipWhitespace()
            elements.append(try readValue(depth: depth + 1))
            skipWhitespace()
            guard current == UInt8(ascii: ",") else { break }
            position += 1
        }
        try expect(UInt8(ascii: "]"))
        return elements
    }

    private static let words: [(StaticString, JSONValue)] = [
        ("null", .null), ("true", .bool(true)), ("false", .bool(false)),
        ("NaN", .double(.nan)), ("Infinity", .double(.infinity)),
        ("-Infinity", .double(-.infinity)),
    ]

    private mutating func readScalar() throws(Failure) -> JSONValue {
        for (word, value) in Self.words where starts(with: word) {
            position += word.utf8CodeUnitCount
            return value
        }
        return try readNumber()
    }

    private func starts(with word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        return word.withUTF8Buffer { text in
            bytes[position..<position + count].elementsEqual(text)
        }
    }
}
