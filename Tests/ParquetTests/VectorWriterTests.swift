import AlignedMemory
import Foundation
import Parquet
import Testing

struct VectorWriterTests {
    static let shape = ParquetVectorShape(layerCount: 3, hiddenSize: 5)

    struct Row {
        var id: String
        var name: String?
        var samples: [String]?
        var vector: [Float]
    }

    /// Rows with every kind of text and number that a vector may have.
    static func rows(_ count: Int, shape: ParquetVectorShape) -> [Row] {
        let awkward: [Float] = [
            .nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
        ]
        return (0..<count).map { row in
            Row(
                id: "persona-\(row) 🦊", name: row % 4 == 3 ? nil : row % 4 == 2 ? "" : "Zoë \(row)",
                samples: row % 5 == 4 ? nil : (0..<row % 5).map { "q\($0)" },
                vector: (0..<shape.count).map { element in
                    row == 1 && element < awkward.count
                        ? awkward[element] : Float(row) + Float(element) / 64
                })
        }
    }

    @discardableResult
    static func write(
        _ rows: [Row], to path: String, shape: ParquetVectorShape,
        options: ParquetVectorWriter.Options = .init()
    ) throws -> ParquetVectorWriter.Summary {
        let writer = try ParquetVectorWriter(path: path, shape: shape, options: options)
        for row in rows {
            try writer.append(
                personaID: row.id, name: row.name, sampleIDs: row.samples, vector: row.vector.span)
        }
        return try writer.finish()
    }

    @Test(
        arguments: [0, 1, 2, 99, 100, 101, 250], [ParquetVectorWriter.Compression.none, .zstd])
    func readsBackWhatItWrote(count: Int, compression: ParquetVectorWriter.Compression) throws {
        let folder = try TemporaryFolder()
        let shape = try #require(Self.shape)
        let rows = Self.rows(count, shape: shape)
        var options = ParquetVectorWriter.Options()
        options.compression = compression
        let path = folder.path("v.parquet")
        let summary = try Self.write(rows, to: path, shape: shape, options: options)
        let file = try ParquetFile(path: path)
        #expect(summary.rowCount == count)
        #expect(summary.byteCount == file.footer.fileSize)
        #expect(try file.strings("persona_id") == rows.map(\.id))
        #expect(try file.strings("name") == rows.map(\.name))
        #expect(try file.stringLists("sample_ids") == rows.map(\.samples))
        #expect(try file.vectorShape("vector") == shape)
        let vectors = try file.rows()
        #expect(
            vectors.map { $0.map(\.bitPattern) } == rows.map { $0.vector.map(\.bitPattern) })
        #expect(
            file.footer.rowGroups.map(\.rows.count)
                == stride(from: 0, to: count, by: 100).map { min(100, count - $0) })
    }

    /// Vectors of a few bytes, and rows that have nothing but levels.
    @Test(
        arguments: [(1, 1), (1, 2), (2, 1), (2, 3)],
        [ParquetVectorWriter.Compression.none, .zstd])
    func readsBackTheSmallestVectors(
        size: (layers: Int, hidden: Int), compression: ParquetVectorWriter.Compression
    ) throws {
        let folder = try TemporaryFolder()
        let shape = try #require(
            ParquetVectorShape(layerCount: size.layers, hiddenSize: size.hidden))
        for samples: [[String]?] in [[[]], [nil], [[""]], [[], [], []], [["q"], [], nil]] {
            let rows = samples.map { samples in
                Row(
                    id: "", name: nil, samples: samples,
                    vector: [Float](repeating: 0.5, count: shape.count))
            }
            var options = ParquetVectorWriter.Options()
            options.compression = compression
            let path = folder.path("v.parquet")
            try Self.write(rows, to: path, shape: shape, options: options)
            let file = try ParquetFile(path: path)
            #expect(try file.strings("persona_id") == rows.map(\.id))
            #expect(try file.strings("name") == rows.map(\.name))
            #expect(try file.stringLists("sample_ids") == rows.map(\.samples))
            #expect(try file.rows() == rows.map(\.vector))
        }
    }

    @Test(arguments: [(1, 1), (1, 4096), (40, 8), (3, 100_000)])
    func givesEveryVectorItsPage(layerCount: Int, hiddenSize: Int) throws {
        let folder = try TemporaryFolder()
        let shape = try #require(
            ParquetVectorShape(layerCount: layerCount, hiddenSize: hiddenSize))
        let path = folder.path("v.parquet")
        var options = ParquetVectorWriter.Options()
        options.rowsPerGroup = 4
        try Self.write(Self.rows(10, shape: shape), to: path, shape: shape, options: options)
        let data = try Data(contentsOf: URL(filePath: path))
        let footer = try ParquetFile(path: path).footer
        let column = try footer.column(named: "vector")
        for group in footer.rowGroups {
            let range = try #require(group.chunks[column.index].offsetIndexRange)
            let index = try ParquetPageIndex(
                bytes: data.bytes.extracting(range), footer: footer, column: column,
                rowGroup: group)
            #expect(index.pages.map(\.rows) == group.rows.map { $0..<$0 + 1 })
            #expect(footer.isRegular(column, rowGroup: group, shape: shape))
        }
    }

    @Test func writesTheSameBytesForTheSameRows() throws {
        let folder = try TemporaryFolder()
        let shape = try #require(Self.shape)
        let rows = Self.rows(120, shape: shape)
        for name in ["a", "b"] { try Self.write(rows, to: folder.path(name), shape: shape) }
        let first = try Data(contentsOf: URL(filePath: folder.path("a")))
        #expect(try first == Data(contentsOf: URL(filePath: folder.path("b"))))
    }

    @Test func leavesNothingWhenItIsNotFinished() throws {
        let folder = try TemporaryFolder()
        let shape = try #require(Self.shape)
        let path = folder.path("v.parquet")
        try Data("before".utf8).write(to: URL(filePath: path))
        do {
            let writer = try ParquetVectorWriter(path: path, shape: shape)
            let vector = [Float](repeating: 1, count: shape.count)
            for row in 0..<150 {
                try writer.append(
                    personaID: "p\(row)", name: nil, sampleIDs: [], vector: vector.span)
            }
            #expect(try folder.names().count == 2)
        }
        #expect(try folder.names() == ["v.parquet"])
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("before".utf8))
    }

    @Test func refusesAVectorOfAnotherShapeAndGoesOn() throws {
        let folder = try TemporaryFolder()
        let shape = try #require(Self.shape)
        let writer = try ParquetVectorWriter(path: folder.path("v.parquet"), shape: shape)
        let short = [Float](repeating: 0, count: 14)
        let error = failure {
            try writer.append(personaID: "p", name: nil, sampleIDs: nil, vector: short.span)
        }
        #expect(error?.code == .wrongShape)
        #expect(
            error?.message
                == "Cannot write row 0: its vector has 14 values and the file holds vectors of 3 × 5."
        )
        let full = [Float](repeating: 0, count: 15)
        try writer.append(personaID: "p", name: nil, sampleIDs: nil, vector: full.span)
        #expect(try writer.finish().rowCount == 1)
    }

    @Test func saysWhyAFileCannotBeWritten() throws {
        let folder = try TemporaryFolder()
        let shape = try #require(Self.shape)
        let path = folder.path("missing/v.parquet")
        let error = try #require(failure { try ParquetVectorWriter(path: path, shape: shape) })
        #expect(error.code == .inputOutput)
        #expect(error.message.hasPrefix("\(path): Cannot write the Parquet file: "))
        #expect(error.message.contains("No such file or directory"))
    }
}
