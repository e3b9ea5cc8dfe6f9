/// Writes tensors as the official library does, byte for byte, and never in place.
public enum SafetensorsWriter {
    /// A whole file in memory.
    ///
    /// - Parameters:
    ///   - tensors: in any order; in the file they are ordered as by the official library, by
    ///     decreasing alignment of the dtype, then by name.
    ///   - metadata: texts for `__metadata__`, which is left out when there are none.
    /// - Returns: the file's bytes; equal input gives equal bytes.
    /// - Throws: ``SafetensorsError`` with code `invalidTensor`, `unknownDType`, `duplicateKey` or
    ///   `headerTooLarge`.
    /// - Complexity: O(number of bytes).
    public static func encode(
        _ tensors: [TensorToWrite], metadata: [String: String] = [:]
    ) throws(SafetensorsError) -> [UInt8] {
        try encode(
            tensors, metadata: metadata, headerLimit: SafetensorsHeader.maximumLength)
    }

    /// The same with another limit, since a test of the real one would take its time.
    package static func encode(
        _ tensors: [TensorToWrite], metadata: [String: String], headerLimit: Int
    ) throws(SafetensorsError) -> [UInt8] {
        let ordered = try inFileOrder(tensors)
        var bytes = try header(of: ordered, metadata: metadata, limit: headerLimit)
        bytes.reserveCapacity(bytes.count + ordered.reduce(0) { $0 + $1.byteCount })
        for tensor in ordered {
            unsafe tensor.withBytes { unsafe bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Writes a file beside `path` and renames it into place (see ``AtomicFile``).
    ///
    /// The tensors' bytes go to the file directly, without a copy in memory.
    ///
    /// - Parameters:
    ///   - tensors: as in ``encode(_:metadata:)``.
    ///   - metadata: as in ``encode(_:metadata:)``.
    ///   - path: the file to make or to replace; its folder must exist.
    ///   - durability: what the file survives once this has returned.
    /// - Throws: what ``encode(_:metadata:)`` throws, and ``SafetensorsError`` with code `ioFailed`
    ///   or `notAFile`; the file at `path` is then as before.
    public static func write(
        _ tensors: [TensorToWrite], metadata: [String: String] = [:], to path: String,
        durability: Durability = .full
    ) throws(SafetensorsError) {
        let file = try prepare(tensors, metadata: metadata, at: path, durability: durability)
        try file.publish(durability: durability)
    }

    /// Writes a file beside `path`, for the caller to move into place (see ``AtomicFile``).
    ///
    /// - Parameters:
    ///   - tensors: as in ``encode(_:metadata:)``.
    ///   - metadata: as in ``encode(_:metadata:)``.
    ///   - path: the file to make or to replace; its folder must exist.
    ///   - durability: whether the bytes are flushed to the disk.
    /// - Returns: the file beside `path`.
    /// - Throws: as ``write(_:metadata:to:durability:)`` does.
    package static func prepare(
        _ tensors: [TensorToWrite], metadata: [String: String] = [:], at path: String,
        durability: Durability
    ) throws(SafetensorsError) -> PendingFile {
        let ordered = try inFileOrder(tensors)
        let header = try header(
            of: ordered, metadata: metadata, limit: SafetensorsHeader.maximumLength)
        return try AtomicFile.prepare(at: path, durability: durability) {
            (output) throws(SafetensorsError) in
            try output.append(header)
            for tensor in ordered {
                try unsafe tensor.withBytes { (bytes) throws(SafetensorsError) in
                    try unsafe output.append(bytes)
                }
            }
        }
    }

    private static func header(
        of ordered: [TensorToWrite], metadata: [String: String], limit: Int
    ) throws(SafetensorsError) -> [UInt8] {
        let header = HeaderEncoder.encode(ordered, metadata: metadata)
        guard header.count - 8 <= limit else {
            throw .cannotEncode(headerLength: header.count - 8, limit: limit)
        }
        return header
    }

    private static func inFileOrder(
        _ tensors: [TensorToWrite]
    ) throws(SafetensorsError) -> [TensorToWrite] {
        var names: Set<[UInt8]> = []
        var ranked: [(rank: Int, tensor: TensorToWrite)] = []
        for tensor in tensors {
            ranked.append((try checkedRank(of: tensor), tensor))
            guard names.insert(Array(tensor.name.utf8)).inserted else {
                throw .cannotEncode(repeatedName: tensor.name)
            }
        }
        ranked.sort {
            $0.rank != $1.rank
                ? $0.rank > $1.rank
                : $0.tensor.name.utf8.lexicographicallyPrecedes($1.tensor.name.utf8)
        }
        return ranked.map(\.tensor)
    }

    /// The place of the dtype among all dtypes, once the tensor is known to be consistent.
    private static func checkedRank(of tensor: TensorToWrite) throws(SafetensorsError) -> Int {
        guard tensor.name != "__metadata__" else { throw .cannotEncodeReservedName() }
        guard let rank = TensorDType.known.firstIndex(of: tensor.dtype),
            let bitWidth = tensor.dtype.bitWidth
        else { throw .cannotEncode(unknown: tensor.dtype, tensor: tensor.name) }
        guard let size = TensorInfo.size(of: tensor.shape, bitWidth: bitWidth), size.bits % 8 == 0
        else { throw .cannotEncode(shape: tensor.shape, tensor: tensor.name) }
        guard size.bits / 8 == UInt(tensor.byteCount) else {
            throw .cannotEncode(
                tensor.dtype, shape: tensor.shape, needed: size.bits / 8, found: tensor.byteCount,
                tensor: tensor.name)
        }
        return rank
    }
}
