public import AlignedMemory

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ParquetFile {
    /// The shape of the vectors in a column: what the file declares, else that of the first row.
    ///
    /// - Returns: nil when the file declares none and has no rows.
    /// - Throws: ``ParquetError`` with code `columnMissing`, `wrongColumnType`, `nullValue`,
    ///   `wrongShape`, `corrupt`, `tooLarge` or `unsupported`.
    public func vectorShape(_ name: String) throws(ParquetError) -> ParquetVectorShape? {
        try naming { () throws(ParquetError) in
            let column = try footer.column(named: name)
            if column.holdsVectors, let shape = column.declaredShape { return shape }
            guard footer.rowCount > 0 else { return nil }
            let group = footer.rowGroup(holding: 0)
            let slice = footer.slice(of: column, rowGroup: group)
            return try footer.vectorShape(in: slice, bytes: data.bytes.extracting(slice.byteRange))
        }
    }

    /// The vectors of some rows in one block, in the order asked for.
    ///
    /// - Parameters:
    ///   - name: the column's name.
    ///   - rows: rows of the file, counted from 0; nil means all. A row that comes twice is
    ///     decoded once and copied; one outside the file traps.
    ///   - shape: the shape that every row must have; nil means ``vectorShape(_:)``.
    /// - Returns: `rows.count` × `layerCount` × `hiddenSize` floats; empty when there are no rows.
    /// - Throws: ``ParquetError`` with code `columnMissing`, `wrongColumnType`, `nullValue` or
    ///   `wrongShape` (naming the row), `corrupt`, `tooLarge` or `unsupported`.
    /// - Complexity: O(bytes of the rows asked for) where the file has a page index, else O(bytes
    ///   of their row groups).
    public func vectors(
        _ name: String, rows: [Int]? = nil, shape: ParquetVectorShape? = nil
    ) throws(ParquetError) -> AlignedFloats {
        let requested = rows ?? Array(0..<footer.rowCount)
        let declared = if let shape { shape } else { try vectorShape(name) }
        guard let shape = declared, !requested.isEmpty else {
            return unsafe AlignedFloats(count: 0) { _ in }
        }
        return try naming { () throws(ParquetError) in
            let column = try footer.column(named: name)
            let (count, overflow) = requested.count.multipliedReportingOverflow(by: shape.count)
            let (byteCount, tooMany) = count.multipliedReportingOverflow(by: 4)
            try footer.checkPlausible(
                column, valueBytes: overflow || tooMany ? nil : byteCount,
                storedByteCount: data.count)
            return try block(column, rows: requested, shape: shape, count: count)
        }
    }

    private func block(
        _ column: ParquetColumn, rows: [Int], shape: ParquetVectorShape, count: Int
    ) throws(ParquetError) -> AlignedFloats {
        try unsafe AlignedFloats(count: count) { (block) throws(ParquetError) in
            try unsafe fill(block, column: column, rows: rows, shape: shape)
        }
    }

    private func fill(
        _ block: UnsafeMutableBufferPointer<Float>, column: ParquetColumn, rows: [Int],
        shape: ParquetVectorShape
    ) throws(ParquetError) {
        let sorted = rows.enumerated()
            .map { ParquetRowPlacement(row: $0.element, slot: $0.offset) }
            .sorted { ($0.row, $0.slot) < ($1.row, $1.slot) }
        var unique: [ParquetRowPlacement] = []
        var copies: [(from: Int, to: Int)] = []
        for placement in sorted {
            if let last = unique.last, last.row == placement.row {
                copies.append((last.slot, placement.slot))
            } else {
                unique.append(placement)
            }
        }
        for slice in try slices(of: column, placements: unique) {
            let placed = unique[
                unique.partitioningIndex {
                    $0.row >= slice.rows.lowerBound
                }..<unique
                    .partitioningIndex { $0.row >= slice.rows.upperBound }]
            try unsafe decode(slice, placements: Array(placed), shape: shape, into: block)
        }
        for copy in copies {
            for element in 0..<shape.count {
                unsafe block[copy.to * shape.count + element] =
                    block[copy.from * shape.count + element]
            }
        }
    }

    private func decode(
        _ slice: ParquetSlice, placements: [ParquetRowPlacement], shape: ParquetVectorShape,
        into block: UnsafeMutableBufferPointer<Float>
    ) throws(ParquetError) {
        let dictionary = slice.dictionaryRange ?? 0..<0
        try unsafe footer.decodeVectors(
            in: slice, bytes: data.bytes.extracting(slice.byteRange),
            dictionary: data.bytes.extracting(dictionary),
            placing: placements, shape: shape, into: block)
    }

    /// Whole chunks where all their rows are wanted or there is no page index, else pages.
    private func slices(
        of column: ParquetColumn, placements: [ParquetRowPlacement]
    ) throws(ParquetError) -> [ParquetSlice] {
        var slices: [ParquetSlice] = []
        var rest = placements[...]
        while let first = rest.first {
            let group = footer.rowGroup(holding: first.row)
            let inGroup = rest.prefix { $0.row < group.rows.upperBound }
            rest = rest.dropFirst(inGroup.count)
            let chunk = group.chunks[column.index]
            if let range = chunk.offsetIndexRange, inGroup.count < group.rows.count {
                let index = try ParquetPageIndex(
                    bytes: data.bytes.extracting(range), footer: footer, column: column,
                    rowGroup: group)
                slices += index.slices(holding: inGroup.lazy.map(\.row))
            } else {
                slices.append(footer.slice(of: column, rowGroup: group))
            }
        }
        return slices
    }
}

extension Array {
    /// The first index whose element satisfies a predicate that never turns false again.
    fileprivate func partitioningIndex(where isAtOrAfter: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if isAtOrAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
