import Foundation
import Parquet
import Testing

/// Files as `Dataset.push_to_hub` uploads them, with answers by pyarrow.
struct GoldenPushTests {
    struct Answers: Decodable {
        struct File: Decodable {
            struct Column: Decodable {
                let path: String
                let physicalType: String
                let maxRepetitionLevel: Int
            }
            struct RowGroup: Decodable {
                struct Chunk: Decodable {
                    let path: String
                    let compression: String
                    let numValues: Int
                    let hasDictionaryPage: Bool
                    let hasOffsetIndex: Bool
                }
                let numRows: Int
                let columns: [Chunk]
            }
            let file: String
            let size: Int
            let numRows: Int
            let keyValueMetadata: [String: String]
            let schemaColumns: [Column]
            let rowGroups: [RowGroup]
        }
        struct Row: Decodable {
            let personaId: String
            let name: String
            let sampleIds: [String]
            let vectorShape: [Int]
            let vectorSumF64: Double
            let vector: [[Float]]?
        }
        let files: [File]
        let rows: [String: [Row]]
    }

    static let folders = ["push", "real_small"]

    @Test(arguments: folders)
    func readsTheRowsThatWerePushed(folder: String) throws {
        let answers = try Fixtures.answers("hub/\(folder).expected.json", as: Answers.self)
        #expect(!answers.rows.isEmpty)
        for (name, rows) in answers.rows {
            let file = try ParquetFile(path: Fixtures.path("hub/\(folder)/\(name)"))
            #expect(try file.strings("persona_id") == rows.map(\.personaId))
            #expect(try file.strings("name") == rows.map(\.name))
            #expect(try file.stringLists("sample_ids") == rows.map(\.sampleIds))
            let vectors = try file.rows()
            for (vector, row) in zip(vectors, rows) {
                #expect(vector.count == row.vectorShape[0] * row.vectorShape[1])
                if let values = row.vector { #expect(vector == Array(values.joined())) }
                let sum = vector.reduce(into: 0) { $0 += Double($1) }
                #expect(abs(sum - row.vectorSumF64) < 1e-9 * max(1, abs(sum)))
            }
            #expect(vectors.count == rows.count)
        }
    }

    @Test(arguments: folders)
    func fillsABlockAtHand(folder: String) throws {
        let answers = try Fixtures.answers("hub/\(folder).expected.json", as: Answers.self)
        for (name, rows) in answers.rows where !rows.isEmpty {
            let file = try ParquetFile(path: Fixtures.path("hub/\(folder)/\(name)"))
            let shape = try #require(try file.vectorShape("vector"))
            let wanted = [rows.count - 1, 0]
            var block = [Float](repeating: -7, count: 2 * shape.count + 1)
            try block.withUnsafeMutableBufferPointer {
                try file.decodeVectors("vector", rows: wanted, shape: shape, into: $0)
            }
            #expect(block.last == -7)
            for (slot, row) in wanted.enumerated() {
                let vector = block[slot * shape.count..<(slot + 1) * shape.count]
                if let values = rows[row].vector {
                    #expect(Array(vector) == Array(values.joined()))
                }
                let sum = vector.reduce(into: 0) { $0 += Double($1) }
                #expect(abs(sum - rows[row].vectorSumF64) < 1e-9 * max(1, abs(sum)))
            }
        }
    }

    @Test(arguments: folders)
    func tellsTheLayoutThatPyarrowTells(folder: String) throws {
        let answers = try Fixtures.answers("hub/\(folder).expected.json", as: Answers.self)
        for expected in answers.files {
            let footer = try ParquetFile(path: Fixtures.path("hub/\(folder)/\(expected.file)"))
                .footer
            #expect(footer.fileSize == expected.size)
            #expect(footer.rowCount == expected.numRows)
            #expect(footer.columns.map(\.path) == expected.schemaColumns.map(\.path))
            #expect(
                footer.columns.map(\.listDepth)
                    == expected.schemaColumns.map(\.maxRepetitionLevel))
            #expect(
                footer.keyValueMetadata["huggingface"]
                    == expected.keyValueMetadata["huggingface"])
            #expect(footer.rowGroups.map(\.rows.count) == expected.rowGroups.map(\.numRows))
            for (group, answer) in zip(footer.rowGroups, expected.rowGroups) {
                #expect(group.chunks.map(\.valueCount) == answer.columns.map(\.numValues))
                #expect(
                    group.chunks.map(\.codec.rawValue)
                        == answer.columns.map { $0.compression.lowercased() })
                #expect(
                    group.chunks.map { $0.dictionaryRange != nil }
                        == answer.columns.map(\.hasDictionaryPage))
                #expect(
                    group.chunks.map { $0.offsetIndexRange != nil }
                        == answer.columns.map(\.hasOffsetIndex))
            }
        }
    }

    @Test(arguments: folders)
    func knowsTheArray2DAndProvesItRegular(folder: String) throws {
        let answers = try Fixtures.answers("hub/\(folder).expected.json", as: Answers.self)
        for (name, rows) in answers.rows {
            let footer = try ParquetFile(path: Fixtures.path("hub/\(folder)/\(name)")).footer
            let column = try footer.column(named: "vector")
            let shape = try #require(column.declaredShape)
            #expect([shape.layerCount, shape.hiddenSize] == rows[0].vectorShape)
            for group in footer.rowGroups {
                #expect(footer.isRegular(column, rowGroup: group, shape: shape))
            }
        }
    }

    @Test func readsChosenRowsInTheOrderAskedFor() throws {
        let name = "test-org__sharded__answer_mean/biography-00000-of-00001.parquet"
        let file = try ParquetFile(path: Fixtures.path("hub/push/\(name)"))
        let all = try file.rows()
        // Seven row groups of three: neighbours, jumps, a row twice, backwards.
        for rows in [[0], [20], [4, 5, 6], [19, 3, 3, 0], Array((0..<21).reversed()), []] {
            #expect(try file.rows(rows) == rows.map { all[$0] })
        }
    }
}
