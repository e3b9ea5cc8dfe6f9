import Foundation
import Testing

@testable import NumPyFiles

/// Files that NumPy wrote, and what they hold.
enum Fixtures {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/npy")

    struct Expectation: Decodable, Sendable {
        let dtype: String
        let shape: [Int]
        let values: [Double]
    }

    static func expectations() throws -> [String: Expectation] {
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        return try JSONDecoder().decode([String: Expectation].self, from: data)
    }

    static func path(_ name: String) -> String {
        folder.appending(path: name).path
    }
}

extension NumPyArray {
    /// The elements as `Double`, which holds all of them exactly.
    var values: [Double] {
        stride(from: 0, to: bytes.count, by: dtype.byteCount).map { start in
            let bits = bytes[start..<start + dtype.byteCount].reversed()
                .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            switch dtype {
            case .float16: return Self.double(half: UInt16(bits))
            case .float32: return Double(Float(bitPattern: UInt32(bits)))
            case .float64: return Double(bitPattern: bits)
            }
        }
    }

    /// A binary16 by its definition; Swift has no `Float16` on every platform of ours.
    private static func double(half bits: UInt16) -> Double {
        let fraction = Double(bits & 0x3FF) / 1024
        let exponent = Int(bits >> 10 & 0x1F)
        let magnitude =
            exponent == 0
            ? fraction * 0x1p-14
            : (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
        return bits >> 15 == 1 ? -magnitude : magnitude
    }
}

@Suite struct NPYFileTests {
    @Test func readsWhatNumPyWrote() throws {
        let expectations = try Fixtures.expectations()
        let files = expectations.filter { $0.key.hasSuffix(".npy") }
        #expect(files.count >= 20)
        for (name, expected) in files {
            let array = try NPYFile.read(path: Fixtures.path(name))
            #expect("\(array.dtype)" == expected.dtype, "\(name)")
            #expect(array.shape == expected.shape, "\(name)")
            #expect(array.values == expected.values, "\(name)")
        }
    }

    @Test func writesTheBytesThatNumPyWrites() throws {
        for name in ["f2-little.npy", "f4-little.npy", "f8-little.npy", "one.npy", "scalar.npy"] {
            let path = Fixtures.path(name)
            let array = try NPYFile.read(path: path)
            #expect(Data(NPYFile.encode(array)) == (try Data(contentsOf: URL(filePath: path))))
        }
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let file: String
        let code: NumPyFileError.Code
        let sentence: String
        var testDescription: String { file }
    }

    private static func notAnArray(_ file: String, _ reason: String) -> Bad {
        Bad(
            file: file, code: .invalidArray,
            sentence: "\(Fixtures.path("bad/" + file)) is not an array as numpy.save writes it:"
                + " \(reason).")
    }

    private static func unsupported(_ file: String, _ descriptor: String) -> Bad {
        Bad(
            file: file, code: .unsupportedDType,
            sentence: "The array in \(Fixtures.path("bad/" + file)) has the dtype \(descriptor);"
                + " float16, float32 and float64 can be read. Convert it first, for example with"
                + " array.astype('float32').")
    }

    static let bad: [Bad] = [
        unsupported("int64.npy", "'<i8'"), unsupported("bool.npy", "'|b1'"),
        unsupported("complex64.npy", "'<c8'"), unsupported("object.npy", "'|O'"),
        unsupported("structured.npy", "of a structure of fields"),
        unsupported("bfloat16.npy", "'<V2'"), unsupported("float128.npy", "'<f16'"),
        notAnArray("empty-file.npy", "it does not begin with \\x93NUMPY"),
        notAnArray("magic-only.npy", "it does not begin with \\x93NUMPY"),
        notAnArray("other-magic.npy", "it does not begin with \\x93NUMPY"),
        notAnArray("version-9.npy", "its format version is 9.0"),
        notAnArray("header-cut.npy", "its header of 60 bytes is cut short"),
        notAnArray(
            "body-cut.npy", "its shape [3, 4] needs 48 bytes, but it has 47"),
        notAnArray(
            "trailing.npy", "its shape [3, 4] needs 48 bytes, but it has 49"),
        notAnArray("header-not-dictionary.npy", dictionaryNeeded),
        notAnArray("key-missing.npy", dictionaryNeeded),
        notAnArray("key-unknown.npy", "its header has an unexpected key 'more'"),
        notAnArray("key-twice.npy", "its header has an unexpected key 'descr'"),
        notAnArray("shape-negative.npy", dictionaryNeeded),
        notAnArray(
            "shape-huge.npy",
            "its shape [4611686018427387904, 4611686018427387904] is too large"),
        notAnArray("order-not-boolean.npy", dictionaryNeeded),
        notAnArray("text-behind.npy", dictionaryNeeded),
    ]

    private static let dictionaryNeeded =
        "its header is not the dictionary of descr, fortran_order and shape"

    @Test(arguments: bad)
    func refuses(_ item: Bad) throws {
        let error = #expect(throws: NumPyFileError.self) {
            try NPYFile.read(path: Fixtures.path("bad/" + item.file))
        }
        #expect(error?.code == item.code)
        #expect(error?.message == item.sentence)
    }

    @Test func refusesEveryBadFileThereIs() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Fixtures.path("bad"))
        let named = Self.bad.map(\.file) + NPZFileTests.bad.map(\.file)
        #expect(files.sorted() == named.sorted())
    }

    @Test func saysThatAFileIsNotThere() throws {
        let error = #expect(throws: NumPyFileError.self) {
            try NPYFile.read(path: "/nowhere/x.npy")
        }
        #expect(error?.code == .ioFailed)
        #expect(error?.message == "Could not open /nowhere/x.npy: No such file or directory.")
    }

    @Test func refusesAFolder() throws {
        let error = #expect(throws: NumPyFileError.self) { try NPYFile.read(path: "/tmp") }
        #expect(error?.message == "Could not read /tmp: it is not a file.")
    }
}
