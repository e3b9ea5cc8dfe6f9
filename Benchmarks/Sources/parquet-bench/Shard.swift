import AlignedMemory
import Foundation
import Parquet

/// 200 personas with vectors of 42 × 3584, as one shard of a Hub dataset.
struct Shard {
    static let rowCount = 200
    static let shape = ParquetVectorShape(layerCount: 42, hiddenSize: 3584)

    let shape: ParquetVectorShape
    let values: AlignedFloats
    let sampleIDs = (0..<50).map { "question-\($0)-of-the-set" }

    var byteCount: Int { values.count * 4 }

    init() throws {
        guard let shape = Self.shape else { throw CocoaError(.coderInvalidValue) }
        self.shape = shape
        // Sums of four uniform numbers: close enough to the spread of activations.
        var state: UInt64 = 42
        values = AlignedFloats(count: Self.rowCount * shape.count) { floats in
            for index in floats.indices {
                var sum: Float = -2
                for _ in 0..<4 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    sum += Float(state >> 40) / Float(1 << 24)
                }
                floats[index] = sum
            }
        }
    }

    func write(to path: String, compression: ParquetVectorWriter.Compression) throws {
        var options = ParquetVectorWriter.Options()
        options.compression = compression
        let writer = try ParquetVectorWriter(path: path, shape: shape, options: options)
        try values.withUnsafeBufferPointer { floats in
            for row in 0..<Self.rowCount {
                let vector = UnsafeBufferPointer(
                    rebasing: floats[row * shape.count..<(row + 1) * shape.count])
                try writer.append(
                    personaID: "persona-\(row)", name: "Persona \(row)", sampleIDs: sampleIDs,
                    vector: Span(_unsafeElements: vector))
            }
        }
        _ = try writer.finish()
    }
}
