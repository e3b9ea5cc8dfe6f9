/// What is wrong with the JSON of a header.
enum JSONProblem: String {
    case unexpectedEnd = "it ends in the middle"
    case trailingCharacters = "something follows the closing brace"
    case expectedObject = "an object ('{') was needed"
    case expectedArray = "a list ('[') was needed"
    case expectedString = "a string was needed"
    case expectedValue = "a value was needed"
    case expectedColon = "a ':' was needed"
    case expectedCommaOrEnd = "a ',' or the closing bracket was needed"
    case expectedWholeNumber = "a whole number of 0 or more was needed"
    case numberTooLarge = "the number is too large"
    case invalidNumber = "the number is malformed"
    case controlCharacter = "a string holds an unescaped control character"
    case invalidEscape = "the escape after '\\' is malformed"
    case loneSurrogate = "an escape is one half of a surrogate pair"
    case invalidUTF8 = "a string is not valid UTF-8"
    case tooDeep = "lists and objects nest deeper than 127 levels"
}

/// Failures of a header. Each is a damaged or foreign file, so each ends with the same advice.
extension SafetensorsError {
    static func headerTooSmall(size: Int, path: String) -> Self {
        unreadable(
            .headerTooSmall,
            "it has \(size) bytes, and the length of the header alone takes 8", path: path)
    }

    static func headerTooLarge(claimed: UInt64, limit: Int, path: String) -> Self {
        unreadable(
            .headerTooLarge,
            "it claims a header of \(claimed) bytes, the format allows \(limit)", path: path)
    }

    static func headerTruncated(claimed: Int, found: Int, path: String) -> Self {
        unreadable(
            .headerTruncated,
            "it claims a header of \(claimed) bytes and has \(found) after the length", path: path)
    }

    static func invalidJSON(
        _ problem: JSONProblem, at position: Int, tensor: String?, path: String
    ) -> Self {
        let place = tensor.map { " (tensor \(quoted($0)))" } ?? ""
        return unreadable(
            .invalidJSON,
            "its header is not valid at byte \(position)\(place): \(problem.rawValue)",
            path: path, tensor: tensor)
    }

    static func duplicateKey(_ key: String, tensor: String?, path: String) -> Self {
        let place = tensor.map { " for tensor \(quoted($0))" } ?? ""
        return unreadable(
            .duplicateKey, "its header gives \(quoted(key)) twice\(place)", path: path,
            tensor: tensor)
    }

    static func missingField(_ field: String, tensor: String, path: String) -> Self {
        unreadable(
            .invalidTensor, "tensor \(quoted(tensor)) has no '\(field)'", path: path, tensor: tensor
        )
    }

    static func offsetCount(_ count: Int, tensor: String, path: String) -> Self {
        unreadable(
            .invalidOffsets,
            "tensor \(quoted(tensor)) has \(count) 'data_offsets' where 2 are needed",
            path: path, tensor: tensor)
    }

    static func invalidOffsets(
        _ offsets: (Int, Int), expectedStart: Int, tensor: String, path: String
    ) -> Self {
        unreadable(
            .invalidOffsets,
            """
            tensor \(quoted(tensor)) lies at bytes \(offsets.0) to \(offsets.1) of the data, and a \
            range that starts at \(expectedStart) was needed
            """, path: path, tensor: tensor)
    }

    static func unknownDType(_ dtype: TensorDType, tensor: String, path: String) -> Self {
        Self(
            .unknownDType,
            """
            Cannot read \(quoted(path: path)) as safetensors: tensor \(quoted(tensor)) has the dtype \
            \(quoted(dtype.rawValue)), which safetensors 0.8 does not know. Known are \
            \(TensorDType.known.map(\.rawValue).joined(separator: ", ")).
            """, path: path, tensor: tensor)
    }

    static func sizeOverflow(
        _ dtype: TensorDType, shape: [Int], tensor: String, path: String
    ) -> Self {
        unreadable(
            .invalidTensor,
            """
            tensor \(quoted(tensor)) of dtype \(dtype) and shape \(brief(shape)) has a size that \
            overflows 64 bits
            """, path: path, tensor: tensor)
    }

    static func partialByte(
        _ dtype: TensorDType, elements: Int, tensor: String, path: String
    ) -> Self {
        unreadable(
            .invalidTensor,
            """
            tensor \(quoted(tensor)) has \(elements) elements of dtype \(dtype), which do not fill \
            whole bytes
            """, path: path, tensor: tensor)
    }

    static func sizeMismatch(
        _ dtype: TensorDType, shape: [Int], needed: UInt, found: Int, tensor: String, path: String
    ) -> Self {
        unreadable(
            .invalidTensor,
            """
            tensor \(quoted(tensor)) of dtype \(dtype) and shape \(brief(shape)) needs \(needed) \
            bytes and has \(found)
            """, path: path, tensor: tensor)
    }

    static func notCovered(described: Int, found: Int, path: String) -> Self {
        unreadable(
            .notCovered,
            "its tensors describe \(described) bytes of data and the file has \(found)", path: path)
    }

    /// A shape as Python shows it; a hostile one of many dimensions is cut.
    static func brief(_ shape: [Int]) -> String {
        let dimensions = shape.prefix(16).map(String.init).joined(separator: ", ")
        return shape.count > 16 ? "[\(dimensions), …]" : "[\(dimensions)]"
    }

    private static func unreadable(
        _ code: Code, _ finding: String, path: String, tensor: String? = nil
    ) -> Self {
        Self(
            code,
            """
            Cannot read \(quoted(path: path)) as safetensors: \(finding). Copy or save the file again.
            """, path: path, tensor: tensor)
    }
}
