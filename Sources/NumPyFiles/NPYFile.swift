/// Reads and writes single arrays as `numpy.save` does.
public enum NPYFile {
    /// Reads an array that `numpy.save` wrote.
    ///
    /// Big-endian elements and Fortran order are turned into little-endian rows.
    ///
    /// - Parameter path: the file.
    /// - Returns: the array.
    /// - Throws: ``NumPyFileError`` with code `ioFailed`, `invalidArray` or, for elements other than
    ///   float16, float32 and float64, `unsupportedDType`.
    /// - Complexity: O(bytes).
    public static func read(path: String) throws(NumPyFileError) -> NumPyArray {
        let file = try RandomAccessFile(path: path)
        return try decode(try file.bytes(in: 0..<file.byteCount)[...], path: path)
    }

    /// An array from the bytes of an `.npy` file; `path` names it in errors.
    static func decode(
        _ bytes: ArraySlice<UInt8>, path: String
    ) throws(NumPyFileError) -> NumPyArray {
        let header = try NPYHeader(parsing: bytes, path: path)
        guard let order = header.descriptor.unicodeScalars.first,
            let dtype = NumPyArray.DType.allCases.first(where: {
                $0.code.utf8.elementsEqual(header.descriptor.utf8.dropFirst())
            }), ["<", ">", "="].contains(order)
        else { throw .unsupportedDType(path, descriptor: "'\(header.descriptor)'") }
        var byteCount = dtype.byteCount
        for size in header.shape {
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: size)
            if overflow { throw .notAnArray(path, "its shape \(header.shape) is too large") }
            byteCount = product
        }
        var elements = Array(bytes.dropFirst(header.byteCount))
        guard elements.count == byteCount else {
            throw .notAnArray(
                path,
                "its shape \(header.shape) needs \(byteCount) bytes, but it has \(elements.count)")
        }
        if order == ">" { swapBytes(&elements, width: dtype.byteCount) }
        if header.isFortranOrder, header.shape.count > 1 {
            elements = rowMajor(elements, shape: header.shape, width: dtype.byteCount)
        }
        return NumPyArray(dtype: dtype, shape: header.shape, bytes: elements)
    }

    /// The bytes of an `.npy` file of version 1.0, as `numpy.save` writes it.
    public static func encode(_ array: NumPyArray) -> [UInt8] {
        NPYHeader.encode(dtype: array.dtype, shape: array.shape) + array.bytes
    }

    private static func swapBytes(_ bytes: inout [UInt8], width: Int) {
        for start in stride(from: 0, to: bytes.count, by: width) {
            for offset in 0..<width / 2 {
                bytes.swapAt(start + offset, start + width - 1 - offset)
            }
        }
    }

    /// Elements whose first index runs fastest, reordered so that the last one does.
    private static func rowMajor(_ bytes: [UInt8], shape: [Int], width: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = [Int](repeating: 0, count: shape.count)
        for _ in 0..<bytes.count / width {
            var (source, step) = (0, 1)
            for (position, size) in zip(index, shape) {
                source += position * step
                step *= size
            }
            result.append(contentsOf: bytes[source * width..<(source + 1) * width])
            for dimension in shape.indices.reversed() {
                index[dimension] += 1
                if index[dimension] < shape[dimension] { break }
                index[dimension] = 0
            }
        }
        return result
    }
}
