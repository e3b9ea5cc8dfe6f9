/// Why a text is not JSON.
package struct JSONSyntaxError: Error, Equatable {
    /// What was wrong, for the middle of a sentence.
    package let reason: String

    /// The byte at which it was noticed.
    package let offset: Int
}

extension JSONValue {
    /// The value of a text that Python's `json.loads` would accept.
    package init(parsing text: [UInt8]) throws(JSONSyntaxError) {
        do throws(JSONReader.Failure) {
            self = try text.withUnsafeBufferPointer { bytes throws(JSONReader.Failure) in
                try JSONReader.parse(UnsafeRawBufferPointer(bytes))
            }
        } catch {
            throw JSONSyntaxError(reason: error.reason, offset: error.offset)
        }
    }

    /// The text that Python's `json.dumps` makes, with `indent=2` or on one line.
    package func text(isIndented: Bool) -> String {
        String(
            decoding: JSONWriter.encode(self, layout: isIndented ? .indented : .singleLine),
            as: UTF8.self)
    }
}
