extension JSONValue {
    /// Why some text is not JSON.
    package struct SyntaxError: Error, Sendable {
        /// What is wrong, as a part of a sentence.
        package let reason: String
        /// The byte at which it was noticed.
        package let offset: Int
    }

    /// The one value that all of `bytes` is, by the rules of Python's `json.loads`.
    ///
    /// - Throws: ``SyntaxError``.
    package init(parsing bytes: [UInt8]) throws(SyntaxError) {
        let result = bytes.withUnsafeBytes { bytes -> Result<JSONValue, JSONReader.Failure> in
            do throws(JSONReader.Failure) {
                return .success(try JSONReader.parse(bytes))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): self = value
        case .failure(let failure):
            throw SyntaxError(reason: failure.reason, offset: failure.offset)
        }
    }
}
