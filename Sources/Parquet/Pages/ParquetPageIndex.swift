import CParquet

/// Where each data page of a column chunk lies, and which rows it holds: the format's `OffsetIndex`.
public struct ParquetPageIndex: Sendable {
    /// One data page.
    public struct Page: Sendable, Hashable {
        /// Where its header and values lie in the file.
        public let byteRange: Range<Int>

        /// The rows that it holds, counted from the first row of the file.
        public let rows: Range<Int>
    }

    /// The column's ``ParquetColumn/index``.
    public let columnIndex: Int

    /// The row group's ``ParquetRowGroup/index``.
    public let rowGroup: Int

    /// The pages, in the order of their rows, which they cover without gaps.
    public let pages: [Page]

    let dictionaryRange: Range<Int>?

    /// Reads the index of one chunk.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of the chunk's ``ParquetColumnChunk/offsetIndexRange``.
    ///   - footer: the footer of the same file.
    ///   - column: the column.
    ///   - rowGroup: the row group.
    /// - Throws: ``ParquetError`` with code `corrupt` when the pages are not in order, overlap, or
    ///   lie outside the chunk.
    /// - Complexity: O(pages).
    public init(
        bytes: RawSpan, footer: ParquetFooter, column: ParquetColumn, rowGroup: ParquetRowGroup
    ) throws(ParquetError) {
        let chunk = rowGroup.chunks[column.index]
        let locations: [pvpq_page]
        do throws(ArrowFailure) {
            locations = try Self.locations(bytes)
        } catch {
            throw .pageIndex(column, detail: error.detail)
        }
        columnIndex = column.index
        self.rowGroup = rowGroup.index
        pages = try Self.pages(locations, column: column, chunk: chunk, rows: rowGroup.rows)
        dictionaryRange = chunk.dictionaryRange
    }

    private static func locations(_ bytes: RawSpan) throws(ArrowFailure) -> [pvpq_page] {
        var opened: OpaquePointer?
        try unsafe bytes.withCBytes { (bytes) throws(ArrowFailure) in
            try unsafe callArrow { unsafe pvpq_pages_open(bytes, &opened, $0) }
        }
        defer { unsafe pvpq_pages_free(opened) }
        return (0..<(unsafe pvpq_pages_count(opened))).map { unsafe pvpq_pages_get(opened, $0) }
    }

    private static func pages(
        _ locations: [pvpq_page], column: ParquetColumn, chunk: ParquetColumnChunk,
        rows: Range<Int>
    ) throws(ParquetError) -> [Page] {
        guard locations.first?.first_row ?? 0 == 0, locations.isEmpty == rows.isEmpty else {
            throw .pageIndex(column, detail: "its pages do not begin at the first row")
        }
        var pages: [Page] = []
        var firstFree = chunk.byteRange.lowerBound
        for (index, location) in locations.enumerated() {
            let endRow =
                index + 1 < locations.count ? Int(locations[index + 1].first_row) : rows.count
            let firstRow = Int(location.first_row)
            guard firstRow < endRow, endRow <= rows.count else {
                throw .pageIndex(column, detail: "the rows of page \(index) are out of order")
            }
            let (end, overflow) = Int(location.offset)
                .addingReportingOverflow(Int(location.length))
            guard location.length > 0, !overflow, location.offset >= firstFree,
                end <= chunk.byteRange.upperBound
            else {
                throw .pageIndex(column, detail: "page \(index) lies outside its chunk")
            }
            firstFree = end
            pages.append(
                Page(
                    byteRange: Int(location.offset)..<end,
                    rows: rows.lowerBound + firstRow..<rows.lowerBound + endRow))
        }
        return pages
    }

    /// The page that holds a row of this row group; another row traps.
    ///
    /// - Complexity: O(log pages).
    public func page(holding row: Int) -> Page {
        var low = 0
        var high = pages.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if pages[middle].rows.lowerBound <= row { low = middle } else { high = middle }
        }
        precondition(low < pages.count && pages[low].rows.contains(row), "row \(row) is elsewhere")
        return pages[low]
    }

    /// The pages that hold some rows, those that follow each other in the file joined.
    ///
    /// - Parameter rows: rows of this row group, counted from the first row of the file, ascending.
    /// - Returns: slices in the order of the rows.
    /// - Complexity: O(rows × log pages).
    public func slices(holding rows: some Sequence<Int>) -> [ParquetSlice] {
        var slices: [ParquetSlice] = []
        for row in rows {
            if let last = slices.last, last.rows.contains(row) { continue }
            let page = page(holding: row)
            var joined = page
            if let last = slices.last, last.byteRange.upperBound == page.byteRange.lowerBound,
                last.rows.upperBound == page.rows.lowerBound
            {
                slices.removeLast()
                joined = Page(
                    byteRange: last.byteRange.lowerBound..<page.byteRange.upperBound,
                    rows: last.rows.lowerBound..<page.rows.upperBound)
            }
            slices.append(slice(joined))
        }
        return slices
    }

    private func slice(_ page: Page) -> ParquetSlice {
        ParquetSlice(
            columnIndex: columnIndex, rowGroup: rowGroup, rows: page.rows,
            byteRange: page.byteRange, dictionaryRange: dictionaryRange)
    }
}
