/// Why bytes are no JSON, and where.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, for example `a string does not end`.
    package let reason: String

    /// The byte at which it was noticed.
    package let offset: Int

    /// Both in one phrase.
    package var description: String { "\(reason) at byte \(offset)" }
}

extension JSONValue {
    /// Reads what Python's `json.loads` reads.
    ///
    /// - Complexity: O(`bytes.count`).
    package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONReader.Failure) in try JSONReader.parse(buffer) }
        }
        switch result {
        case .success(let value): self = value
        case .failure(let failure):
            throw JSONSyntaxError(reason: failure.reason, offset: failure.offset)
        }
    }

    /// The value of the first member `key` of the object in `bytes`, nil when it has none.
    ///
    /// What follows the member is not read, so that nobody hears here of what is wrong with it.
    package static func member(
        _ key: ExactString, ofObjectIn bytes: UnsafeRawBufferPointer
    ) throws(JSONSyntaxError) -> JSONValue? {
        var reader = JSONReader(bytes)
        reader.skipWhitespace()
        do throws(JSONReader.Failure) {
            return try reader.readMember(key)
        } catch {
            throw JSONSyntaxError(reason: error.reason, offset: error.offset)
        }
    }

    /// The bytes of Python's `json.dumps(value, indent=2)`.
    package var indentedBytes: [UInt8] { JSONWriter.encode(self, layout: .indented) }

    /// The bytes of Python's `json.dumps(value)`.
    package var singleLineBytes: [UInt8] { JSONWriter.encode(self, layout: .singleLine) }

    /// The text of Python's `json.dumps(value)`.
    package var singleLineText: String { String(decoding: singleLineBytes, as: UTF8.self) }

    /// The text of Python's `str(value)` for everything but arrays and objects, which stay JSON.
    package var pythonText: String {
        switch self {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .string(let text): text.string
        case .double(let value) where value.isNaN: "nan"
        case .double(let value) where value.isInfinite: value < 0 ? "-inf" : "inf"
        case .integer, .bigInteger, .double, .array, .object: singleLineText
        }
    }
}
