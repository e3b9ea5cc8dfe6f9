import Foundation
import Safetensors
import Testing

@testable import PersonaExtraction

/// What tells the weights of two models apart.
struct ModelDigestTests {
    @Test(arguments: TinyModel.all)
    func aFoldersDigestIsThatOfTheNativeEngine(_ model: TinyModel) throws {
        // What transformers answered lies beside the weights of these.
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "digest-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: model.folder, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.removeItem(at: folder.appending(path: "expected.safetensors"))
        let digest = try ModelDigest.ofWeights(in: folder)
        #expect(try digest == NativeBackend(folder: folder).weightsDigest())
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where name.hasSuffix(".safetensors") || name == "config.json" {
            let file = folder.appending(path: name)
            let bytes = try Data(contentsOf: file)
            try (bytes + [0x20]).write(to: file)
            #expect(try ModelDigest.ofWeights(in: folder) != digest, "\(name)")
            try bytes.write(to: file)
        }
        try Data("x".utf8).write(to: folder.appending(path: "README.md"))
        #expect(try ModelDigest.ofWeights(in: folder) == digest)
    }

    @Test func pickledWeightsCountWhereThereAreNoOthers() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "digest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let weights = folder.appending(path: "pytorch_model.bin")
        try Data([1]).write(to: weights)
        let digest = try ModelDigest.ofWeights(in: folder)
        try Data([2]).write(to: weights)
        #expect(try ModelDigest.ofWeights(in: folder) != digest)
    }

    @Test(arguments: [
        ("m/a-Q4_K_M.gguf", ["m/a-Q4_K_M.gguf"]),
        ("m/a-00002-of-00003.gguf", ["m/a-00002-of-00003.gguf"]),
        (
            "m/a-00001-of-00003.gguf",
            ["m/a-00001-of-00003.gguf", "m/a-00002-of-00003.gguf", "m/a-00003-of-00003.gguf"]
        ),
    ])
    func partsOfAGGUFModelBelongTogether(_ path: String, _ parts: [String]) {
        #expect(ModelDigest.ggufParts(of: path) == parts)
    }

    @Test func gemmasScaleIsAFactAboutItsVectors() throws {
        let gemma = TinyModel(name: "gemma2")
        #expect(try gemma.backend(.init()).model.details == ["embedding_scale": "7.46875"])
        let exact = try gemma.backend(.init(embeddingScale: .exact)).model.details
        #expect(exact == ["embedding_scale": "\(Float(56).squareRoot())"])
        #expect(try TinyModel(name: "llama").backend().model.details.isEmpty)
    }
}
