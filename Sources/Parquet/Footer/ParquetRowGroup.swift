import CParquet

/// Some rows of a file: one chunk of bytes for each column.
public struct ParquetRowGroup: Sendable {
    /// Its place in the file.
    public let index: Int

    /// Its rows, counted from the first row of the file.
    public let rows: Range<Int>

    /// One chunk for each column, in the order of the columns.
    public let chunks: [ParquetColumnChunk]
}

/// The values of one column in one row group.
public struct ParquetColumnChunk: Sendable {
    /// Where its pages lie in the file, the dictionary page included; empty without rows.
    public let byteRange: Range<Int>

    /// Where its dictionary page lies, when it has one before its data pages.
    public let dictionaryRange: Range<Int>?

    /// Where its offset index lies, when it has one: what ``ParquetPageIndex`` is read from.
    public let offsetIndexRange: Range<Int>?

    /// How its pages are compressed.
    public let codec: ParquetCodec

    /// How its values and levels are encoded.
    public let encodings: Set<ParquetEncoding>

    /// The number of values, with a null and an empty list each counted as one.
    public let valueCount: Int

    /// How often each definition level occurs; empty when the writer left no counts.
    public let definitionLevelCounts: [Int]

    /// How often each repetition level occurs; empty when the writer left no counts.
    public let repetitionLevelCounts: [Int]
}

extension ParquetColumnChunk {
    /// Distrusts what the footer says once, so that nobody has to later.
    init(
        _ info: pvpq_chunk_info, levels: [Int], column: ParquetColumn, rowCount: Int,
        fileSize: Int
    ) throws(ParquetError) {
        let places = try unsafe ChunkPlaces(
            info, column: column, rowCount: rowCount, fileSize: fileSize)
        byteRange = places.bytes
        dictionaryRange = places.dictionary
        offsetIndexRange = places.offsetIndex
        valueCount = unsafe Int(info.value_count)
        guard column.listDepth == 0 ? valueCount == rowCount : valueCount >= rowCount else {
            throw .inconsistentFooter(
                "column '\(column.field)' has \(valueCount) values for \(rowCount) rows")
        }
        unsafe codec = ParquetCodec(rawValue: String(cString: info.codec))
        let bits = unsafe info.encodings
        encodings = Set(
            (0..<32).filter { bits & (1 << UInt32($0)) != 0 }.map(ParquetEncoding.init(rawValue:)))
        let split = column.maxDefinitionLevel + 1
        let isComplete = levels.count == split + column.listDepth + 1
        definitionLevelCounts = isComplete ? Array(levels[..<split]) : []
        repetitionLevelCounts = isComplete ? Array(levels[split...]) : []
    }
}

/// The parts of a chunk, each inside the file.
private struct ChunkPlaces {
    var bytes = 0..<0
    var dictionary: Range<Int>?
    var offsetIndex: Range<Int>?

    init(
        _ info: pvpq_chunk_info, column: ParquetColumn, rowCount: Int, fileSize: Int
    ) throws(ParquetError) {
        // Of a chunk without rows, writers leave half the offsets at zero.
        guard rowCount > 0 else { return }
        let subject = "the chunk of column '\(column.field)'"
        let dataStart = unsafe Int(info.data_page_offset)
        guard let bytes = unsafe Self.range(info.start, info.length, fileSize: fileSize),
            bytes.contains(dataStart)
        else { throw .inconsistentFooter("\(subject) lies outside the file") }
        // Run lengths make even a column of nulls take some bytes every 20,000 rows or so; what
        // claims far more rows lies, and must not make anybody allocate for them.
        guard rowCount <= 1 << 20 || rowCount >> 13 <= bytes.count else {
            throw .inconsistentFooter("\(subject) has \(rowCount) rows in \(bytes.count) bytes")
        }
        self.bytes = bytes
        if dataStart > bytes.lowerBound { dictionary = bytes.lowerBound..<dataStart }
        guard unsafe info.offset_index_length > 0 else { return }
        let start = unsafe info.offset_index_start
        let length = unsafe info.offset_index_length
        guard let index = Self.range(start, length, fileSize: fileSize) else {
            throw .inconsistentFooter("the page index of \(subject) lies outside the file")
        }
        offsetIndex = index
    }

    private static func range(_ start: Int64, _ length: Int64, fileSize: Int) -> Range<Int>? {
        let (end, overflow) = start.addingReportingOverflow(length)
        // The first four bytes of a file are the magic ones.
        guard start >= 4, length >= 0, !overflow, end <= Int64(fileSize) else { return nil }
        return Int(start)..<Int(end)
    }
}
