import AlignedMemory
import Foundation
import PersonaAnalysis
import PersonaVectors
import TensorMath

/// Vectors as personas have them: a common direction, some thirty directions in which they differ,
/// and noise; the same in every run.
struct SyntheticPersonas {
    let samples: LayeredSamples

    /// The values, persona by persona, as 32-bit floats for the peer.
    let file: URL

    init(count: Int, layerCount: Int, hiddenSize: Int) throws {
        let layers = LayerNoise(count: count, hiddenSize: hiddenSize)
        let values = AlignedFloats(count: count * layerCount * hiddenSize) { target in
            for layer in 0..<layerCount {
                let matrix = layers.matrix(layer: layer)
                for persona in 0..<count {
                    let start = (persona * layerCount + layer) * hiddenSize
                    _ = target[start..<start + hiddenSize].update(
                        fromContentsOf: matrix.values[matrix.rowRange(persona)])
                }
            }
        }
        let names = (0..<count).map { "Persona \($0)" }
        samples = LayeredSamples(
            block: PersonaVectorBlock(
                values: values, personaCount: count, layers: Array(0..<layerCount),
                hiddenSize: hiddenSize),
            labels: names, hoverText: names)
        file = FileManager.default.temporaryDirectory.appending(
            path: "analysis-bench-\(ProcessInfo.processInfo.processIdentifier).f32")
        try values.withUnsafeBufferPointer { try Data(buffer: $0).write(to: file) }
    }

    /// The size of the values.
    var byteCount: Int { samples.block.values.count * MemoryLayout<Float>.size }

    func removeFile() {
        try? FileManager.default.removeItem(at: file)
    }
}

/// Makes the layers one by one.
private struct LayerNoise {
    private static let rank = 30

    let count: Int
    let hiddenSize: Int

    func matrix(layer: Int) -> Matrix<Float> {
        var generator = PCG64(seed: UInt32(layer))
        func noise(_ rowCount: Int, _ columnCount: Int) -> Matrix<Float> {
            Matrix(
                rowCount: rowCount, columnCount: columnCount,
                values: (0..<rowCount * columnCount).map { _ in
                    Float(generator.nextUInt32() >> 8) / 8_388_608 - 1
                })
        }
        let traits = noise(count, Self.rank)
        let directions = noise(Self.rank, hiddenSize)
        let common = noise(1, hiddenSize)
        var result = traits.multiplied(by: directions).values
        let own = noise(count, hiddenSize)
        for index in result.indices {
            result[index] += own.values[index] + 3 * common.values[index % hiddenSize]
        }
        return Matrix(rowCount: count, columnCount: hiddenSize, values: result)
    }
}
