import AlignedMemory
import Foundation
import Parquet
import Testing

/// What has to be fetched of a file that is far away, and that it is enough.
struct PlanningTests {
    /// A file far away: counts the reads and the bytes.
    final class Remote {
        let data: Data
        private(set) var readCount = 0
        private(set) var byteCount = 0
        /// The end of the file, once fetched.
        private var tail = 0..<0

        init(path: String) throws {
            data = try Data(contentsOf: URL(filePath: path))
        }

        func footer() throws -> ParquetFooter {
            tail = max(0, data.count - ParquetFooter.suggestedTailLength)..<data.count
            let bytes = read(tail)
            let needed = try ParquetFooter.tailLength(
                endingWith: bytes.bytes, fileSize: data.count)
            #expect(needed <= bytes.count, "the suggested length suffices here")
            return try ParquetFooter(tail: bytes.bytes, fileSize: data.count)
        }

        func read(_ range: Range<Int>) -> Data {
            let known = tail.lowerBound <= range.lowerBound && range != tail
            if !known {
                readCount += 1
                byteCount += range.count
            }
            return Data(data[range])
        }
    }

    /// 100 personas of 42 × 3584 with 50 sample ids each, as they are published.
    static func publish(to path: String) throws -> (ParquetVectorShape, [[Float]]) {
        let shape = try #require(ParquetVectorShape(layerCount: 42, hiddenSize: 3584))
        let samples = (0..<50).map { "question-\($0)" }
        let writer = try ParquetVectorWriter(path: path, shape: shape)
        let pattern = (0..<shape.count).map { Float($0 % 8191) }
        var vectors: [[Float]] = []
        for row in 0..<100 {
            var vector = pattern
            for layer in 0..<shape.layerCount {
                vector[layer * shape.hiddenSize] = Float(1000 * row + layer)
            }
            let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, UInt8(row)))
            try writer.append(
                personaID: id.uuidString, name: "Persona number \(row)", sampleIDs: samples,
                vector: vector.span)
            vectors.append(vector)
        }
        _ = try writer.finish()
        return (shape, vectors)
    }

    @Test func namesOnePersonaAndOneLayerCostLittle() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("v.parquet")
        let (shape, vectors) = try Self.publish(to: path)
        let remote = try Remote(path: path)

        let footer = try remote.footer()
        for name in ["persona_id", "name"] {
            for slice in footer.slices(of: try footer.column(named: name)) {
                let bytes = remote.read(slice.byteRange)
                #expect(try footer.strings(in: slice, bytes: bytes.bytes).count == 100)
            }
        }
        #expect(remote.readCount <= 4)
        #expect(remote.byteCount <= 120_000, "ids and names: \(remote.byteCount) bytes")

        let before = (remote.readCount, remote.byteCount)
        let column = try footer.column(named: "vector")
        let group = footer.rowGroup(holding: 57)
        let index = try ParquetPageIndex(
            bytes: remote.read(try #require(group.chunks[column.index].offsetIndexRange)).bytes,
            footer: footer, column: column, rowGroup: group)
        let slice = try #require(index.slices(holding: [57]).first)
        let page = remote.read(slice.byteRange)
        #expect(try footer.needsDictionary(slice, bytes: page.bytes) == false)
        #expect(try decode(slice, page, footer: footer, shape: shape) == vectors[57])
        #expect(remote.readCount - before.0 <= 2)
        #expect(remote.byteCount - before.1 <= 700_000)

        let beforeLayer = remote.byteCount
        let elements = 30 * shape.hiddenSize..<31 * shape.hiddenSize
        let range = try #require(
            footer.byteRange(ofElements: elements, row: 57, index: index, shape: shape))
        let layer = remote.read(range)
        #expect(floats(layer) == Array(vectors[57][elements]))
        #expect(remote.byteCount - beforeLayer <= 20_000)

        let all = footer.slices(of: column).reduce(0) { $0 + $1.byteRange.count }
        #expect(all <= footer.fileSize)
    }

    @Test func aDictionaryIsFetchedOnlyWhereItIsNeeded() throws {
        // 21 rows by `datasets`: dictionary pages first, plain pages once the dictionary is full.
        let name = "sentence-transformers__all-MiniLM-L6-v2__answer_mean"
        let remote = try Remote(
            path: Fixtures.path("hub/real_small/\(name)/templated-00000-of-00001.parquet"))
        let footer = try remote.footer()
        let expected = try ParquetFile(remote.data).rows()
        let column = try footer.column(named: "vector")
        let shape = try #require(column.declaredShape)
        let group = footer.rowGroup(holding: 0)
        let index = try ParquetPageIndex(
            bytes: remote.read(try #require(group.chunks[column.index].offsetIndexRange)).bytes,
            footer: footer, column: column, rowGroup: group)
        for slice in index.slices(holding: [0, 20]) {
            let page = remote.read(slice.byteRange)
            let dictionary = try #require(slice.dictionaryRange)
            #expect(try footer.needsDictionary(slice, bytes: page.bytes))
            let rows = try decode(
                slice, page, dictionary: remote.read(dictionary), footer: footer, shape: shape)
            #expect(rows == Array(expected[slice.rows].joined()))
            #expect(
                failure { try decode(slice, page, footer: footer, shape: shape) }?.code == .corrupt)
        }
        #expect(footer.byteRange(ofElements: 0..<4, row: 0, index: index, shape: shape) == nil)
    }

    /// Where the footer proves that every vector is full, damage to the levels is not even seen.
    @Test func aRegularChunkIsDecodedWithoutItsLevels() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("v.parquet")
        let shape = try #require(ParquetVectorShape(layerCount: 3, hiddenSize: 5))
        try VectorWriterTests.write(
            VectorWriterTests.rows(1, shape: shape), to: path, shape: shape)
        var data = try Data(contentsOf: URL(filePath: path))
        let rows = try ParquetFile(data).rows()
        let footer = try ParquetFile(data).footer
        let column = try footer.column(named: "vector")
        let group = footer.rowGroup(holding: 0)
        let range = try #require(group.chunks[column.index].offsetIndexRange)
        let index = try ParquetPageIndex(
            bytes: data.bytes.extracting(range), footer: footer, column: column, rowGroup: group)
        let values = try #require(
            footer.byteRange(ofElements: 0..<15, row: 0, index: index, shape: shape))
        // The levels end where the values begin: with the one that says "here is a value".
        data[values.lowerBound - 1] = 0
        #expect(try ParquetFile(data).rows() == rows)
        // Who needs the levels, to learn the shape, finds a null.
        let slice = footer.slice(of: column, rowGroup: group)
        let error = failure {
            try footer.vectorShape(in: slice, bytes: data.bytes.extracting(slice.byteRange))
        }
        #expect(error?.code == .nullValue)
    }

    @Test func pagesNextToEachOtherAreOneRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("v.parquet")
        let shape = try #require(ParquetVectorShape(layerCount: 2, hiddenSize: 4))
        var options = ParquetVectorWriter.Options()
        options.rowsPerGroup = 20
        let rows = VectorWriterTests.rows(30, shape: shape)
        try VectorWriterTests.write(rows, to: path, shape: shape, options: options)
        let file = try ParquetFile(path: path)
        let column = try file.footer.column(named: "vector")
        let group = file.footer.rowGroup(holding: 25)
        #expect(group.rows == 20..<30)
        let data = try Data(contentsOf: URL(filePath: path))
        let range = try #require(group.chunks[column.index].offsetIndexRange)
        let index = try ParquetPageIndex(
            bytes: data.bytes.extracting(range), footer: file.footer, column: column,
            rowGroup: group)
        #expect(
            index.slices(holding: [20, 21, 22, 25, 28, 29]).map(\.rows)
                == [20..<23, 25..<26, 28..<30])
        #expect(index.slices(holding: []).isEmpty)
        let joined = try #require(index.slices(holding: 20..<30).first)
        #expect(joined.byteRange == group.chunks[column.index].byteRange)
    }

    private func decode(
        _ slice: ParquetSlice, _ bytes: Data, dictionary: Data = Data(), footer: ParquetFooter,
        shape: ParquetVectorShape
    ) throws -> [Float] {
        let placements = slice.rows.enumerated().map {
            ParquetRowPlacement(row: $0.element, slot: $0.offset)
        }
        let block = try AlignedFloats(count: placements.count * shape.count) { target in
            try footer.decodeVectors(
                in: slice, bytes: bytes.bytes, dictionary: dictionary.bytes, placing: placements,
                shape: shape, into: target)
        }
        return block[0..<block.count]
    }

    private func floats(_ data: Data) -> [Float] {
        stride(from: 0, to: data.count, by: 4).map { offset in
            Float(
                bitPattern: data[offset..<offset + 4].reversed().reduce(0) {
                    $0 << 8 | UInt32($1)
                })
        }
    }
}
