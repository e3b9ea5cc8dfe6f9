import Foundation
import Safetensors
import Testing

struct SafetensorsWriterTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        let name: String
        let header: String
        let sha256: String

        var testDescription: String { name }
    }

    /// Files of the official library, with the header and the digest it was seen to write.
    static let golden = [
        Golden(
            name: "f64",
            header: #"{"activations":{"dtype":"F64","shape":[2,4],"data_offsets":[0,64]}}     "#,
            sha256: "2c9c9a283950722f7a4f70c8ce112d8b7324a37db867b073bd9200de510a9292"),
        Golden(
            name: "f32",
            header: #"{"activations":{"dtype":"F32","shape":[2,4],"data_offsets":[0,32]}}     "#,
            sha256: "29586effbf63695e4268ba8114371b3db2e710976f7079b5ed8d320a67f09121"),
        Golden(
            name: "f16",
            header: #"{"activations":{"dtype":"F16","shape":[2,4],"data_offsets":[0,16]}}     "#,
            sha256: "d8bafd5f6df71eaf61488d060061e06c9768109adbf4ff387e56195d7945f593"),
        Golden(
            name: "bf16",
            header: #"{"activations":{"dtype":"BF16","shape":[2,4],"data_offsets":[0,16]}}    "#,
            sha256: "ae3621444c83df7c78f8dbea638bb3dd544f76a1fc2f4a032ad4fdb2a7453cb5"),
        Golden(
            name: "f8_e4m3",
            header: #"{"activations":{"dtype":"F8_E4M3","shape":[2,4],"data_offsets":[0,8]}}  "#,
            sha256: "15441ac83d44e6184f4d169605ad1a1bad0203018a3cb9457f2882f458602849"),
        Golden(
            name: "f8_e5m2",
            header: #"{"activations":{"dtype":"F8_E5M2","shape":[2,4],"data_offsets":[0,8]}}  "#,
            sha256: "17a5f89f3cbfd7cfb73efb3ceb06694a0de011110a0e8aac142ce2e60c841b35"),
        Golden(
            name: "i64",
            header: #"{"activations":{"dtype":"I64","shape":[2,4],"data_offsets":[0,64]}}     "#,
            sha256: "2768f2b0e261b4eb45573e4e5b037ed905a037361f92ee0a82c4f3a6abd7bf8c"),
        Golden(
            name: "i32",
            header: #"{"activations":{"dtype":"I32","shape":[2,4],"data_offsets":[0,32]}}     "#,
            sha256: "b79949a74093e407fb65223dfb42f932f19eae3711f2550245545d95937d574d"),
        Golden(
            name: "u8",
            header: #"{"activations":{"dtype":"U8","shape":[2,4],"data_offsets":[0,8]}}       "#,
            sha256: "1317f2bb74875f5a0543cf5f56bcfc03afc0f86f1314006d367146f507f41247"),
        Golden(
            name: "bool",
            header: #"{"activations":{"dtype":"BOOL","shape":[2,4],"data_offsets":[0,8]}}     "#,
            sha256: "ac77a5c79548ccc5429791f433bca103e5a6039152c0e46476a91b9150768033"),
    ]

    @Test(arguments: golden)
    func writesTheBytesOfTheOfficialLibrary(_ golden: Golden) throws {
        let path = Fixture.path("dtypes/\(golden.name).safetensors")
        let stored = try SafetensorsFile(path: path).tensor("activations")
        let tensor = TensorToWrite(
            name: "activations", dtype: stored.dtype, shape: stored.shape,
            bytes: try stored.bytes())
        let bytes = try SafetensorsWriter.encode([tensor])
        #expect(Self.header(of: bytes) == golden.header)
        #expect(SHA256Digest(of: bytes).hex == golden.sha256)
        #expect(try SHA256Digest(ofFile: path).hex == golden.sha256)
    }

    @Test func writesToAFileWhatItEncodes() throws {
        let folder = try TemporaryFolder()
        let tensors = [
            TensorToWrite(name: "big", shape: [100_000], floats: (0..<100_000).map(Float.init)),
            TensorToWrite(name: "small", dtype: .uint8, shape: [3], bytes: [1, 2, 3]),
        ]
        for durability in [Durability.full, .processCrash] {
            let path = folder.file("\(durability)")
            try SafetensorsWriter.write(
                tensors, metadata: ["k": "v"], to: path, durability: durability)
            let bytes = try Array(Data(contentsOf: URL(filePath: path)))
            #expect(bytes == (try SafetensorsWriter.encode(tensors, metadata: ["k": "v"])))
        }
        #expect(try folder.names() == ["full", "processCrash"])
    }

    @Test func ordersByAlignmentThenByName() throws {
        let dtypes: [TensorDType] = [.bool, .float32, .uint8, .uint64, .float32, .float4, .float64]
        let names = ["g", "é", "f", "d", "z", "e", "c"]
        let tensors = zip(names, dtypes).map {
            TensorToWrite(name: $0, dtype: $1, shape: [0], bytes: [])
        }
        let bytes = try SafetensorsWriter.encode(tensors)
        let file = try SafetensorsFile(bytes: bytes, path: "f")
        #expect(file.header.tensors.map(\.name) == ["d", "c", "z", "é", "f", "e", "g"])
        #expect(bytes == (try SafetensorsWriter.encode(tensors.reversed())))
    }

    @Test func escapesAsTheOfficialLibrary() throws {
        let name = "\"\\/\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}\u{7F}é🦊"
        let tensor = TensorToWrite(name: name, dtype: .uint8, shape: [0], bytes: [])
        let bytes = try SafetensorsWriter.encode([tensor])
        let escaped = #"{"\"\\/\u0000\b\t\n\u000b\f\r\u001f"# + "\u{7F}é🦊\":"
        #expect(Self.header(of: bytes).hasPrefix(escaped))
        #expect(try SafetensorsFile(bytes: bytes, path: "f").tensor(name).info.name == name)
    }

    @Test func writesMetadataFirstWithSortedKeys() throws {
        let metadata = ["b": "2", "a": "1\n", "é": "", "Z": "z"]
        let bytes = try SafetensorsWriter.encode([], metadata: metadata)
        #expect(
            Self.header(of: bytes)
                == #"{"__metadata__":{"Z":"z","a":"1\n","b":"2","é":""}}    "#)
        #expect(try SafetensorsFile(bytes: bytes, path: "f").header.metadata == metadata)
        #expect(Self.header(of: try SafetensorsWriter.encode([])) == "{}      ")
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tensors: [TensorToWrite]
        let code: SafetensorsError.Code
        let message: String
    }

    static func bytes(
        _ name: String, _ dtype: TensorDType, _ shape: [Int], _ count: Int
    ) -> TensorToWrite {
        TensorToWrite(
            name: name, dtype: dtype, shape: shape, bytes: Array(repeating: 0, count: count))
    }

    static let refused = [
        Refused(
            testDescription: "too few bytes", tensors: [bytes("a", .float32, [2, 3], 23)],
            code: .invalidTensor,
            message: """
                Cannot write tensor 'a': dtype F32 and shape [2, 3] need 24 bytes, and 23 were given.
                """),
        Refused(
            testDescription: "too many floats",
            tensors: [TensorToWrite(name: "a", shape: [], floats: [1, 2])], code: .invalidTensor,
            message: """
                Cannot write tensor 'a': dtype F32 and shape [] need 4 bytes, and 8 were given.
                """),
        Refused(
            testDescription: "a negative dimension", tensors: [bytes("a", .uint8, [-1, 0], 0)],
            code: .invalidTensor,
            message: """
                Cannot write tensor 'a': the shape [-1, 0] has a negative dimension or does not fill \
                whole bytes that 64 bits can count.
                """),
        Refused(
            testDescription: "half a byte", tensors: [bytes("a", .float4, [3], 2)],
            code: .invalidTensor,
            message: """
                Cannot write tensor 'a': the shape [3] has a negative dimension or does not fill \
                whole bytes that 64 bits can count.
                """),
        Refused(
            testDescription: "an unknown dtype",
            tensors: [bytes("a", TensorDType(rawValue: "Q8"), [0], 0)], code: .unknownDType,
            message: "Cannot write tensor 'a': safetensors 0.8 does not know the dtype 'Q8'."),
        Refused(
            testDescription: "a name twice",
            tensors: [bytes("a", .uint8, [0], 0), bytes("a", .float32, [0], 0)],
            code: .duplicateKey,
            message: "Cannot write tensor 'a': another one has the same name."),
        Refused(
            testDescription: "the reserved name", tensors: [bytes("__metadata__", .uint8, [0], 0)],
            code: .invalidTensor,
            message: """
                Cannot write tensor '__metadata__': the format keeps that name for the metadata. \
                Choose another.
                """),
    ]

    @Test(arguments: refused)
    func refuses(_ wrong: Refused) throws {
        let folder = try TemporaryFolder()
        let error = try #require(failure { _ = try SafetensorsWriter.encode(wrong.tensors) })
        #expect(error.code == wrong.code)
        #expect(error.message == wrong.message)
        #expect(error.tensorName == wrong.tensors[0].name)
        let path = folder.file("f")
        let same = failure { try SafetensorsWriter.write(wrong.tensors, to: path) }
        #expect(same?.message == wrong.message)
        #expect(try folder.names() == [])
    }

    @Test func refusesAHeaderThatNobodyWouldRead() throws {
        // {"__metadata__":{"k":"v"}} takes 26 bytes, and 6 spaces fill it up.
        let encode = { (limit: Int) in
            try SafetensorsWriter.encode([], metadata: ["k": "v"], headerLimit: limit)
        }
        #expect(try encode(32).count == 40)
        let error = try #require(failure { _ = try encode(31) })
        #expect(error.code == .headerTooLarge)
        #expect(
            error.message
                == """
                Cannot write the tensors: their header would take 32 bytes, and the format allows \
                31. Write fewer tensors or less metadata to a file.
                """)
    }

    static func header(of bytes: [UInt8]) -> String {
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        return String(decoding: bytes[8..<8 + length], as: UTF8.self)
    }
}
