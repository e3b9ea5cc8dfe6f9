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
        let count = rows?.count ?? footer.rowCount
        let declared = if let shape { shape } else { try vectorShape(name) }
        guard let shape = declared, count > 0 else {
            return unsafe AlignedFloats(count: 0) { _ in }
        }
        return try naming { () throws(ParquetError) in
            let column = try footer.column(named: name)
            let requested = try plausible(rows, of: column, shape: shape)
            return try unsafe AlignedFloats(count: count * shape.count) {
                (block) throws(ParquetError) in
                try unsafe fill(block, column: column, rows: requested, shape: shape)
            }
        }
    }

    /// Decodes the vectors of some rows into memory of the caller, in the order asked for: one
    /// block can serve file after file, which spares the first touch of fresh memory, and that
    /// costs as much as the decoding of plain values.
    ///
    /// - Parameters:
    ///   - name: the column's name.
    ///   - rows: rows of the file, as in ``vectors(_:rows:shape:)``.
    ///   - shape: the shape that every row must have.
    ///   - target: takes the number of rows × `shape.count` floats; a smaller block traps, and what
    ///     is beyond them is left alone. After an error its contents are undefined.
    /// - Throws: ``ParquetError`` as ``vectors(_:rows:shape:)`` does.
    /// - Complexity: as ``vectors(_:rows:shape:)``.
    @unsafe
    public func decodeVectors(
        _ name: String, rows: [Int]? = nil, shape: ParquetVectorShape,
        into target: UnsafeMutableBufferPointer<Float>
    ) throws(ParquetError) {
        try naming { () throws(ParquetError) in
            let column = try footer.column(named: name)
            let requested = try plausible(rows, of: column, shape: shape)
            precondition(
                target.count >= requested.count * shape.count,
                "the block is smaller than the vectors")
            try unsafe fill(target, column: column, rows: requested, shape: shape)
        }
    }

    /// The rows asked for, once it is certain that the file can hold them.
    private func plausible(
        _ rows: [Int]?, of column: ParquetColumn, shape: ParquetVectorShape
    ) throws(ParquetError) -> [Int] {
        let count = rows?.count ?? footer.rowCount
        // Before the rows are counted out: a footer may claim more than memory can hold.
        try footer.checkPlausible(count, of: column, shape: shape)
        return rows ?? Array(0..<count)
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
        let parts = try parts(of: column, placements: unique)
        // Each part writes to the places of its own rows.
        nonisolated(unsafe) let target = unsafe block
        try decodeConcurrently(count: parts.count) { (index) throws(ParquetError) in
            try unsafe decode(parts[index], shape: shape, into: target)
        }
        for copy in copies {
            for element in 0..<shape.count {
                unsafe block[copy.to * shape.count + element] =
                    block[copy.from * shape.count + element]
            }
        }
    }

    private func decode(
        _ part: Part, shape: ParquetVectorShape, into block: UnsafeMutableBufferPointer<Float>
    ) throws(ParquetError) {
        let slice = part.slice
        try unsafe footer.decodeVectors(
            in: slice, bytes: data.bytes.extracting(slice.byteRange),
            dictionary: data.bytes.extracting(slice.dictionaryRange ?? 0..<0),
            placing: part.placements, shape: shape, into: block)
    }

    /// What one thread decodes.
    private struct Part: Sendable {
        let slice: ParquetSlice
        let placements: [ParquetRowPlacement]
    }

    /// Pages of more than this are worth a second thread.
    private static let partSize = 8 << 20

    /// Pages, in parts of some megabytes; whole chunks where there is no page index.
    private func parts(
        of column: ParquetColumn, placements: [ParquetRowPlacement]
    ) throws(ParquetError) -> [Part] {
        var parts: [Part] = []
        var rest = placements[...]
        while let first = rest.first {
            let group = footer.rowGroup(holding: first.row)
            let inGroup = rest.prefix { $0.row < group.rows.upperBound }
            rest = rest.dropFirst(inGroup.count)
            let chunk = group.chunks[column.index]
            let isWhole = inGroup.count == group.rows.count
            guard let range = chunk.offsetIndexRange,
                !isWhole || chunk.byteRange.count > Self.partSize
            else {
                parts.append(
                    Part(
                        slice: footer.slice(of: column, rowGroup: group),
                        placements: Array(inGroup)))
                continue
            }
            let index = try ParquetPageIndex(
                bytes: data.bytes.extracting(range), footer: footer, column: column,
                rowGroup: group)
            let rowsPerPart = max(1, group.rows.count * Self.partSize / chunk.byteRange.count)
            parts += Self.parts(of: index, inGroup, rowsPerPart: rowsPerPart)
        }
        return parts
    }

    /// A row is in one part only, also where a page is in two.
    private static func parts(
        of index: ParquetPageIndex, _ placements: ArraySlice<ParquetRowPlacement>,
        rowsPerPart: Int
    ) -> [Part] {
        var parts: [Part] = []
        var rest = placements
        while !rest.isEmpty {
            var run = rest.prefix(rowsPerPart)
            rest = rest.dropFirst(run.count)
            for slice in index.slices(holding: run.lazy.map(\.row)) {
                let inSlice = run.prefix { $0.row < slice.rows.upperBound }
                run = run.dropFirst(inSlice.count)
                parts.append(Part(slice: slice, placements: Array(inSlice)))
            }
        }
        return parts
    }
}
