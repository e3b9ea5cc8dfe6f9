public import Safetensors

/// Reads a file in every way there is and compares what is promised with what comes out.
public enum Inspection {
    /// A promise that the reader broke.
    public struct BrokenPromise: Error, CustomStringConvertible {
        /// The promise.
        public let description: String
    }

    /// Reads `bytes` as a file.
    ///
    /// - Parameter bytes: anything.
    /// - Returns: nil if the file was read, else why it was refused; both are fine.
    /// - Throws: ``BrokenPromise``.
    public static func inspect(_ bytes: [UInt8]) throws -> SafetensorsError? {
        let file: SafetensorsFile
        do {
            file = try SafetensorsFile(bytes: bytes, path: "input")
        } catch {
            try expect(!error.message.contains("\n"), "one line of complaint")
            return error
        }
        let header = file.header
        var end = header.dataStart
        var rewritten: [TensorToWrite] = []
        for info in header.tensors {
            try expect(info.byteRange.lowerBound + header.dataStart == end, "no hole, no overlap")
            end += info.byteRange.count
            try expect(header[info.name] == info, "found by its name")
            let tensor = try file.tensor(info.name)
            let stored = try tensor.bytes()
            try expect(stored.elementsEqual(bytes[end - stored.count..<end]), "bytes as stored")
            try inspectFloats(of: tensor)
            rewritten.append(
                TensorToWrite(
                    name: info.name, dtype: info.dtype, shape: info.shape, bytes: stored))
        }
        try expect(end == bytes.count, "covered to the end")
        try inspectCopy(of: header, tensors: rewritten)
        return nil
    }

    /// The same file through the file system must be read, or refused, alike.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - bytes: what it holds.
    /// - Throws: ``BrokenPromise``.
    public static func inspect(path: String, holding bytes: [UInt8]) throws {
        let memory = try outcome { () throws(SafetensorsError) in
            try SafetensorsFile(bytes: bytes, path: path)
        }
        for access in [FileAccess.mapped, .pread] {
            let disk = try outcome { () throws(SafetensorsError) in
                try SafetensorsFile(path: path, access: access)
            }
            try expect(disk == memory, "\(access) and memory agree")
        }
    }

    /// The error's sentence, or the bytes of all tensors.
    private static func outcome(
        _ open: () throws(SafetensorsError) -> SafetensorsFile
    ) throws -> [[UInt8]] {
        do {
            let file = try open()
            return try file.header.tensors.map { try file.tensor($0.name).bytes() }
        } catch let error as SafetensorsError {
            return [Array(error.message.utf8)]
        }
    }

    private static func inspectFloats(of tensor: TensorView) throws {
        guard tensor.dtype.isConvertibleToFloat else {
            do {
                _ = try tensor.floats()
                throw BrokenPromise(description: "\(tensor.dtype) does not convert")
            } catch let error as SafetensorsError {
                return try expect(error.code == .unsupportedDType, "refused for its dtype")
            }
        }
        let floats = try tensor.floats().map(\.bitPattern)
        try expect(floats.count == tensor.info.elementCount, "a float for every element")
        guard let rows = tensor.shape.first, rows > 0 else { return }
        let last = try tensor.row(rows - 1).map(\.bitPattern)
        try expect(floats.suffix(last.count).elementsEqual(last), "a row is a part of the whole")
    }

    /// What was read can be written, and is the same when read again.
    private static func inspectCopy(
        of header: SafetensorsHeader, tensors: [TensorToWrite]
    ) throws {
        let bytes = try SafetensorsWriter.encode(tensors, metadata: header.metadata)
        let copy = try SafetensorsFile(bytes: bytes, path: "copy")
        try expect(copy.header.metadata == header.metadata, "metadata survives")
        try expect(copy.header.dataStart % 8 == 0, "data is aligned")
        for tensor in tensors {
            let view = try copy.tensor(tensor.name)
            try expect(view.dtype == tensor.dtype && view.shape == tensor.shape, "form survives")
        }
    }

    private static func expect(_ condition: Bool, _ promise: String) throws {
        guard condition else { throw BrokenPromise(description: promise) }
    }
}
