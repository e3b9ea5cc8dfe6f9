import AlignedMemory
import Foundation
import PersonaAnalysis
import PersonaVectors
import Safetensors

/// The 180 personas of `Fixtures/real` with the vectors of one variant, without the baseline.
enum RealData {
    static let layerCount = 7
    static let hiddenSize = 384

    static func folder(_ variant: String) -> URL {
        Fixtures.url(
            "real/artifacts/activations/sentence-transformers__all-MiniLM-L6-v2/answer_mean"
        ).appending(path: variant)
    }

    static func samples(_ variant: String) throws -> (ids: [String], samples: LayeredSamples) {
        let ids = try FileManager.default.contentsOfDirectory(atPath: folder(variant).path)
            .filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix("baseline_assistant") }
            .map { String($0.dropLast(".safetensors".count)) }.sorted()
        let floats = try ids.flatMap { id in
            try SafetensorsFile(path: folder(variant).appending(path: id + ".safetensors").path)
                .tensor("activations").floats()
        }
        let block = PersonaVectorBlock(
            values: AlignedFloats(count: floats.count) { _ = $0.update(fromContentsOf: floats) },
            personaCount: ids.count, layers: Array(0..<layerCount), hiddenSize: hiddenSize)
        return (ids, LayeredSamples(block: block, labels: ids, hoverText: ids))
    }
}
