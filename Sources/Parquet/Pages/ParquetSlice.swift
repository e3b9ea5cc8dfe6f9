/// A part of a column that can be fetched and decoded by itself: a chunk, or pages next to each
/// other.
public struct ParquetSlice: Sendable, Hashable {
    /// The column's ``ParquetColumn/index``.
    public let columnIndex: Int

    /// The row group's ``ParquetRowGroup/index``.
    public let rowGroup: Int

    /// The rows that it holds, counted from the first row of the file.
    public let rows: Range<Int>

    /// Where its bytes lie in the file.
    public let byteRange: Range<Int>

    /// Where the chunk's dictionary page lies, when it has one outside the slice.
    ///
    /// Fetch it only when ``ParquetFooter/needsDictionary(_:bytes:)`` says so: in files of `datasets`
    /// it is as large as two vectors, and all but the first one or two pages do without.
    public let dictionaryRange: Range<Int>?
}

extension ParquetFooter {
    /// The whole chunks of a column, one for each row group.
    public func slices(of column: ParquetColumn) -> [ParquetSlice] {
        rowGroups.map { slice(of: column, rowGroup: $0) }
    }

    /// The whole chunk of a column in one row group.
    public func slice(of column: ParquetColumn, rowGroup: ParquetRowGroup) -> ParquetSlice {
        ParquetSlice(
            columnIndex: column.index, rowGroup: rowGroup.index, rows: rowGroup.rows,
            byteRange: rowGroup.chunks[column.index].byteRange, dictionaryRange: nil)
    }
}
