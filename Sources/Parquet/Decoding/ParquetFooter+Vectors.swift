import CParquet

/// Which row goes where in a block of vectors.
public struct ParquetRowPlacement: Sendable, Hashable {
    /// The row, counted from the first row of the file.
    public let row: Int

    /// Its place in the block, in vectors.
    public let slot: Int

    /// Row `row` of the file goes to place `slot` of the block.
    public init(row: Int, slot: Int) {
        self.row = row
        self.slot = slot
    }
}

extension ParquetFooter {
    /// Decodes vectors of a slice into memory of the caller, as `Float`.
    ///
    /// Reads float16, float32 and float64, narrowing the last, in lists of any kind, one or two
    /// deep. Rows of the slice that are not placed may be null or of another shape.
    ///
    /// - Parameters:
    ///   - slice: a slice of a vector column.
    ///   - bytes: the bytes of its ``ParquetSlice/byteRange``.
    ///   - dictionary: the bytes of its ``ParquetSlice/dictionaryRange`` when the pages need them.
    ///   - placements: rows of the slice in ascending order, each once. Another order, a row of
    ///     another slice or a slot outside `target` traps.
    ///   - shape: the shape of every row placed.
    ///   - target: where the values go: slot `s` is the `shape.count` floats from
    ///     `s * shape.count` on. After an error its contents are undefined.
    /// - Throws: ``ParquetError`` with code `wrongColumnType`, `nullValue` or `wrongShape` (naming
    ///   the row), `corrupt`, `tooLarge` or `unsupported`.
    /// - Complexity: O(bytes decoded); about the cost of a copy for plain pages of a regular chunk.
    @unsafe
    public func decodeVectors(
        in slice: ParquetSlice, bytes: RawSpan, dictionary: RawSpan = RawSpan(),
        placing placements: [ParquetRowPlacement], shape: ParquetVectorShape,
        into target: UnsafeMutableBufferPointer<Float>
    ) throws(ParquetError) {
        let column = columns[slice.columnIndex]
        try checkVectors(column)
        check(placements, slice: slice, slotCount: target.count / shape.count)
        guard let base = target.baseAddress, !placements.isEmpty else { return }
        let rows = placements.map { Int64($0.row - slice.rows.lowerBound) }
        let slots = placements.map { Int64($0.slot) }
        let regular = isRegular(column, rowGroup: rowGroups[slice.rowGroup], shape: shape)
        try unsafe callArrow(slice, bytes: bytes, dictionary: dictionary, shape: shape) {
            source, error in
            unsafe rows.withUnsafeBufferPointer { rows in
                unsafe slots.withUnsafeBufferPointer { slots in
                    var request = unsafe pvpq_vector_request(
                        rows: rows.baseAddress, slots: slots.baseAddress,
                        count: Int64(rows.count), layer_count: Int64(shape.layerCount),
                        hidden_size: Int64(shape.hiddenSize), is_regular: regular)
                    return unsafe pvpq_vectors_decode(source, &request, base, error)
                }
            }
        }
    }

    /// The shape of the first row of a slice.
    ///
    /// - Parameters:
    ///   - slice: a slice of a vector column.
    ///   - bytes: the bytes of its ``ParquetSlice/byteRange``.
    ///   - dictionary: the bytes of its ``ParquetSlice/dictionaryRange`` when the pages need them.
    /// - Returns: the shape; `layerCount` is 1 in a column of plain lists.
    /// - Throws: ``ParquetError`` with code `wrongColumnType`, `nullValue`, `wrongShape`, `corrupt`,
    ///   `tooLarge` or `unsupported`.
    public func vectorShape(
        in slice: ParquetSlice, bytes: RawSpan, dictionary: RawSpan = RawSpan()
    ) throws(ParquetError) -> ParquetVectorShape {
        let column = columns[slice.columnIndex]
        try checkVectors(column)
        var layerCount: Int64 = 0
        var hiddenSize: Int64 = 0
        try unsafe callArrow(slice, bytes: bytes, dictionary: dictionary) {
            unsafe pvpq_vectors_shape($0, &layerCount, &hiddenSize, $1)
        }
        guard
            let shape = ParquetVectorShape(
                layerCount: column.listDepth == 1 ? 1 : Int(layerCount),
                hiddenSize: Int(hiddenSize))
        else { throw .shapeTooLarge(column) }
        return shape
    }

    private func checkVectors(_ column: ParquetColumn) throws(ParquetError) {
        guard column.holdsVectors else {
            throw .wrongType(of: column, needed: "lists of floating-point numbers")
        }
    }

    private func check(
        _ placements: [ParquetRowPlacement], slice: ParquetSlice, slotCount: Int
    ) {
        var previous = slice.rows.lowerBound - 1
        for placement in placements {
            precondition(
                placement.row > previous && placement.row < slice.rows.upperBound,
                "row \(placement.row) is out of order or not in the slice")
            precondition(
                placement.slot >= 0 && placement.slot < slotCount,
                "slot \(placement.slot) is outside the target")
            previous = placement.row
        }
    }
}
