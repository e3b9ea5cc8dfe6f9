import CParquet

/// Owns Arrow's reading of a footer.
///
/// A class because it frees memory of C++; `Sendable` because that memory is never written to once
/// it is open, and Arrow's accessors are `const`.
@safe
final class FooterHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(footer: RawSpan, fileSize: Int) throws(ParquetError) {
        var opened: OpaquePointer?
        do throws(ArrowFailure) {
            try unsafe footer.withCBytes { (bytes) throws(ArrowFailure) in
                try unsafe callArrow {
                    unsafe pvpq_metadata_open(bytes, Int64(fileSize), &opened, $0)
                }
            }
        } catch {
            throw .footer(error)
        }
        guard let opened = unsafe opened else { throw .inconsistentFooter("it is empty") }
        unsafe pointer = opened
    }

    deinit {
        unsafe pvpq_metadata_free(pointer)
    }

    var info: pvpq_file_info {
        var info = pvpq_file_info()
        unsafe pvpq_metadata_info(pointer, &info)
        return info
    }

    var totalRowCount: Int { Int(info.row_count) }

    func columns() throws(ParquetError) -> [ParquetColumn] {
        var columns: [ParquetColumn] = []
        for index in 0..<info.column_count {
            var column = unsafe pvpq_column_info()
            unsafe pvpq_metadata_column(pointer, index, &column)
            columns.append(try unsafe ParquetColumn(column, index: Int(index)))
        }
        return columns
    }

    func keyValueMetadata() -> [String: String] {
        var pairs: [String: String] = [:]
        for index in 0..<info.key_count {
            var key = unsafe pvpq_bytes()
            var value = unsafe pvpq_bytes()
            unsafe pvpq_metadata_key(pointer, index, &key, &value)
            unsafe pairs[Self.text(key)] = Self.text(value)
        }
        return pairs
    }

    private static func text(_ bytes: pvpq_bytes) -> String {
        unsafe String(
            decoding: UnsafeBufferPointer(start: bytes.bytes, count: bytes.length), as: UTF8.self)
    }

    func rowGroups(
        _ columns: [ParquetColumn], fileSize: Int
    ) throws(ParquetError) -> [ParquetRowGroup] {
        var groups: [ParquetRowGroup] = []
        var firstRow = 0
        for index in 0..<info.row_group_count {
            let rowCount = try rowCount(ofGroup: index)
            let (endRow, overflow) = firstRow.addingReportingOverflow(rowCount)
            guard rowCount >= 0, !overflow else {
                throw .inconsistentFooter("row group \(index) has \(rowCount) rows")
            }
            var chunks: [ParquetColumnChunk] = []
            for column in columns {
                chunks.append(
                    try chunk(column, group: index, rowCount: rowCount, fileSize: fileSize))
            }
            groups.append(
                ParquetRowGroup(index: Int(index), rows: firstRow..<endRow, chunks: chunks))
            firstRow = endRow
        }
        return groups
    }

    private func rowCount(ofGroup group: Int32) throws(ParquetError) -> Int {
        var rowCount: Int64 = 0
        do throws(ArrowFailure) {
            try unsafe callArrow { unsafe pvpq_metadata_row_group(pointer, group, &rowCount, $0) }
        } catch {
            throw .footer(error)
        }
        return Int(rowCount)
    }

    private func chunk(
        _ column: ParquetColumn, group: Int32, rowCount: Int, fileSize: Int
    ) throws(ParquetError) -> ParquetColumnChunk {
        var info = unsafe pvpq_chunk_info()
        var levels = [Int64](repeating: 0, count: Int(PVPQ_MAX_LEVELS))
        do throws(ArrowFailure) {
            try unsafe callArrow {
                unsafe pvpq_metadata_chunk(
                    pointer, group, Int32(column.index), &info, &levels, $0)
            }
        } catch {
            throw .footer(error)
        }
        let counts = unsafe levels.prefix(Int(info.level_count)).map { Int($0) }
        return try unsafe ParquetColumnChunk(
            info, levels: counts, column: column, rowCount: rowCount, fileSize: fileSize)
    }
}
