extension TensorView {
    /// The bytes converted at a time when they have to be read first: half of a typical level-2 cache.
    private static let chunkBytes = 256 << 10

    /// Converts some elements to `Float`, reading only their bytes.
    ///
    /// F32 is copied bit for bit, without an intermediate buffer in either kind of access. F16 and
    /// BF16 widen exactly; F64 is rounded to nearest, beyond the range of `Float` to infinity. NaNs
    /// and infinities are data, not errors.
    ///
    /// - Parameters:
    ///   - elements: positions in row-major order; outside `0 ..< info.elementCount` they trap.
    ///   - target: has room for exactly these elements, else this traps.
    /// - Throws: ``SafetensorsError`` with code `unsupportedDType`; with ``FileAccess/pread`` also
    ///   `ioFailed` or `fileChanged`, and `target` is then partly filled.
    /// - Complexity: O(`elements.count`).
    public func copyFloats(
        elements: Range<Int>, to target: UnsafeMutableBufferPointer<Float>
    ) throws(SafetensorsError) {
        precondition(
            elements.lowerBound >= 0 && elements.upperBound <= info.elementCount,
            "elements outside the tensor")
        precondition(target.count == elements.count, "target and elements differ in count")
        guard let width = dtype.convertibleWidth else {
            throw .unsupportedDType(dtype, tensor: info.name, path: path)
        }
        let start = dataStart + info.byteRange.lowerBound
        let range = start + elements.lowerBound * width..<start + elements.upperBound * width
        if dtype == .float32 {
            return try unsafe source.copy(range, to: UnsafeMutableRawBufferPointer(target))
        }
        // Without an address for the bytes, chunks bound the memory that reading takes.
        let chunk = source.isInMemory ? elements.count : Self.chunkBytes / width
        var done = 0
        while done < elements.count {
            let count = min(chunk, elements.count - done)
            let first = range.lowerBound + done * width
            let part = unsafe UnsafeMutableBufferPointer(rebasing: target[done..<done + count])
            try unsafe source.withBytes(in: first..<first + count * width) {
                (bytes) throws(SafetensorsError) in
                try unsafe TensorConversion.widen(bytes, dtype: dtype, to: part)
            }
            done += count
        }
    }

    /// All elements as `Float`, in row-major order.
    ///
    /// - Throws: as ``copyFloats(elements:to:)``.
    /// - Complexity: O(number of elements).
    public func floats() throws(SafetensorsError) -> [Float] {
        try floats(in: 0..<info.elementCount)
    }

    /// The elements of one row, that is of one index of the outermost dimension, as `Float`.
    ///
    /// - Parameter index: below `shape[0]`; anything else, and a tensor without dimensions, traps.
    /// - Returns: the row; of a matrix `shape[1]` elements, else the product of the inner dimensions.
    /// - Throws: as ``copyFloats(elements:to:)``.
    /// - Complexity: O(length of the row); no other row is touched.
    public func row(_ index: Int) throws(SafetensorsError) -> [Float] {
        precondition(!shape.isEmpty, "a tensor without dimensions has no rows")
        precondition(index >= 0 && index < shape[0], "row outside the tensor")
        let length = info.elementCount / shape[0]
        return try floats(in: index * length..<(index + 1) * length)
    }

    private func floats(in elements: Range<Int>) throws(SafetensorsError) -> [Float] {
        // Said before the array is made: an F4 tensor may have more elements than memory holds floats.
        guard dtype.isConvertibleToFloat else {
            throw .unsupportedDType(dtype, tensor: info.name, path: path)
        }
        // The array's initialiser cannot pass on a typed error, hence the detour.
        var failure: SafetensorsError?
        let floats = unsafe [Float](unsafeUninitializedCapacity: elements.count) { buffer, count in
            do throws(SafetensorsError) {
                let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<elements.count])
                try unsafe copyFloats(elements: elements, to: target)
                count = elements.count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return floats
    }
}
