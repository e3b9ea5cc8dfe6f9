import Foundation
import PersonaExtraction
import PersonaVectorsTesting
import Safetensors
import Testing

/// A tiny model of `Tests/Fixtures/models` and what transformers answers for it.
struct TinyModel: CustomTestStringConvertible {
    let name: String

    static let all = [
        "llama", "qwen2", "qwen3", "gemma2", "gemma3", "mistral", "qwen3-bf16", "mistral-bf16",
    ].map(TinyModel.init)

    /// One or more of each family, whose products may be computed with rounded input.
    static let allInBFloat16 = all.filter { !["qwen3", "mistral"].contains($0.name) }

    var testDescription: String { name }

    var folder: URL {
        InteropPython.packageRoot.appending(path: "Tests/Fixtures/models/\(name)")
    }

    private var expected: SafetensorsFile {
        get throws {
            try SafetensorsFile(path: folder.appending(path: "expected.safetensors").path)
        }
    }

    func backend(
        _ options: NativeBackend.Options = .init(compute: .float32, embeddingScale: .exact)
    ) throws -> NativeBackend {
        try NativeBackend(folder: folder, modelID: "tiny/\(name)", options: options)
    }

    var tokens: [Int] { get throws { try integers("tokens") } }

    /// layers × tokens × hidden, as transformers computes it in float32.
    var blockOutputs: (values: [Float], layerCount: Int, hiddenSize: Int) {
        get throws {
            let tensor = try expected.tensor("block_outputs")
            return (try tensor.floats(), tensor.shape[0], tensor.shape[2])
        }
    }

    /// What follows the text's last token.
    var lastLogits: [Float] { get throws { try expected.tensor("last_logits").floats() } }

    /// The steering vectors by layer.
    var steering: [Int: [Float]] {
        get throws {
            let file = try expected
            var vectors: [Int: [Float]] = [:]
            for tensor in file.header.tensors where tensor.name.hasPrefix("steering.") {
                if let layer = Int(tensor.name.dropFirst("steering.".count)) {
                    vectors[layer] = try file.tensor(tensor.name).floats()
                }
            }
            return vectors
        }
    }

    func integers(_ name: String) throws -> [Int] {
        try expected.tensor(name).bytes().withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 8).map {
                Int(bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self))
            }
        }
    }
}
