import Foundation
import Testing

@testable import NumPyFiles

@Suite struct NPZFileTests {
    @Test func readsWhatNumPyWrote() throws {
        let expectations = try Fixtures.expectations()
        let archives = [
            "stored.npz": ["first", "second"], "compressed.npz": ["first", "naïve-ид"],
            "unnamed.npz": ["arr_0"], "with-comment.npz": ["first"],
        ]
        for (file, names) in archives {
            let archive = try NPZFile(path: Fixtures.path(file))
            #expect(archive.names == names)
            for (index, name) in names.enumerated() {
                let expected = try #require(expectations["\(file)/\(name)"])
                let array = try archive.array(at: index)
                #expect(array.shape == expected.shape)
                #expect(array.values == expected.values)
            }
        }
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let file: String
        let reason: String
        var testDescription: String { file }
    }

    static let bad: [Bad] = [
        Bad(file: "empty-file.npz", reason: "it has no zip directory"),
        Bad(file: "not-a-zip.npz", reason: "it has no zip directory"),
        Bad(file: "cut.npz", reason: "it has no zip directory"),
        Bad(file: "checksum.npz", reason: "the checksum of first.npy is wrong"),
        Bad(file: "encrypted.npz", reason: "encryption"),
        Bad(file: "bzip2.npz", reason: "compression method 12"),
        Bad(
            file: "deflate-damaged.npz",
            reason: "the compressed bytes of PATH/first.npy are damaged"),
        Bad(
            file: "size-too-large.npz",
            reason: "the compressed bytes of PATH/first.npy are damaged"),
        Bad(file: "member-outside.npz", reason: "first.npy lies outside the file"),
        Bad(file: "directory-outside.npz", reason: "its directory lies outside the file"),
        Bad(file: "count-too-large.npz", reason: "its directory lies outside the file"),
        Bad(file: "not-an-array.npz", reason: "it does not begin with \\x93NUMPY"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) throws {
        let path = Fixtures.path("bad/" + item.file)
        let error = #expect(throws: NumPyFileError.self) {
            let archive = try NPZFile(path: path)
            for index in archive.names.indices { _ = try archive.array(at: index) }
        }
        let reason = item.reason.replacingOccurrences(of: "PATH", with: path)
        let sentences = [
            "\(path) is not an archive as numpy.savez writes it: \(reason).",
            "The archive \(path) uses \(reason), which numpy.savez never does. Write it again with"
                + " numpy.savez.",
            "\(path)/first.npy is not an array as numpy.save writes it: \(reason).",
        ]
        #expect(sentences.contains(error?.message ?? ""), "\(error?.message ?? "")")
    }

    @Test func readsWhatItWrote() throws {
        let arrays = try ["f2-little.npy", "f8-big-fortran.npy", "scalar.npy", "empty.npy"].map {
            try NPYFile.read(path: Fixtures.path($0))
        }
        var writer = NPZWriter(path: "x.npz")
        var bytes: [UInt8] = []
        for (index, array) in arrays.enumerated() {
            bytes += try writer.append(array, name: "array-\(index)-ü")
        }
        bytes += writer.finish()
        let file = FileManager.default.temporaryDirectory
            .appending(path: "npz-\(UUID().uuidString).npz")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        let archive = try NPZFile(path: file.path)
        #expect(archive.names == arrays.indices.map { "array-\($0)-ü" })
        #expect(try arrays.indices.map { try archive.array(at: $0) } == arrays)
    }

    @Test func refusesANameThatComesTwice() throws {
        var writer = NPZWriter(path: "x.npz")
        let array = NumPyArray(dtype: .float32, shape: [1], bytes: [0, 0, 0, 0])
        _ = try writer.append(array, name: "a")
        let error = #expect(throws: NumPyFileError.self) { try writer.append(array, name: "a") }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "The archive x.npz cannot hold two arrays named 'a'.")
    }
}
