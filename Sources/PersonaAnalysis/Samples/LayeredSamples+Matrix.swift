import AlignedMemory
import PersonaVectors
public import TensorMath

extension LayeredSamples {
    /// The samples of one layer, one a row.
    ///
    /// - Parameter layer: the layer as the model counts its blocks, one of ``layers``.
    /// - Returns: ``count`` × ``hiddenSize``, a copy.
    /// - Throws: ``AnalysisError`` with code `notFound` when the layer was not loaded, and
    ///   `invalidData`, naming sample and layer, when an element is NaN or infinite.
    /// - Complexity: O(``count`` × ``hiddenSize``).
    public func matrix(layer: Int) throws -> Matrix<Float> {
        guard let position = layers.firstIndex(of: layer) else {
            throw AnalysisError.layerNotLoaded(layer, loaded: layers)
        }
        let (rowStride, start) = (layers.count * hiddenSize, position * hiddenSize)
        let values = block.values.withUnsafeBufferPointer { block in
            [Float](unsafeUninitializedCapacity: count * hiddenSize) { target, initialized in
                for sample in 0..<count {
                    let source = block[(sample * rowStride + start)...].prefix(hiddenSize)
                    _ = target[(sample * hiddenSize)...].prefix(hiddenSize)
                        .initialize(from: source)
                }
                initialized = count * hiddenSize
            }
        }
        let matrix = Matrix(rowCount: count, columnCount: hiddenSize, values: values)
        if let (row, column) = matrix.firstNonFinite {
            throw AnalysisError.notFinite(
                "\(matrix[row, column])", sample: "'\(labels[row])' (sample \(row))",
                layer: layer, feature: column)
        }
        return matrix
    }

    /// What `body` makes of each layer, layers side by side on several threads.
    ///
    /// - Parameters:
    ///   - chosen: the layers to compute, in this order; nil means all that were loaded.
    ///   - threads: how many threads may work; nil means one a core. Results do not depend on it.
    ///   - body: receives the layer and ``matrix(layer:)``.
    /// - Returns: one result a layer, in the order of the layers.
    /// - Throws: what ``matrix(layer:)`` or `body` throws for the first layer that fails.
    public func mapLayers<Result: Sendable>(
        _ chosen: [Int]? = nil, threads: Int? = nil,
        _ body: @Sendable (_ layer: Int, _ samples: Matrix<Float>) throws -> Result
    ) throws -> [Result] {
        let chosen = chosen ?? layers
        return try ConcurrentLoop.map(count: chosen.count, threads: threads) { position in
            try body(chosen[position], matrix(layer: chosen[position]))
        }
    }
}
