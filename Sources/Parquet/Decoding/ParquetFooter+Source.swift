import CParquet

extension ParquetFooter {
    /// Whether the first page of a slice refers to the chunk's dictionary page.
    ///
    /// Only the first page is looked at: writers that fall back from a dictionary to plain values
    /// never go back.
    ///
    /// - Parameters:
    ///   - slice: a slice of this file.
    ///   - bytes: the bytes of its ``ParquetSlice/byteRange``.
    /// - Returns: false also when the dictionary is inside the slice.
    /// - Throws: ``ParquetError`` with code `corrupt` when the page cannot be read.
    /// - Complexity: O(bytes of the first page).
    public func needsDictionary(
        _ slice: ParquetSlice, bytes: RawSpan
    ) throws(ParquetError) -> Bool {
        guard slice.dictionaryRange != nil else { return false }
        var answer = false
        try unsafe callArrow(slice, bytes: bytes, dictionary: RawSpan()) {
            unsafe pvpq_needs_dictionary($0, &answer, $1)
        }
        return answer
    }

    /// Calls into C++ with a slice and its bytes, and throws what it reports.
    func callArrow(
        _ slice: ParquetSlice, bytes: RawSpan, dictionary: RawSpan,
        shape: ParquetVectorShape? = nil,
        _ body: (UnsafePointer<pvpq_source>, UnsafeMutablePointer<pvpq_error>) -> Bool
    ) throws(ParquetError) {
        let limit = plausibleByteCount(bytes.byteCount + dictionary.byteCount)
        var error = pvpq_error()
        let succeeded = unsafe bytes.withCBytes { pages in
            unsafe dictionary.withCBytes { dictionary in
                var source = unsafe pvpq_source(
                    metadata: handle.pointer, row_group: Int32(slice.rowGroup),
                    column: Int32(slice.columnIndex), dictionary: dictionary, pages: pages,
                    memory_limit: Int64(limit))
                return unsafe body(&source, &error)
            }
        }
        guard !succeeded else { return }
        throw .decoding(
            ArrowFailure(error), column: columns[slice.columnIndex],
            firstRow: slice.rows.lowerBound, shape: shape)
    }

    /// The most bytes that so many stored bytes can stand for.
    ///
    /// Zstandard's densest block is 128 KiB from 4 bytes; a file that claims more than twice that
    /// lies, and must not make anybody allocate it. Small files get room for page buffers.
    func plausibleByteCount(_ storedByteCount: Int) -> Int {
        let (count, overflow) = storedByteCount.multipliedReportingOverflow(by: 1 << 16)
        return overflow ? Int.max : max(count, 64 << 20)
    }

    /// Refuses vectors that the bytes of the file cannot hold, before anybody allocates for them.
    ///
    /// - Parameters:
    ///   - rowCount: how many vectors are wanted.
    ///   - column: the column that they are in.
    ///   - shape: the shape of each.
    /// - Throws: ``ParquetError`` with code `tooLarge`.
    package func checkPlausible(
        _ rowCount: Int, of column: ParquetColumn, shape: ParquetVectorShape
    ) throws(ParquetError) {
        let (count, overflow) = rowCount.multipliedReportingOverflow(by: shape.count)
        let (byteCount, tooMany) = count.multipliedReportingOverflow(by: 4)
        guard !overflow, !tooMany else { throw .shapeTooLarge(column) }
        guard byteCount <= plausibleByteCount(fileSize) else {
            throw .tooLarge(column, claimed: byteCount, stored: fileSize)
        }
    }
}
