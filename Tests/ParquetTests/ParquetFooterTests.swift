import Foundation
import Parquet
import Testing

struct ParquetFooterTests {
    static let path = Fixtures.path(
        "hub/push/test-org__tiny-model.v1__answer_mean/templated-00000-of-00001.parquet")

    @Test func saysHowMuchOfTheEndIsNeeded() throws {
        let data = try Data(contentsOf: URL(filePath: Self.path))
        let needed = try ParquetFooter.tailLength(
            endingWith: data.suffix(8).bytes, fileSize: data.count)
        #expect(
            try ParquetFooter.tailLength(endingWith: data.suffix(7).bytes, fileSize: data.count)
                == 8)
        #expect(
            try ParquetFooter.tailLength(endingWith: data.bytes, fileSize: data.count) == needed)
        let footer = try ParquetFooter(tail: data.suffix(needed).bytes, fileSize: data.count)
        #expect(footer.rowCount == 5)
        let error = failure {
            try ParquetFooter(tail: data.suffix(needed - 1).bytes, fileSize: data.count)
        }
        #expect(
            error?.message == "The footer lies in the last \(needed) bytes of the Parquet file; "
                + "only the last \(needed - 1) were given. "
                + "Ask tailLength(endingWith:fileSize:) first.")
    }

    @Test func refusesAnAbsurdFooterWithoutFetchingIt() throws {
        var tail = Data(repeating: 0, count: 8)
        tail.replaceSubrange(4..<8, with: Data("PAR1".utf8))
        tail[3] = 0x7f
        let error = failure {
            try ParquetFooter.tailLength(endingWith: tail.bytes, fileSize: 1 << 40)
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func refusesAFooterOfAnotherFile() throws {
        // The footer is whole, but the chunks it tells of would lie beyond the end.
        let name = "sentence-transformers__all-MiniLM-L6-v2__answer_mean"
        let data = try Fixtures.data("hub/real_small/\(name)/templated-00000-of-00001.parquet")
        let needed = try ParquetFooter.tailLength(
            endingWith: data.suffix(8).bytes, fileSize: data.count)
        let error = failure {
            try ParquetFooter(tail: data.suffix(needed).bytes, fileSize: needed + 4)
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("lies outside the file") == true)
    }

    @Test func findsTheRowGroupOfEveryRow() throws {
        let footer = try ParquetFile(
            path: Fixtures.path(
                "hub/push/test-org__sharded__answer_mean/biography-00000-of-00001.parquet")
        ).footer
        for row in 0..<footer.rowCount {
            #expect(footer.rowGroup(holding: row).rows.contains(row))
        }
    }

    @Test(arguments: [
        (layerCount: 0, hiddenSize: 4), (4, 0), (-1, -1), (Int.max, 2), (1 << 40, 1 << 40),
    ])
    func noShapeIsEmptyOrUncountable(layerCount: Int, hiddenSize: Int) {
        #expect(ParquetVectorShape(layerCount: layerCount, hiddenSize: hiddenSize) == nil)
    }

    @Test func namesThePathOfAFileThatIsNotThere() throws {
        let folder = try TemporaryFolder()
        let error = failure { try ParquetFile(path: folder.path("none.parquet")) }
        #expect(error?.code == .inputOutput)
        #expect(error?.path == folder.path("none.parquet"))
    }
}
