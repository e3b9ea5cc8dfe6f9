import Foundation
import PersonaVectors
import Safetensors

/// Stores of made-up vectors.
struct SampleStore {
    static let modelName = "bench/model"
    static let sampleIDs = (0..<50).map { String(format: "sample-%04d-of-the-set", $0) }

    let root: URL
    let store: PersonaVectorStore

    /// A store that promises as much as the original: nothing is flushed to the disk.
    init(_ root: URL) throws {
        self.root = root
        store = try PersonaVectorStore(
            modelName: Self.modelName, rootDirectory: root, durability: .processCrash)
    }

    func folder(_ variant: PromptVariant) -> String {
        root.path + "/" + modelDirectoryName(for: Self.modelName) + "/answer_mean/\(variant)"
    }

    static func vector(layerCount: Int, hiddenSize: Int, seed: Int) throws -> PersonaVector {
        var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        let floats = (0..<layerCount * hiddenSize).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Float(state >> 40) / Float(1 << 23) - 1
        }
        return try PersonaVector(floats: floats, layerCount: layerCount, hiddenSize: hiddenSize)
    }

    static func items(_ range: Range<Int>, _ vector: PersonaVector) -> [PersonaVectorToSave] {
        range.map { index in
            PersonaVectorToSave(
                personaID: String(format: "persona-%05d", index), personaName: "Name \(index)",
                vector: vector, sampleIDs: sampleIDs)
        }
    }
}
