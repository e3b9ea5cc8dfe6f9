import Safetensors

/// What one layer of a vector looks like.
public struct LayerSummary: Hashable, Sendable {
    /// The layer.
    public let layer: Int

    /// The Euclidean norm, computed in `Double`.
    public let norm: Double

    /// The mean of the values.
    public let mean: Double

    /// The smallest value; NaN values are left out.
    public let smallest: Float

    /// The largest value; NaN values are left out.
    public let largest: Float
}

extension PersonaVector {
    /// Norm, mean and range of some layers.
    ///
    /// - Parameter layers: the layers, in the order wanted; nil means all. Only their bytes are read.
    /// - Returns: one summary a layer.
    /// - Throws: ``ArtifactError`` with code `layerOutOfRange`, `unsupportedDType` for a dtype that
    ///   cannot be widened to `Float`, `ioFailed`.
    /// - Complexity: O(values of the layers).
    public func layerSummaries(layers: [Int]? = nil) throws -> [LayerSummary] {
        try (layers ?? Array(0..<layerCount)).map { index in
            let row = try layer(index)
            var (sum, squares) = (0.0, 0.0)
            var (smallest, largest) = (Float.infinity, -Float.infinity)
            for value in row {
                sum += Double(value)
                squares += Double(value) * Double(value)
                smallest = Float.minimum(smallest, value)
                largest = Float.maximum(largest, value)
            }
            return LayerSummary(
                layer: index, norm: squares.squareRoot(), mean: sum / Double(row.count),
                smallest: smallest, largest: largest)
        }
    }

    /// The vector without its first row.
    ///
    /// Programs that keep the input of the first block too, such as `hidden_states` of the Python
    /// library transformers, have a row for the embeddings in front; this format has none.
    ///
    /// - Returns: a vector of one layer less, in the same dtype.
    /// - Throws: ``ArtifactError`` with code `invalidShape` when there is only one row, `ioFailed`.
    /// - Complexity: O(bytes).
    public func droppingFirstRow() throws -> PersonaVector {
        let rowSize = try storedBytes().count / layerCount
        return try PersonaVector(
            bytes: Array(storedBytes().dropFirst(rowSize)), dtype: dtype,
            layerCount: layerCount - 1, hiddenSize: hiddenSize)
    }

    /// All values as `Double`, one array a layer; F64 is not rounded, unlike by ``floats()``.
    ///
    /// - Throws: ``ArtifactError`` with code `unsupportedDType`, `ioFailed`.
    /// - Complexity: O(values).
    public func doubleRows() throws -> [[Double]] {
        guard dtype == .float64 else {
            return try (0..<layerCount).map { try layer($0).map { Double($0) } }
        }
        let bytes = try storedBytes()
        return (0..<layerCount).map { layer in
            (0..<hiddenSize).map { feature in
                let start = (layer * hiddenSize + feature) * 8
                let bits = bytes[start..<start + 8].reversed().reduce(UInt64(0)) {
                    $0 << 8 | UInt64($1)
                }
                return Double(bitPattern: bits)
            }
        }
    }
}
