import AlignedMemory
import PersonaVectors
public import TensorMath

extension LayeredSamples {
    /// The samples of one layer, one a row.
    ///
    /// - Parameters:
    ///   - layer: the layer as the model counts its blocks, one of ``layers``.
    ///   - rows: the samples wanted, by position; nil means all.
    /// - Returns: the number of samples × ``hiddenSize``, a copy.
    /// - Throws: ``AnalysisError`` with code `notFound` when the layer was not loaded, and
    ///   `invalidData`, naming sample and layer, when an element is NaN or infinite.
    /// - Complexity: O(elements of the result).
    public func matrix(layer: Int, rows: [Int]? = nil) throws -> Matrix<Float> {
        guard let position = layers.firstIndex(of: layer) else {
            throw AnalysisError.layerNotLoaded(layer, loaded: layers)
        }
        let (rowStride, start) = (layers.count * hiddenSize, position * hiddenSize)
        let rows = rows ?? Array(0..<count)
        let values = block.values.withUnsafeBufferPointer { block in
            [Float](unsafeUninitializedCapacity: rows.count * hiddenSize) { target, initialized in
                for (row, sample) in rows.enumerated() {
                    let source = block[(sample * rowStride + start)...].prefix(hiddenSize)
                    _ = target[(row * hiddenSize)...].prefix(hiddenSize)
                        .initialize(from: source)
                }
                initialized = rows.count * hiddenSize
            }
        }
        let matrix = Matrix(rowCount: rows.count, columnCount: hiddenSize, values: values)
        if let (row, column) = matrix.firstNonFinite {
            throw AnalysisError.notFinite(
                "\(matrix[row, column])", sample: name(of: rows[row]), layer: layer,
                feature: column)
        }
        return matrix
    }

    /// What `body` makes of each layer, layers side by side on several threads.
    ///
    /// - Parameters:
    ///   - chosen: the layers to compute, in this order; nil means all that were loaded.
    ///   - threads: how many threads may work; nil means one a core. Results do not depend on it.
    ///   - body: receives the layer and ``matrix(layer:rows:)``.
    /// - Returns: one result a layer, in the order of the layers.
    /// - Throws: what ``matrix(layer:rows:)`` or `body` throws for the first layer that fails.
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
