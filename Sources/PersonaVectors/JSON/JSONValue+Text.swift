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

    /// The bytes of Python's `json.dumps(value, indent=2)`.
    package var indentedBytes: [UInt8] { JSONWriter.encode(self, layout: .indented) }

    /// The bytes of Python's `json.dumps(value)`.
    package var singleLineBytes: [UInt8] { JSONWriter.encode(self, layout: .singleLine) }

    /// The text of Python's `json.dumps(value)`.
    package var singleLineText: String { String(decoding: singleLineBytes, as: UTF8.self) }
}
