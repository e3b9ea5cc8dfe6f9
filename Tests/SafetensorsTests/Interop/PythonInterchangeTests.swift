import Foundation
import PersonaVectorsTesting
import Safetensors
import SafetensorsFuzzing
import Testing

/// Files go to the official Python library and come back.
struct PythonInterchangeTests {
    struct PeerFile: Decodable {
        let metadata: [String: String]
        let tensors: [String: PeerTensor]
    }

    struct PeerTensor: Decodable, Equatable {
        let dtype: String
        let shape: [Int]
        let sha256: String
    }

    static func peer(_ arguments: String..., input: Data = Data()) throws -> Data {
        try InteropPython.run(
            script: "safetensors_peer.py", arguments: arguments, input: input)
    }

    /// Each file of `folder` as the official library reads it.
    static func peerFiles(in folder: String) throws -> [String: PeerFile] {
        try JSONDecoder().decode([String: PeerFile].self, from: peer("read", folder))
    }

    static func described(_ view: TensorView) throws -> PeerTensor {
        PeerTensor(
            dtype: view.dtype.rawValue, shape: view.shape,
            sha256: SHA256Digest(of: try view.bytes()).hex)
    }

    @Test func pythonReadsWhatWeWrite() throws {
        let folder = try TemporaryFolder()
        let tensors = TensorDType.known.enumerated().map { index, dtype in
            // Eight elements fill whole bytes with elements of any width.
            let bytes = (0..<2 * (dtype.bitWidth ?? 0)).map { UInt8($0 + index) }
            return TensorToWrite(name: "t\(index) é\n", dtype: dtype, shape: [2, 8], bytes: bytes)
        }
        let metadata = ["format": "pt", "naïve \u{0}\u{1F98A}": "\"quoted\"\\\n\u{2028}", "": ""]
        try SafetensorsWriter.write(tensors, metadata: metadata, to: folder.file("a.safetensors"))
        try SafetensorsWriter.write([], to: folder.file("nothing.safetensors"))
        let read = try Self.peerFiles(in: folder.path)
        let file = try #require(read["a.safetensors"])
        #expect(file.metadata == metadata)
        #expect(file.tensors.count == tensors.count)
        for tensor in tensors {
            let digest = tensor.withBytes { SHA256Digest(of: $0) }
            let expected = PeerTensor(
                dtype: tensor.dtype.rawValue, shape: tensor.shape, sha256: digest.hex)
            #expect(file.tensors[tensor.name] == expected)
        }
        #expect(read["nothing.safetensors"]?.tensors == [:])
    }

    @Test func weReadWhatPythonWritesAndWriteTheSameBytes() throws {
        let folder = try TemporaryFolder()
        _ = try Self.peer("write", folder.path)
        let read = try Self.peerFiles(in: folder.path)
        #expect(read.count == 16)
        for (name, expected) in read {
            for access in [FileAccess.mapped, .pread] {
                let file = try SafetensorsFile(path: folder.file(name), access: access)
                #expect(file.header.metadata == expected.metadata)
                #expect(file.header.tensors.count == expected.tensors.count)
                for info in file.header.tensors {
                    let tensor = try Self.described(file.tensor(info.name))
                    #expect(tensor == expected.tensors[info.name])
                }
            }
            let file = try SafetensorsFile(path: folder.file(name))
            let tensors = try file.header.tensors.map { info in
                TensorToWrite(
                    name: info.name, dtype: info.dtype, shape: info.shape,
                    bytes: try file.tensor(info.name).bytes())
            }
            let ours = try SafetensorsWriter.encode(
                tensors.shuffled(), metadata: file.header.metadata)
            #expect(ours == Array(try Data(contentsOf: URL(filePath: folder.file(name)))))
        }
    }

    @Test func halvesWidenAsInNumPy() throws {
        let folder = try TemporaryFolder()
        let bytes = TensorConversionTests.allPatterns.flatMap {
            [UInt8($0 & 0xFF), UInt8($0 >> 8)]
        }
        let tensor = TensorToWrite(name: "x", dtype: .float16, shape: [65_536], bytes: bytes)
        let ours = folder.file("ours.safetensors")
        try SafetensorsWriter.write([tensor], to: ours, durability: .processCrash)
        _ = try Self.peer("halves", ours, folder.file("peer.safetensors"))
        let expected = try SafetensorsFile(path: folder.file("peer.safetensors")).tensor("x")
        // NumPy leaves it to the processor whether a NaN becomes quiet: that one bit may differ.
        let quiet = { (float: Float) in
            float.isNaN ? float.bitPattern | 0x40_0000 : float.bitPattern
        }
        let widened = try SafetensorsFile(path: ours).tensor("x").floats()
        #expect(expected.dtype == .float32)
        #expect(widened.map(quiet) == (try expected.floats().map(quiet)))
    }

    @Test func dtypesAreThoseOfTheLibraryInItsOrder() throws {
        let names = try JSONDecoder().decode([String].self, from: Self.peer("dtypes"))
        #expect(TensorDType.known.map(\.rawValue) == names)
    }

    @Test func hostileFilesAreReadOnlyIfPythonReadsThem() throws {
        let count = 10_000
        let seed = UInt64.random(in: 0..<1 << 32)
        let inputs = (0..<count).map { Mutator.input($0, seed: seed) }
        var stream = Data()
        for input in inputs {
            withUnsafeBytes(of: UInt32(input.count).littleEndian) { stream.append(contentsOf: $0) }
            stream.append(contentsOf: input)
        }
        let verdicts = try Self.peer("verdicts", input: stream).split(separator: UInt8(ascii: "\n"))
        try #require(verdicts.count == count)
        var read = 0
        for (index, verdict) in verdicts.enumerated() {
            let error = try Inspection.inspect(inputs[index])
            let pythonReads = verdict.elementsEqual("1".utf8)
            if error == nil { read += 1 }
            #expect(
                pythonReads ? error.map(Self.isDocumented) ?? true : error != nil,
                "input \(index) of seed \(seed): Python \(pythonReads), we \(error?.message ?? "read")"
            )
        }
        #expect(read > count / 20, "seed \(seed)")
    }

    /// Whether this is one of the refusals in which we are stricter, as `SafetensorsHeader` documents.
    static func isDocumented(_ error: SafetensorsError) -> Bool {
        error.code == .duplicateKey
            || error.code == .invalidJSON
                && (error.message.contains("an object ('{') was needed")
                    || error.message.contains("the number is too large"))
    }
}
