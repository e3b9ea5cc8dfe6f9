import Foundation
import Parquet
import PersonaVectorsTesting
import Testing

/// Damaged files: each is refused with a sentence, or read as pyarrow reads it.
struct MalformedTests {
    static func data(_ name: String) throws -> Data {
        let relative = "test__model__answer_mean/templated-00000-of-00001.parquet"
        return try Fixtures.data("malformed/parquet/\(name)/\(relative)")
    }

    /// Reads everything there is to read.
    static func readAll(_ data: Data) throws -> [[Float]] {
        let file = try ParquetFile(data)
        _ = try file.strings("persona_id")
        _ = try file.strings("name")
        _ = try file.stringLists("sample_ids")
        for column in file.footer.columns {
            for group in file.footer.rowGroups {
                guard let range = group.chunks[column.index].offsetIndexRange else { continue }
                let index = try ParquetPageIndex(
                    bytes: data.bytes.extracting(range), footer: file.footer, column: column,
                    rowGroup: group)
                _ = index.slices(holding: group.rows)
            }
        }
        return try file.rows()
    }

    struct Refused: CustomTestStringConvertible {
        let name: String
        let code: ParquetError.Code
        let message: String
        var testDescription: String { name }
    }

    static let refused = [
        Refused(
            name: "only_magic", code: .notParquet,
            message: "Not a Parquet file: it has 8 bytes, and the smallest one has 12. "
                + "Was the download or the copy complete?"),
        Refused(
            name: "no_trailing_magic", code: .notParquet,
            message: "Not a Parquet file, or its end is missing: the last four bytes are not "
                + "'PAR1'. Was the download or the copy complete?"),
        Refused(
            name: "json_instead", code: .notParquet,
            message: "Not a Parquet file, or its end is missing: the last four bytes are not "
                + "'PAR1'. Was the download or the copy complete?"),
        Refused(
            name: "encrypted_magic", code: .unsupported,
            message: "The footer of the Parquet file is encrypted, which is not supported. "
                + "Write the file again without encryption."),
        Refused(
            name: "footer_length_zero", code: .corrupt,
            message: "Cannot read the footer of the Parquet file: Couldn't deserialize thrift: "
                + "No more data to read. Fetch or write it again."),
        Refused(
            name: "footer_length_u32_max", code: .corrupt,
            message: "The Parquet file claims a footer of 4294967295 bytes, but has 2765 in all. "
                + "Fetch or write it again."),
        Refused(
            name: "footer_bit_flip", code: .corrupt,
            message: "Cannot read the footer of the Parquet file: Couldn't deserialize thrift: "
                + "TProtocolException: Invalid data. Fetch or write it again."),
        Refused(
            name: "page_header_flip", code: .corrupt,
            message: "Cannot decode column 'persona_id' of the Parquet file at row 0: Couldn't "
                + "deserialize thrift: TProtocolException: Invalid data Deserializing page header "
                + "failed. Fetch or write it again."),
    ]

    @Test(arguments: refused)
    func refusesWithASentence(_ broken: Refused) throws {
        let data = try Self.data(broken.name)
        let error = try #require(failure { try Self.readAll(data) })
        #expect(error.code == broken.code)
        #expect(error.message == broken.message)
    }

    @Test(arguments: [
        ("ok", Float(6)), ("vector_page_last_byte_flip", 6),
        // Without a checksum nobody can see this one; pyarrow reads the same number.
        ("dictionary_value_flip", 2.984375),
    ])
    func readsWhatPyarrowReads(name: String, first: Float) throws {
        let rows = try Self.readAll(Self.data(name))
        #expect(rows[1].prefix(2) == [first, 7])
        #expect(rows.count == 2)
    }

    @Test func everyDamageIsTested() throws {
        struct Answers: Decodable {
            struct Case: Decodable {}
            let parquet: [String: Case]
        }
        let answers = try Fixtures.answers("malformed/parquet.json", as: Answers.self)
        let readable: Set = ["ok", "vector_page_last_byte_flip", "dictionary_value_flip"]
        #expect(Set(answers.parquet.keys) == readable.union(Self.refused.map(\.name)))
    }

    /// A shape is text beside the schema: what it claims is believed only as far as the file goes.
    @Test(arguments: [
        (
            layers: 9_999_999, hidden: 9_999_999,
            message:
                "Column 'vector' of the Parquet file claims 799999840000008 bytes of values in "
                + "2765 bytes of pages, which is not plausible. Fetch or write it again."
        ),
        (
            layers: 90_000_000, hidden: 1,
            message: "Column 'vector' of the Parquet file claims 720000000 bytes of values in 2765 "
                + "bytes of pages, which is not plausible. Fetch or write it again."
        ),
    ])
    func refusesAShapeThatTheFileCannotHold(layers: Int, hidden: Int, message: String) throws {
        let whole = try Self.data("ok")
        let forged = try #require(forgingShape(of: whole, layers: layers, hidden: hidden))
        let error = try #require(failure { try ParquetFile(forged) })
        #expect(error.code == .tooLarge)
        #expect(error.message == message)
        // The forging itself does no harm.
        let same = try #require(forgingShape(of: whole, layers: 2, hidden: 3))
        #expect(try Self.readAll(same) == Self.readAll(whole))
    }

    @Test func refusesRowsThatCannotBeCounted() throws {
        let footer = try ParquetFile(Self.data("ok")).footer
        let column = try footer.column(named: "vector")
        let shape = try #require(ParquetVectorShape(layerCount: Int.max / 8, hiddenSize: 1))
        let error = try #require(failure { try footer.checkPlausible(3, of: column, shape: shape) })
        #expect(error.code == .tooLarge)
        #expect(
            error.message
                == "The vectors in column 'vector' of the Parquet file have more values than can be "
                + "counted. Fetch or write it again.")
        #expect(!footer.isRegular(column, rowGroup: footer.rowGroups[0], shape: shape))
    }

    @Test func survivesEveryByteBeingInverted() throws {
        let whole = try Self.data("ok")
        for position in whole.indices {
            var damaged = whole
            damaged[position] ^= 0xff
            // Either it reads, or it is refused by this module's own error.
            do {
                _ = try Self.readAll(damaged)
            } catch {
                #expect(error is ParquetError, "byte \(position): \(error)")
            }
        }
    }

    @Test func survivesEveryNumberInTheFooterBeingHuge() throws {
        let whole = try Self.data("ok")
        let length = try ParquetFooter.tailLength(
            endingWith: whole.suffix(8).bytes, fileSize: whole.count)
        let footer = whole.suffix(length).dropLast(8)
        // Thrift writes integers in 7-bit groups, so that any byte may be the last of one.
        for huge in [
            Data([0xfe, 0xff, 0xff, 0xff, 0xff, 0x7f]), Data([0xff, 0xff, 0xff, 0xff, 0x0f]),
        ] {
            for position in footer.indices {
                let forged = footer[..<position] + huge + footer[(position + 1)...]
                let size = withUnsafeBytes(of: UInt32(forged.count).littleEndian) { Data($0) }
                let file = whole.dropLast(length) + forged + size + Data("PAR1".utf8)
                do {
                    _ = try Self.readAll(file)
                } catch {
                    #expect(error is ParquetError, "byte \(position): \(error)")
                }
            }
        }
    }

    @Test func refusesEveryTruncation() throws {
        let whole = try Self.data("ok")
        for length in whole.indices {
            #expect(failure { try Self.readAll(whole.prefix(length)) } != nil)
        }
    }
}
