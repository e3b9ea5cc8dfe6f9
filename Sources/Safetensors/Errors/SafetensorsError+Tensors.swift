/// Failures of asking for, converting and describing tensors.
extension SafetensorsError {
    static func tensorMissing(_ name: String, available: [TensorInfo], path: String) -> Self {
        let names = available.prefix(10).map { quoted($0.name) }.joined(separator: ", ")
        let found =
            switch available.count {
            case 0: "it has none"
            case 1...10: "it has \(names)"
            default: "it has \(available.count), the first are \(names)"
            }
        return Self(
            .tensorMissing, "No tensor \(quoted(name)) in \(quoted(path: path)): \(found).",
            path: path,
            tensor: name)
    }

    static func unsupportedDType(_ dtype: TensorDType, tensor: String?, path: String?) -> Self {
        let thing = tensor.map { "tensor \(quoted($0))" } ?? "a tensor"
        let place = path.map { " of \(quoted($0))" } ?? ""
        return Self(
            .unsupportedDType,
            """
            Cannot convert \(thing)\(place) to Float: its dtype is \(dtype), and F64, F32, F16 or \
            BF16 was needed.
            """, path: path, tensor: tensor)
    }

    static func cannotEncode(unknown dtype: TensorDType, tensor: String) -> Self {
        Self(
            .unknownDType,
            """
            Cannot write tensor \(quoted(tensor)): safetensors 0.8 does not know the dtype \
            \(quoted(dtype.rawValue)).
            """, path: nil, tensor: tensor)
    }

    static func cannotEncode(shape: [Int], tensor: String) -> Self {
        Self(
            .invalidTensor,
            """
            Cannot write tensor \(quoted(tensor)): the shape \(brief(shape)) has a negative \
            dimension or does not fill whole bytes that 64 bits can count.
            """, path: nil, tensor: tensor)
    }

    static func cannotEncode(
        _ dtype: TensorDType, shape: [Int], needed: UInt, found: Int, tensor: String
    ) -> Self {
        Self(
            .invalidTensor,
            """
            Cannot write tensor \(quoted(tensor)): dtype \(dtype) and shape \(brief(shape)) need \
            \(needed) bytes, and \(found) were given.
            """, path: nil, tensor: tensor)
    }

    static func cannotEncode(repeatedName name: String) -> Self {
        Self(
            .duplicateKey, "Cannot write tensor \(quoted(name)): another one has the same name.",
            path: nil, tensor: name)
    }

    static func cannotEncodeReservedName() -> Self {
        Self(
            .invalidTensor,
            """
            Cannot write tensor '__metadata__': the format keeps that name for the metadata. \
            Choose another.
            """, path: nil, tensor: "__metadata__")
    }

    static func cannotEncode(headerLength: Int, limit: Int) -> Self {
        Self(
            .headerTooLarge,
            """
            Cannot write the tensors: their header would take \(headerLength) bytes, and the \
            format allows \(limit). Write fewer tensors or less metadata to a file.
            """, path: nil)
    }
}
