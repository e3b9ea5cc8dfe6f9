/// What the JSON of a header says, before it is known to make sense.
struct HeaderContents {
    /// The tensors in the order of the header.
    private(set) var tensors: [HeaderEntry] = []
    private(set) var metadata: [String: String] = [:]

    init(json: [UInt8], path: String) throws(SafetensorsError) {
        var reader = JSONReader(bytes: json, path: path)
        reader.skipWhitespace()
        try reader.readObject { (reader, key) throws(SafetensorsError) in
            if key == "__metadata__" {
                metadata = try Self.readMetadata(from: &reader)
            } else {
                tensors.append(try HeaderEntry(name: key, from: &reader))
            }
        }
        try reader.finish()
    }

    /// The tensors by start, then by end; equal, that is empty, ones in the order of the header.
    var inDataOrder: [HeaderEntry] {
        tensors.enumerated()
            .sorted {
                ($0.element.offsets.0, $0.element.offsets.1, $0.offset)
                    < ($1.element.offsets.0, $1.element.offsets.1, $1.offset)
            }
            .map(\.element)
    }

    private static func readMetadata(
        from reader: inout JSONReader
    ) throws(SafetensorsError) -> [String: String] {
        var metadata: [String: String] = [:]
        guard !reader.consume(literal: "null") else { return metadata }
        try reader.readObject { (reader, key) throws(SafetensorsError) in
            let value = try reader.readString()
            // The reader lets keys pass that differ in bytes only; a Swift dictionary cannot hold
            // both, and to lose one silently would be worse than to refuse the file.
            guard metadata.updateValue(value, forKey: key) == nil else {
                throw .duplicateKey(key, tensor: nil, path: reader.path)
            }
        }
        return metadata
    }
}

/// One tensor as the header describes it, before its sizes are checked.
struct HeaderEntry {
    let name: String
    let dtype: TensorDType
    let shape: [Int]
    let offsets: (Int, Int)

    /// Reads the object after the key `name`; fields that the format does not define are skipped.
    ///
    /// The official library also takes the description as a list of its three fields, and the dtype
    /// as an object, because serde derives that; no writer produces either, so both are refused.
    init(name: String, from reader: inout JSONReader) throws(SafetensorsError) {
        reader.tensorName = name
        var dtype: TensorDType?
        var shape: [Int]?
        var offsets: [Int]?
        try reader.readObject { (reader, field) throws(SafetensorsError) in
            switch field {
            case "dtype": dtype = TensorDType(rawValue: try reader.readString())
            case "shape": shape = try Self.readWholeNumbers(from: &reader)
            case "data_offsets": offsets = try Self.readWholeNumbers(from: &reader)
            default: try reader.skipValue()
            }
        }
        reader.tensorName = nil
        guard let dtype else { throw .missingField("dtype", tensor: name, path: reader.path) }
        guard let shape else { throw .missingField("shape", tensor: name, path: reader.path) }
        guard let offsets else {
            throw .missingField("data_offsets", tensor: name, path: reader.path)
        }
        guard offsets.count == 2 else {
            throw .offsetCount(offsets.count, tensor: name, path: reader.path)
        }
        self.name = name
        self.dtype = dtype
        self.shape = shape
        self.offsets = (offsets[0], offsets[1])
    }

    /// The description, once its range starts at `start` and has the size its shape asks for.
    func checked(startingAt start: Int, path: String) throws(SafetensorsError) -> TensorInfo {
        guard let bitWidth = dtype.bitWidth else {
            throw .unknownDType(dtype, tensor: name, path: path)
        }
        guard offsets.0 == start, offsets.1 >= start else {
            throw .invalidOffsets(offsets, expectedStart: start, tensor: name, path: path)
        }
        guard let size = TensorInfo.size(of: shape, bitWidth: bitWidth) else {
            throw .sizeOverflow(dtype, shape: shape, tensor: name, path: path)
        }
        guard size.bits % 8 == 0 else {
            throw .partialByte(dtype, elements: size.elements, tensor: name, path: path)
        }
        guard size.bits / 8 == UInt(offsets.1 - offsets.0) else {
            throw .sizeMismatch(
                dtype, shape: shape, needed: size.bits / 8, found: offsets.1 - offsets.0,
                tensor: name, path: path)
        }
        return TensorInfo(
            name: name, dtype: dtype, shape: shape, byteRange: offsets.0..<offsets.1,
            elementCount: size.elements)
    }

    private static func readWholeNumbers(
        from reader: inout JSONReader
    ) throws(SafetensorsError) -> [Int] {
        var numbers: [Int] = []
        try reader.readArray { (reader) throws(SafetensorsError) in
            numbers.append(try reader.readWholeNumber())
        }
        return numbers
    }
}
