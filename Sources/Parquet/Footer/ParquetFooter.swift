/// What a Parquet file says about itself at its end: columns, row groups, where everything lies.
///
/// Nothing here touches a file or the network: whoever has the last bytes of a file can make a
/// footer, plan with it which bytes to fetch, and decode those.
public struct ParquetFooter: Sendable {
    /// How many bytes to fetch from the end of a file at first: enough for the footer and page
    /// indexes of most.
    public static let suggestedTailLength = 64 << 10

    /// The longest footer that is read, in bytes.
    ///
    /// 20,000 vectors in row groups of 100 take 0.1 MB.
    public static let maximumLength = 256 << 20

    /// The size of the file, in bytes.
    public let fileSize: Int

    /// The number of rows.
    public let rowCount: Int

    /// The columns: the leaves of the schema, in order.
    public let columns: [ParquetColumn]

    /// The row groups, in order.
    public let rowGroups: [ParquetRowGroup]

    /// Free text that the writer left; `datasets` leaves its features under `huggingface`.
    public let keyValueMetadata: [String: String]

    let handle: FooterHandle

    /// How many bytes from the end of the file a footer is made from.
    ///
    /// - Parameters:
    ///   - tail: the last bytes of the file, as many as there are at hand.
    ///   - fileSize: the size of the file.
    /// - Returns: the length that ``init(tail:fileSize:)`` needs; 8 when `tail` is shorter than
    ///   that, and then ask again.
    /// - Throws: ``ParquetError`` with code `notParquet`, `unsupported` (encryption), `corrupt` or
    ///   `tooLarge` when the end cannot be that of a readable Parquet file.
    public static func tailLength(
        endingWith tail: RawSpan, fileSize: Int
    ) throws(ParquetError) -> Int {
        // The layout of every end: footer, its length as little-endian 32 bits, 'PAR1'.
        guard fileSize >= 12 else { throw .tooSmall(fileSize) }
        guard tail.byteCount >= 8 else { return 8 }
        let end = tail.extracting(last: 8)
        let magic = (4..<8).map { unsafe end.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        if magic == Array("PARE".utf8) { throw .encrypted }
        guard magic == Array("PAR1".utf8) else { throw .noMagic }
        let length = Int(UInt32(littleEndian: unsafe end.unsafeLoadUnaligned(as: UInt32.self)))
        guard length <= fileSize - 12 else {
            throw .footerBeyondFile(length: length, fileSize: fileSize)
        }
        guard length <= maximumLength else {
            throw .footerTooLong(length: length, limit: maximumLength)
        }
        return length + 8
    }

    /// Reads a footer from the last bytes of a file.
    ///
    /// A column of a type that cannot be read is not an error here.
    ///
    /// - Parameters:
    ///   - tail: the last bytes of the file, at least ``tailLength(endingWith:fileSize:)``.
    ///   - fileSize: the size of the file.
    /// - Throws: ``ParquetError`` with code `notParquet`, `corrupt`, `unsupported`, `tooLarge` (also
    ///   for a declared shape that the file is too small for), or `arrowUnavailable` in a build
    ///   without Arrow.
    /// - Complexity: O(row groups × columns).
    public init(tail: RawSpan, fileSize: Int) throws(ParquetError) {
        let needed = try Self.tailLength(endingWith: tail, fileSize: fileSize)
        guard tail.byteCount >= needed, needed >= 8, tail.byteCount >= 8 else {
            throw .tailTooShort(has: tail.byteCount, needs: needed)
        }
        let handle = try FooterHandle(
            footer: tail.extracting(last: needed).extracting(first: needed - 8), fileSize: fileSize)
        let columns = try handle.columns()
        let rowGroups = try handle.rowGroups(columns, fileSize: fileSize)
        let rowCount = rowGroups.last?.rows.upperBound ?? 0
        guard handle.totalRowCount == rowCount else {
            throw .inconsistentFooter(
                "it counts \(handle.totalRowCount) rows, its row groups \(rowCount)")
        }
        self.fileSize = fileSize
        self.rowCount = rowCount
        self.columns = columns
        self.rowGroups = rowGroups
        self.keyValueMetadata = handle.keyValueMetadata()
        self.handle = handle
        // A shape is free text beside the schema: what reads it may allocate by it.
        for column in columns {
            guard let shape = column.declaredShape else { continue }
            try checkPlausible(rowCount, of: column, shape: shape)
        }
    }

    /// The one column under a top-level field.
    ///
    /// - Throws: ``ParquetError`` with code `columnMissing`, also when the field is a structure of
    ///   several columns.
    public func column(named name: String) throws(ParquetError) -> ParquetColumn {
        let found = columns.filter { $0.field.utf8.elementsEqual(name.utf8) }
        guard let column = found.first, found.count == 1 else {
            throw .columnMissing(name, available: columns.map(\.path))
        }
        return column
    }

    /// The row group that holds a row; a row outside `0 ..< rowCount` traps.
    ///
    /// - Complexity: O(log row groups).
    public func rowGroup(holding row: Int) -> ParquetRowGroup {
        precondition(row >= 0 && row < rowCount, "row \(row) is not one of \(rowCount)")
        var low = 0
        var high = rowGroups.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if rowGroups[middle].rows.lowerBound <= row { low = middle } else { high = middle }
        }
        return rowGroups[low]
    }
}
