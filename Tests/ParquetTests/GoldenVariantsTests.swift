import AlignedMemory
import Foundation
import Parquet
import Testing

/// The same five rows by other writers and settings, with the answers of the Python original.
struct GoldenVariantsTests {
    struct Answers: Decodable {
        struct Outcome<T: Decodable>: Decodable {
            let result: T?
        }
        struct Vector: Decodable {
            let shape: [Int]
            let values: Values
        }
        enum Values: Decodable {
            case matrix([[Float]])
            case list([Float])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let matrix = try? container.decode([[Float]].self) {
                    self = .matrix(matrix)
                } else {
                    self = .list(try container.decode([Float].self))
                }
            }

            var flat: [Float] {
                switch self {
                case .matrix(let rows): Array(rows.joined())
                case .list(let values): values
                }
            }
        }
        struct Case: Decodable {
            let file: String?
            let listPersonas: Outcome<[String]>?
            let personaNames: Outcome<[String: String]>?
            let load: [String: Outcome<Vector>]?
        }
        let cases: [String: Case]
    }

    static func answers() throws -> [String: Answers.Case] {
        try Fixtures.answers("hub/variants.expected.json", as: Answers.self).cases
    }

    static func file(_ name: String) throws -> ParquetFile {
        let relative = "test__variants__answer_mean/templated-00000-of-00001.parquet"
        return try ParquetFile(path: Fixtures.path("hub/variants/\(name)/\(relative)"))
    }

    static let readable = [
        "zstd", "gzip", "brotli", "no_dictionary", "data_page_v2", "format_1_0",
        "byte_stream_split", "delta_strings", "row_groups_of_2", "float64_vector",
        "float16_vector", "large_list", "large_string", "string_view_ids", "extra_column",
        "no_sample_ids_column", "null_and_empty_names", "null_sample_ids",
        "duplicate_persona_ids_last_wins", "vector_1d", "readme_path_list",
    ]

    @Test(arguments: readable)
    func readsWhatTheOriginalReads(name: String) throws {
        let answer = try #require(try Self.answers()[name])
        let file = try Self.file(name)
        let ids = try file.strings("persona_id").map { try #require($0) }
        let expectedIDs = try #require(answer.listPersonas?.result)
        #expect(Set(ids).sorted() == expectedIDs)
        let loads = answer.load ?? [:]
        let rows = try file.rows()
        #expect(rows.count == ids.count)
        for (id, outcome) in loads {
            // The original keeps the last of several rows with one id.
            let row = try #require(ids.lastIndex(of: id))
            let vector = try #require(outcome.result)
            #expect(rows[row] == vector.values.flat)
            #expect(try file.rows([row]) == [vector.values.flat])
        }
        if let names = answer.personaNames?.result {
            let stored = try file.strings("name")
            for (id, name) in names {
                // The original shows the id where the name is null or empty.
                let row = try #require(ids.lastIndex(of: id))
                let own = stored[row] ?? ""
                #expect((own.isEmpty ? id : own) == name)
            }
        }
    }

    @Test func readsNullsApartFromEmptyOnes() throws {
        #expect(
            try Self.file("null_and_empty_names").strings("name") == ["N0", nil, "", "N3", nil])
        // The third list is ['q', null].
        #expect(
            try Self.file("null_sample_ids").stringLists("sample_ids")
                == [nil, [], ["q"], ["q1"], nil])
    }

    @Test func tellsAListOfNumbersFromAMatrix() throws {
        let file = try Self.file("vector_1d")
        #expect(try file.footer.column(named: "vector").listDepth == 1)
        #expect(try file.vectorShape("vector") == ParquetVectorShape(layerCount: 1, hiddenSize: 2))
    }

    @Test func readsAFileWithoutRows() throws {
        let file = try Self.file("zero_rows")
        #expect(file.footer.rowCount == 0)
        #expect(try file.strings("persona_id").isEmpty)
        #expect(try file.vectors("vector").count == 0)
    }

    @Test(arguments: [
        (
            "no_name_column", "name",
            "persona_id, sample_ids.list.element, vector.list.element.list.element"
        ),
        ("no_vector_column", "vector", "persona_id, name, sample_ids.list.element"),
    ])
    func namesTheColumnThatIsMissing(name: String, column: String, available: String) throws {
        let file = try Self.file(name)
        let error = try #require(failure { try file.footer.column(named: column) })
        #expect(error.code == .columnMissing)
        #expect(
            error.message
                == "The Parquet file has no column '\(column)'. It has: \(available).")
    }

    @Test func namesTheRowThatIsRagged() throws {
        let file = try Self.file("ragged_vector")
        let shape = try #require(ParquetVectorShape(layerCount: 2, hiddenSize: 3))
        let error = try #require(failure { try file.vectors("vector", shape: shape) })
        #expect(error.code == .wrongShape)
        #expect(error.column == "vector")
        #expect(error.row == 0)
        #expect(
            error.message.hasSuffix(
                "The vector in row 0 of column 'vector' is not 2 × 3; every vector must have "
                    + "the same shape. Write the file again with vectors of one shape."))
        #expect(failure { try file.vectors("vector", rows: [3], shape: shape) }?.row == 3)
    }

    @Test func everyVariantWithAFileIsTestedOrNeedsNoReading() throws {
        let elsewhere: Set = [
            "zero_rows", "no_name_column", "no_vector_column", "ragged_vector",
            // These differ in the card only.
            "readme_missing", "readme_without_yaml", "readme_default_config_only",
            "readme_missing_files",
            // The program that made the fixtures could not write this one.
            "datasets_zstd",
        ]
        #expect(Set(try Self.answers().keys) == elsewhere.union(Self.readable))
    }
}
