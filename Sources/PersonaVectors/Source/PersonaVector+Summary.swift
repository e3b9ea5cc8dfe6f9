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
}
