import Foundation
import Safetensors
import Testing

/// Only the bytes asked for are touched: shown by taking the other bytes away.
struct LazyReadingTests {
    static let pageFloats = 4096

    /// A file of two rows of 16 KiB, more than a page each.
    static func makeFile(in folder: TemporaryFolder) throws -> String {
        let path = folder.file("two-rows.safetensors")
        let floats = (0..<2 * pageFloats).map(Float.init)
        let tensor = TensorToWrite(name: "x", shape: [2, pageFloats], floats: floats)
        try SafetensorsWriter.write([tensor], to: path, durability: .processCrash)
        return path
    }

    @Test func aRowIsReadWithoutTheOthers() throws {
        let folder = try TemporaryFolder()
        let path = try Self.makeFile(in: folder)
        let file = try SafetensorsFile(path: path, access: .pread)
        let tensor = try file.tensor("x")
        let start = file.header.dataStart + 4 * Self.pageFloats
        #expect(truncate(path, start) == 0)
        #expect(try tensor.row(0) == (0..<Self.pageFloats).map(Float.init))
        let error = try #require(failure { _ = try tensor.row(1) })
        #expect(error.code == .fileChanged)
        #expect(
            error.message
                == """
                Cannot read '\(path)': it ended before the 16384 bytes from byte \(start), although \
                it was long enough when opened. Another program shortened it; try again.
                """)
    }

    @Test func aMappedRowIsTouchedWithoutTheOthers() throws {
        let folder = try TemporaryFolder()
        let path = try Self.makeFile(in: folder)
        let file = try SafetensorsFile(path: path)
        let tensor = try file.tensor("x")
        // Whole pages behind row 0 are gone; touching one would end this process.
        #expect(truncate(path, file.header.dataStart + 4 * Self.pageFloats) == 0)
        #expect(try tensor.row(0) == (0..<Self.pageFloats).map(Float.init))
    }

    @Test func aMappedFileThatShrinksEndsTheProcess() async {
        await #expect(processExitsWith: .signal(SIGBUS)) {
            let folder = try TemporaryFolder()
            let path = try Self.makeFile(in: folder)
            let tensor = try SafetensorsFile(path: path).tensor("x")
            _ = truncate(path, 0)
            try? FileManager.default.removeItem(atPath: folder.path)
            _ = try tensor.row(1)
        }
    }

    @Test(arguments: [FileAccess.mapped, .pread])
    func anElementIsReadFromAFileLargerThanMemory(_ access: FileAccess) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("sparse.safetensors")
        let rows = 1 << 30
        let header = """
            {"x":{"dtype":"F16","shape":[\(rows),128],"data_offsets":[0,\(rows * 256)]}}
            """
        try Data(fileBytes(header: header)).write(to: URL(filePath: path))
        // 256 GiB of nothing: the file system stores no block of it.
        try #require(truncate(path, 8 + header.utf8.count + rows * 256) == 0)
        let tensor = try SafetensorsFile(path: path, access: access).tensor("x")
        #expect(try tensor.row(rows - 1) == [Float](repeating: 0, count: 128))
    }

    @Test func chunkedConversionCoversEveryElement() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("half.safetensors")
        let patterns = (0..<300_001).map { UInt16(truncatingIfNeeded: $0 &* 7) }
        let bytes = patterns.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let tensor = TensorToWrite(name: "x", dtype: .bfloat16, shape: [300_001], bytes: bytes)
        try SafetensorsWriter.write([tensor], to: path, durability: .processCrash)
        for access in [FileAccess.mapped, .pread] {
            let floats = try SafetensorsFile(path: path, access: access).tensor("x").floats()
            #expect(floats.map(\.bitPattern) == patterns.map { UInt32($0) << 16 })
        }
    }

    @Test func aViewOutlivesItsFile() throws {
        let folder = try TemporaryFolder()
        let path = try Self.makeFile(in: folder)
        for access in [FileAccess.mapped, .pread] {
            let tensor = try SafetensorsFile(path: path, access: access).tensor("x")
            #expect(try tensor.row(1)[0] == Float(Self.pageFloats))
        }
    }

    @Test func whatTheBodyThrowsComesThrough() throws {
        struct Mine: Error {}
        let path = Fixture.path("dtypes/f32.safetensors")
        let tensor = try SafetensorsFile(path: path).tensor("activations")
        #expect(throws: Mine.self) { try tensor.withBytes { _ in throw Mine() } }
        #expect(try tensor.withBytes { $0.count } == 32)
    }
}
