import AlignedMemory
import Foundation
import Parquet
import PersonaVectorsTesting
import Testing

/// Files go to and come from pyarrow and `datasets`, run beside the tests.
struct InterchangeTests {
    static func written(_ kind: String, in folder: TemporaryFolder) throws -> ParquetFile {
        let path = folder.path("\(kind).parquet")
        try InteropPython.run(script: "parquet_write.py", arguments: [kind, path])
        return try ParquetFile(path: path)
    }

    static func vector(_ row: Int) -> [Float] {
        (0..<6).map { Float(6 * row + $0) }
    }

    @Test(arguments: [
        "datasets", "plain", "no_statistics", "no_arrow_schema", "lz4", "two_row_groups_v2",
        "checksums", "old_lists", "fixed_size", "large_float64", "float16", "required",
        "dictionary_strings",
    ])
    func readsWhatOthersWrite(kind: String) throws {
        let folder = try TemporaryFolder()
        let file = try Self.written(kind, in: folder)
        #expect(try file.strings("persona_id") == (0..<7).map { "p\($0)" })
        #expect(try file.strings("name") == (0..<7).map { "Name \($0)" })
        #expect(
            try file.stringLists("sample_ids")
                == (0..<7).map { row in (0..<row).map { "q\($0)" } })
        #expect(try file.vectorShape("vector") == ParquetVectorShape(layerCount: 2, hiddenSize: 3))
        #expect(try file.rows() == (0..<7).map(Self.vector))
        #expect(try file.rows([6, 0, 3]) == [6, 0, 3].map(Self.vector))
    }

    /// Large enough to be decoded in parts, whose borders are inside pages.
    @Test func readsALargeChunkWholeAndInAnyOrder() throws {
        let folder = try TemporaryFolder()
        let file = try Self.written("large", in: folder)
        let shape = try #require(ParquetVectorShape(layerCount: 4, hiddenSize: 12_500))
        #expect(try file.vectorShape("vector") == shape)
        let shuffled = (0..<90).map { $0 * 37 % 90 } + [5, 5]
        for rows in [Array(0..<90), shuffled] {
            let block = try file.vectors("vector", rows: rows)
            // What fills huge pages begins with one.
            let address = block.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
            #expect(address % (2 << 20) == 0)
            for (slot, row) in rows.enumerated() {
                let vector = block[slot * shape.count..<(slot + 1) * shape.count]
                #expect(vector == (0..<shape.count).map { Float($0 + row) }, "row \(row)")
            }
        }
    }

    static let full =
        "is null, empty or has a null inside; every vector must be full. "
        + "Write the file again without that row."
    static let shaped =
        "is not 2 × 3; every vector must have the same shape. "
        + "Write the file again with vectors of one shape."

    @Test(arguments: [
        ("null_row_3", ParquetError.Code.nullValue, "Row 3 of column 'vector' \(full)"),
        ("empty_row_3", .nullValue, "Row 3 of column 'vector' \(full)"),
        ("null_value_in_row_3", .nullValue, "Row 3 of column 'vector' \(full)"),
        ("longer_row_3", .wrongShape, "The vector in row 3 of column 'vector' \(shaped)"),
        ("transposed_row_3", .wrongShape, "The vector in row 3 of column 'vector' \(shaped)"),
    ])
    func namesTheOneRowThatIsNoVector(
        kind: String, code: ParquetError.Code, sentence: String
    ) throws {
        let folder = try TemporaryFolder()
        let file = try Self.written(kind, in: folder)
        let error = try #require(failure { try file.vectors("vector") })
        #expect(error.code == code)
        #expect(error.row == 3)
        #expect(error.message == "\(folder.path(kind)).parquet: \(sentence)")
        // Its neighbours can be read.
        #expect(try file.rows([2, 4]) == [2, 4].map(Self.vector))
    }

    @Test func refusesVectorsOfIntegers() throws {
        let folder = try TemporaryFolder()
        let error = failure { try Self.written("integers", in: folder).vectors("vector") }
        #expect(error?.code == .wrongColumnType)
        #expect(
            error?.message.hasSuffix(
                "Column 'vector' of the Parquet file holds lists of lists of integers; "
                    + "lists of floating-point numbers are needed.") == true)
    }

    struct Read: Decodable {
        struct Row: Decodable {
            let personaId: String
            let name: String?
            let sampleIds: [String]?
            let vector: [[Float]]
        }
        struct Chunk: Decodable {
            let compression: String
            let encodings: [String]
            let hasOffsetIndex: Bool
            let hasDictionaryPage: Bool
        }
        let table: [Row]
        let dataset: [Row]
        let nbytes: Int
        let features: String
        let schemaIsThatOfDatasets: Bool
        let metadataIsThatOfDatasets: Bool
        let rowGroups: [Int]
        let vectorChunks: [Chunk]
        let createdBy: String
    }

    @Test(arguments: [
        (ParquetVectorWriter.Compression.none, "UNCOMPRESSED", ["PLAIN", "RLE"]),
        (.zstd, "ZSTD", ["BYTE_STREAM_SPLIT", "RLE"]),
    ])
    func othersReadWhatIsWrittenHere(
        compression: ParquetVectorWriter.Compression, codec: String, encodings: [String]
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("v.parquet")
        let shape = try #require(ParquetVectorShape(layerCount: 3, hiddenSize: 5))
        var options = ParquetVectorWriter.Options()
        options.compression = compression
        var rows = VectorWriterTests.rows(130, shape: shape)
        // JSON has no words for these.
        rows[1].vector = rows[0].vector
        let summary = try VectorWriterTests.write(
            rows, to: path, shape: shape, options: options)
        let read = try Fixtures.decode(
            Read.self, from: InteropPython.run(script: "parquet_read.py", arguments: [path]))
        for answer in [read.table, read.dataset] {
            #expect(answer.map(\.personaId) == rows.map(\.id))
            #expect(answer.map(\.name) == rows.map(\.name))
            #expect(answer.map(\.sampleIds) == rows.map(\.samples))
            #expect(answer.map { Array($0.vector.joined()) } == rows.map(\.vector))
        }
        #expect(read.features.contains("Array2D(shape=(3, 5), dtype='float32')"))
        #expect(read.schemaIsThatOfDatasets)
        #expect(read.metadataIsThatOfDatasets)
        #expect(read.nbytes == summary.arrowByteCount)
        #expect(read.rowGroups == [100, 30])
        #expect(read.createdBy == "persona-vectors version 1.0")
        for chunk in read.vectorChunks {
            #expect(chunk.compression == codec)
            #expect(chunk.encodings == encodings)
            #expect(chunk.hasOffsetIndex)
            #expect(!chunk.hasDictionaryPage)
        }
    }

    @Test func pyarrowReadsATable() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("t.parquet")
        var table = ParquetTable()
        try table.append(.strings(["a", nil, "ü"]), named: "text")
        try table.append(.integers([1, nil, -3]), named: "count")
        try table.append(.doubles([0.5, nil, 1e300]), named: "value")
        try table.append(.booleans([true, nil, false]), named: "flag")
        try table.write(to: path)
        let read = try InteropPython.run(script: "parquet_read_table.py", arguments: [path])
        #expect(
            String(decoding: read, as: UTF8.self) == """
                {"types": ["string", "int64", "double", "bool"], \
                "names": ["text", "count", "value", "flag"], \
                "rows": [["a", 1, 0.5, true], [null, null, null, null], \
                ["\\u00fc", -3, 1e+300, false]]}
                """)
        #expect(try ParquetFile(path: path).strings("text") == ["a", nil, "ü"])
    }
}
