import Foundation
import Safetensors
import Testing

struct SafetensorsFileTests {
    struct Stored: Sendable, CustomTestStringConvertible {
        let name: String
        let dtype: TensorDType
        let values: [Float]

        var testDescription: String { name }
    }

    /// What PyTorch makes of each file when it converts the tensor to float32.
    static let stored = [
        Stored(
            name: "f64", dtype: .float64,
            values: [
                0.0, -0.0, 0.3333333432674408, -0.5, 0.6666666865348816, 80.0, 0.02083333395421505,
                -0.1458333283662796,
            ]),
        Stored(
            name: "f32", dtype: .float32,
            values: [
                0.0, -0.0, 0.3333333432674408, -0.5, 0.6666666865348816, 80.0, 0.02083333395421505,
                -0.1458333283662796,
            ]),
        Stored(
            name: "f16", dtype: .float16,
            values: [
                0.0, -0.0, 0.333251953125, -0.5, 0.66650390625, 80.0, 0.0208282470703125,
                -0.1458740234375,
            ]),
        Stored(
            name: "bf16", dtype: .bfloat16,
            values: [
                0.0, -0.0, 0.333984375, -0.5, 0.66796875, 80.0, 0.0208740234375, -0.1455078125,
            ]),
        Stored(
            name: "f32-special", dtype: .float32,
            values: [
                .nan, .infinity, -.infinity, 0.0, 65504.0, 9.99999993922529e-09,
                6.0999998822808266e-05, 3.0000000054977558e+38,
            ]),
        Stored(
            name: "f16-special", dtype: .float16,
            values: [
                .nan, .infinity, -.infinity, 0.0, 65504.0, 0.0, 6.097555160522461e-05, .infinity,
            ]),
        Stored(
            name: "bf16-special", dtype: .bfloat16,
            values: [
                .nan, .infinity, -.infinity, 0.0, 65536.0, 1.0011717677116394e-08,
                6.103515625e-05, 3.00405527047391e+38,
            ]),
    ]

    /// Equal bits, but for NaNs, whose sign and payload the expected values do not record.
    static func agree(_ left: [Float], _ right: [Float]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { left, right in
                left.isNaN ? right.isNaN : left.bitPattern == right.bitPattern
            }
    }

    @Test(arguments: stored, [FileAccess.mapped, .pread])
    func readsTheFloatsThatPyTorchStored(_ stored: Stored, _ access: FileAccess) throws {
        let path = Fixture.path("dtypes/\(stored.name).safetensors")
        let tensor = try SafetensorsFile(path: path, access: access).tensor("activations")
        #expect(tensor.dtype == stored.dtype)
        #expect(tensor.shape == [2, 4])
        #expect(Self.agree(try tensor.floats(), stored.values))
        #expect(Self.agree(try tensor.row(1), Array(stored.values[4...])))
        var target = [Float](repeating: 0, count: 3)
        try target.withUnsafeMutableBufferPointer { try tensor.copyFloats(elements: 3..<6, to: $0) }
        #expect(Self.agree(target, Array(stored.values[3..<6])))
    }

    @Test(arguments: ["bool", "u8", "i32", "i64", "f8_e4m3", "f8_e5m2"])
    func refusesFloatsOfOtherDTypesButGivesTheirBytes(_ name: String) throws {
        let path = Fixture.path("dtypes/\(name).safetensors")
        let tensor = try SafetensorsFile(path: path).tensor("activations")
        let error = try #require(failure { _ = try tensor.floats() })
        #expect(error.code == .unsupportedDType)
        #expect(
            error.message
                == """
                Cannot convert tensor 'activations' of '\(path)' to Float: its dtype is \
                \(name.uppercased()), and F64, F32, F16 or BF16 was needed.
                """)
        #expect(try tensor.bytes().count == tensor.info.byteRange.count)
    }

    @Test func saysWhichTensorsThereAre() throws {
        let path = Fixture.path("malformed/unicode_key.safetensors")
        let file = try SafetensorsFile(path: path)
        let error = try #require(failure { _ = try file.tensor("weights") })
        #expect(error.code == .tensorMissing)
        #expect(error.tensorName == "weights")
        #expect(
            error.message == "No tensor 'weights' in '\(path)': it has 'activations', 'ключ🦊'.")
    }

    @Test(arguments: [(0, "it has none"), (12, "it has 12, the first are 't00', 't01', ")])
    func saysWhichTensorsThereAreInBrief(_ count: Int, _ finding: String) throws {
        let tensors = (0..<count).map { index in
            let name = String(format: "t%02d", index)
            return TensorToWrite(name: name, dtype: .uint8, shape: [0], bytes: [])
        }
        let file = try SafetensorsFile(bytes: SafetensorsWriter.encode(tensors), path: "f")
        let error = try #require(failure { _ = try file.tensor("x") })
        #expect(error.message.hasPrefix("No tensor 'x' in 'f': \(finding)"))
    }

    struct Unreadable: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: SafetensorsError.Code
        let errorNumber: Int32?
        let message: @Sendable (String) -> String
        let make: @Sendable (String) throws -> Void
    }

    static let unreadable = [
        Unreadable(
            testDescription: "nothing", code: .notFound, errorNumber: ENOENT,
            message: { "No file at '\($0)'. Check the path." }, make: { _ in }),
        Unreadable(
            testDescription: "a link to nowhere", code: .notFound, errorNumber: ENOENT,
            message: { "No file at '\($0)'. Check the path." },
            make: {
                try FileManager.default.createSymbolicLink(
                    atPath: $0, withDestinationPath: "nowhere")
            }),
        Unreadable(
            testDescription: "a folder", code: .notAFile, errorNumber: nil,
            message: {
                "Cannot read '\($0)': it is a folder or a device, and a file was needed."
            },
            make: {
                try FileManager.default.createDirectory(
                    atPath: $0, withIntermediateDirectories: false)
            }),
        Unreadable(
            testDescription: "a pipe", code: .notAFile, errorNumber: nil,
            message: {
                "Cannot read '\($0)': it is a folder or a device, and a file was needed."
            },
            make: { #expect(mkfifo($0, 0o600) == 0) }),
        Unreadable(
            testDescription: "a link to itself", code: .ioFailed, errorNumber: ELOOP,
            message: {
                "Cannot open '\($0)': Too many levels of symbolic links (errno \(ELOOP))."
            },
            make: {
                try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: $0)
            }),
    ]

    @Test(arguments: unreadable, [FileAccess.mapped, .pread])
    func refusesWhatIsNoFile(_ thing: Unreadable, _ access: FileAccess) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("p.safetensors")
        try thing.make(path)
        let error = try #require(failure { _ = try SafetensorsFile(path: path, access: access) })
        #expect(error.code == thing.code)
        #expect(error.errorNumber == thing.errorNumber)
        #expect((error.underlyingError as? SystemCallError)?.number == thing.errorNumber)
        #expect(error.message == thing.message(path))
    }

    @Test func refusesAPathWithNUL() throws {
        let error = try #require(failure { _ = try SafetensorsFile(path: "/tmp/a\0b") })
        #expect(error.code == .notAFile)
        #expect(
            error.message
                == """
                Cannot use '/tmp/a\\0b' as a path: it holds a NUL character. Choose another name.
                """)
    }

    @Test func followsLinks() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"),
            withDestinationPath: Fixture.path("dtypes/f32.safetensors"))
        let file = try SafetensorsFile(path: folder.file("link"))
        #expect(file.header.tensors.map(\.name) == ["activations"])
    }

    @Test(arguments: [FileAccess.mapped, .pread])
    func readsAHeaderOfAnyLength(_ access: FileAccess) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("long.safetensors")
        // Around and beyond what is read first without a mapping.
        for padding in [4080, 4088, 4096, 100_000] {
            let header = "{}" + String(repeating: " ", count: padding - 2)
            try Data(fileBytes(header: header)).write(to: URL(filePath: path))
            #expect(try SafetensorsFile(path: path, access: access).header.dataStart == 8 + padding)
        }
    }

    @Test func mappedFilesHoldNoDescriptor() throws {
        let before = try descriptorCount()
        let path = Fixture.path("dtypes/f32.safetensors")
        let files = try (0..<200).map { _ in try SafetensorsFile(path: path) }
        // Other tests open files meanwhile, but not two hundred.
        #expect(try descriptorCount() < before + 100)
        #expect(files.count == 200)
    }

    @Test func readFilesCloseTheirDescriptor() throws {
        let before = try descriptorCount()
        let path = Fixture.path("dtypes/f32.safetensors")
        for _ in 0..<200 { _ = try SafetensorsFile(path: path, access: .pread) }
        #expect(try descriptorCount() < before + 100)
    }

    private func descriptorCount() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
    }
}
