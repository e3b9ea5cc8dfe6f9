import Foundation
import Parquet
import Testing

struct ParquetTableTests {
    @Test func refusesColumnsOfDifferentLengths() throws {
        var table = ParquetTable()
        try table.append(.integers([1, 2]), named: "a")
        let error = failure { try table.append(.doubles([1]), named: "b") }
        #expect(error?.code == .wrongShape)
        #expect(
            error?.message == "Cannot write column 'b' with 1 rows beside columns with 2.")
    }

    @Test func writesTheSameBytesTwiceAndNothingBesideThem() throws {
        let folder = try TemporaryFolder()
        var table = ParquetTable()
        try table.append(.strings(["x", "y"]), named: "label")
        try table.append(.doubles([1, nil]), named: "value")
        try table.write(to: folder.path("a"))
        try table.write(to: folder.path("b"))
        let first = try Data(contentsOf: URL(filePath: folder.path("a")))
        #expect(try first == Data(contentsOf: URL(filePath: folder.path("b"))))
        #expect(try Set(folder.names()) == ["a", "b"])
    }

    @Test func saysWhyAFileCannotBeWritten() throws {
        let folder = try TemporaryFolder()
        let error = failure { try ParquetTable().write(to: folder.path("missing/t.parquet")) }
        #expect(error?.code == .inputOutput)
    }
}
