extension ParquetFooter {
    /// Whether the footer proves that every row of a vector chunk is full and has a shape, so that
    /// its levels need not be decoded.
    ///
    /// The proof is the declared shape together with the writer's counts of each level; files
    /// without either are decoded with their levels, which is slower and sees every null.
    public func isRegular(
        _ column: ParquetColumn, rowGroup: ParquetRowGroup, shape: ParquetVectorShape
    ) -> Bool {
        guard column.declaredShape == shape else { return false }
        let chunk = rowGroup.chunks[column.index]
        let rows = rowGroup.rows.count
        let (total, overflow) = rows.multipliedReportingOverflow(by: shape.count)
        guard !overflow else { return false }
        let newRows = rows
        // No more than `total`, so it can be counted too.
        let newLayers = rows * (shape.layerCount - 1)
        let repetitions =
            column.listDepth == 1
            ? [newRows, total - newRows]
            : [newRows, newLayers, total - newRows - newLayers]
        return chunk.valueCount == total
            && chunk.definitionLevelCounts.last == total
            && chunk.repetitionLevelCounts == repetitions
    }

    /// Where some values of one vector lie in the file, when they can be had without their page.
    ///
    /// The values of a plain, uncompressed page are its last bytes, whatever its header and levels
    /// are, so that one layer of one row is one small read.
    ///
    /// - Parameters:
    ///   - elements: the values, counted in the row: layer `l` is
    ///     `l * hiddenSize ..< (l + 1) * hiddenSize`. Outside `0 ..< shape.count` traps.
    ///   - row: the row, counted from the first row of the file.
    ///   - index: the page index of the row's chunk.
    ///   - shape: the shape of every row.
    /// - Returns: the bytes to fetch, little-endian values of the column's type at any alignment;
    ///   nil when the pages are compressed, encoded or not proven regular.
    /// - Complexity: O(log pages).
    public func byteRange(
        ofElements elements: Range<Int>, row: Int, index: ParquetPageIndex,
        shape: ParquetVectorShape
    ) -> Range<Int>? {
        precondition(
            elements.lowerBound >= 0 && elements.upperBound <= shape.count,
            "elements \(elements) are not all among the \(shape.count) of a row")
        let column = columns[index.columnIndex]
        let group = rowGroups[index.rowGroup]
        guard column.holdsVectors, group.chunks[column.index].isPlain,
            isRegular(column, rowGroup: group, shape: shape)
        else { return nil }
        let page = index.page(holding: row)
        let width = column.valueWidth
        let (valueBytes, overflow) = page.rows.count.multipliedReportingOverflow(
            by: shape.count * width)
        guard !overflow, valueBytes < page.byteRange.count else { return nil }
        let start =
            page.byteRange.upperBound - valueBytes
            + (row - page.rows.lowerBound) * shape.count * width
        return start + elements.lowerBound * width..<start + elements.upperBound * width
    }
}

extension ParquetColumnChunk {
    /// Whether its data pages hold nothing but plain values after their levels.
    var isPlain: Bool {
        codec == .uncompressed && dictionaryRange == nil && encodings.contains(.plain)
            && encodings.isSubset(of: [.plain, .runLength])
    }
}
