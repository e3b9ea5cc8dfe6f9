import CParquet

/// A table of plain columns, held in memory: the data behind a figure.
public struct ParquetTable: Sendable {
    /// The values of a column; nil becomes a null.
    public enum Values: Sendable {
        /// Text.
        case strings([String?])
        /// 64-bit integers.
        case integers([Int?])
        /// binary64 numbers.
        case doubles([Double?])
        /// Truth values.
        case booleans([Bool?])

        var count: Int {
            switch self {
            case .strings(let values): values.count
            case .integers(let values): values.count
            case .doubles(let values): values.count
            case .booleans(let values): values.count
            }
        }
    }

    private var columns: [(name: String, values: Values)] = []

    /// A table without columns.
    public init() {}

    /// Adds a column at the end.
    ///
    /// - Parameters:
    ///   - values: one value for each row.
    ///   - name: the column's name.
    /// - Throws: ``ParquetError`` with code `wrongShape` when the columns before have another
    ///   number of rows.
    public mutating func append(_ values: Values, named name: String) throws(ParquetError) {
        if let first = columns.first, first.values.count != values.count {
            throw .unevenColumn(name, count: values.count, expected: first.values.count)
        }
        columns.append((name, values))
    }

    /// Writes the table as a Parquet file, compressed with Zstandard; the same table gives the same
    /// bytes.
    ///
    /// The file appears under its name only when it is complete.
    ///
    /// - Parameter path: where the file will be; its folder must exist.
    /// - Throws: ``ParquetError`` with code `inputOutput`, or `arrowUnavailable` in a build without
    ///   Arrow.
    /// - Complexity: O(values).
    public func write(to path: String) throws(ParquetError) {
        let file = PendingFile(path: path)
        do throws(ArrowFailure) {
            let table = try TableHandle()
            for column in columns { try table.append(column.values, named: column.name) }
            try table.write(to: file.temporaryPath)
        } catch {
            throw .writing(error, path: path)
        }
        try file.commit()
    }
}

/// Owns a table of C++; a class because it frees it.
@safe
private final class TableHandle {
    private var pointer: OpaquePointer?

    init() throws(ArrowFailure) {
        var made: OpaquePointer?
        try unsafe callArrow { unsafe pvpq_table_make(&made, $0) }
        unsafe pointer = made
    }

    deinit {
        unsafe pvpq_table_free(pointer)
    }

    func write(to path: String) throws(ArrowFailure) {
        try unsafe callArrow { unsafe pvpq_table_write(pointer, path, $0) }
    }

    func append(_ values: ParquetTable.Values, named name: String) throws(ArrowFailure) {
        switch values {
        case .strings(let values):
            let lengths = values.map { UInt32($0?.utf8.count ?? 0) }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(lengths.reduce(0) { $0 + Int($1) })
            for value in values { if let value { bytes += value.utf8 } }
            try unsafe callArrow {
                unsafe pvpq_table_add_strings(
                    pointer, name, bytes, lengths, valid(values), Int64(values.count), $0)
            }
        case .integers(let values):
            let numbers = values.map { Int64($0 ?? 0) }
            try unsafe callArrow {
                unsafe pvpq_table_add_integers(
                    pointer, name, numbers, valid(values), Int64(values.count), $0)
            }
        case .doubles(let values):
            let numbers = values.map { $0 ?? 0 }
            try unsafe callArrow {
                unsafe pvpq_table_add_doubles(
                    pointer, name, numbers, valid(values), Int64(values.count), $0)
            }
        case .booleans(let values):
            let flags = values.map { UInt8($0 == true ? 1 : 0) }
            try unsafe callArrow {
                unsafe pvpq_table_add_booleans(
                    pointer, name, flags, valid(values), Int64(values.count), $0)
            }
        }
    }

    private func valid<T>(_ values: [T?]) -> [UInt8] {
        values.map { $0 == nil ? 0 : 1 }
    }
}
